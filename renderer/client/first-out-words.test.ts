import { describe, expect, it } from 'vitest';
import type { FirstOutGroup } from '#shared/model/first-out.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import { errorText, linkedLater, rankFlags, sinceText } from './first-out-words.ts';

const id = (text: string): AlarmId => text as AlarmId;
const candidates = (...names: string[]): FirstOutGroup['ranked'] => names.map((alarm) => ({ alarm: id(alarm), seq: 1, tag: null, asset: null, timeMs: 0, uncertaintyMs: 1, score: 0.5, why: [] }));

describe('marks of a burst', () => {
  it('run from 1ST to 4TH by rank, and no further', () => {
    expect([...rankFlags({ ranked: candidates('A', 'B', 'C', 'D', 'E'), undecided: [] })]).toEqual([['A', '1ST'], ['B', '2ND'], ['C', '3RD'], ['D', '4TH']]);
    expect([...rankFlags({ ranked: [], undecided: [] })]).toEqual([]);
  });

  it('are 1ST on every candidate that the clocks cannot tell from the first, whichever way round the pair is written', () => {
    const marks = rankFlags({ ranked: candidates('A', 'B', 'C', 'D'), undecided: [[id('C'), id('A')], [id('B'), id('D')]] });
    expect([...marks]).toEqual([['A', '1ST'], ['B', '2ND'], ['C', '1ST'], ['D', '3RD']]);
  });
});

it('times since the first-out have a sign, milliseconds near it and whole seconds far from it', () => {
  expect([0, 456, -1200, 99_999.4, 125_000, -125_900, 36_000_000].map(sinceText)).toEqual(['0.000 s', '+0.456 s', '−1.200 s', '+99.999 s', '+2 min 05 s', '−2 min 05 s', '+10 h 00 min']);
});

it('errors of the clocks are written with their unit, and left out where there is none', () => {
  expect([0, Number.NaN, 0.2, 50, 999.4, 999.6, 2500].map(errorText)).toEqual(['', '', '±1 ms', '±50 ms', '±999 ms', '±1.0 s', '±2.5 s']);
});

it('later alarms are those whose links lead back to the first, by whatever way, and not those that only came after it', () => {
  const member = (alarm: string, parent: string | null, via: FirstOutGroup['members'][number]['via']): FirstOutGroup['members'][number] => ({ alarm: id(alarm), seq: 1, timeMs: 0, uncertaintyMs: 1, parent: parent === null ? null : id(parent), via });
  const members = [member('A', null, null), member('B', 'A', 'interlock'), member('C', 'B', 'topology'), member('D', 'A', 'time'), member('E', 'D', 'topology'), member('X', 'Y', 'history'), member('Y', 'X', 'history')];
  expect(linkedLater({ ranked: candidates('A', 'B'), members })).toBe(2);
  expect(linkedLater({ ranked: [], members })).toBe(0);
});
