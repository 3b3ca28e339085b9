import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { BurstMember, FirstOutGroup } from '#shared/model/first-out.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import { layOutSequence } from './sequence-layout.ts';
import { sequenceScale } from './sequence-scale.ts';

const id = (text: string): AlarmId => text as AlarmId;
const t0 = Date.UTC(2026, 0, 5);
const member = (alarm: string, atMs: number, parent: string | null = null, via: BurstMember['via'] = parent === null ? null : 'topology'): BurstMember => ({ alarm: id(alarm), seq: atMs + 1, timeMs: t0 + atMs, uncertaintyMs: 1, parent: parent === null ? null : id(parent), via });
const group = (members: readonly BurstMember[], more: Partial<FirstOutGroup> = {}): FirstOutGroup => ({
  id: 1,
  startMs: t0,
  lastMs: t0 + 100_000,
  isOver: false,
  alarmCount: members.length,
  ranked: members.slice(0, 3).map(({ alarm, seq, timeMs, uncertaintyMs }) => ({ alarm, seq, tag: null, asset: null, timeMs, uncertaintyMs, score: 0.5, why: [] })),
  undecided: [],
  members: [...members],
  runbook: null,
  ...more,
});
/** Lanes by the letters before the dash. */
const laneOf = (alarm: AlarmId) => ({ key: alarm.split('-')[0] ?? '', name: `Machine ${alarm.split('-')[0]}` });

describe('the time scale of a sequence of events', () => {
  it('is linear over the seconds that hold most alarms and compressed behind them, with a tick at the last alarm', () => {
    const scale = sequenceScale([0, 456, 611, 964, 1012, 1420, 3870, 4215, 4602, 6300, 18_120, 60_000, 95_000], 900);
    expect(scale.compressed).toHaveLength(1);
    const from = scale.compressed[0]?.from ?? 0;
    expect(scale.at(0)).toBe(0);
    expect(scale.at(2000) - scale.at(1000)).toBeCloseTo(scale.at(1000), 10);
    expect(scale.at(4215)).toBeLessThanOrEqual(from);
    expect(scale.at(18_120)).toBeGreaterThan(from);
    expect(scale.at(95_000)).toBe(1);
    expect(scale.ticks.map(({ text }) => text).slice(0, 3)).toEqual(['+0 s', '+1 s', '+2 s']);
    expect(scale.ticks.at(-1)).toMatchObject({ text: '+95 s', at: 1 });
  });

  it('is linear to the end where nothing lies far behind, and keeps room to the left for what came before the first-out', () => {
    expect(sequenceScale([0, 200, 400, 900], 900).compressed).toEqual([]);
    const early = sequenceScale([-240_000, 0, 200, 900], 900);
    expect(early.at(-240_000)).toBe(0);
    expect(early.at(0)).toBeGreaterThan(0.1);
    expect(early.ticks[0]?.text).toBe('−4 min');
  });

  it('writes ticks of less than a second apart, too', () => {
    expect(sequenceScale([0, 60, 110, 160, 210, 240, 260, 290, 295], 900).ticks.map(({ text }) => text).filter((text) => text !== '')).toEqual(['+0 s', '+0.05 s', '+0.1 s', '+0.15 s', '+0.2 s', '+0.25 s', '+0.3 s']);
  });

  it('writes the last alarm of a long burst beside the mark before it, not over it', () => {
    for (const lastMs of [61_000, 189_000, 797_000, 2_500_000, 5_000_000]) {
      for (const width of [420, 700, 960, 1400]) {
        const [before, last] = sequenceScale([0, 48, 64, 91, 95, 98, 121, 126, 201, 206, 300, 800, lastMs], width).ticks.slice(-2);
        const beginsAt = width - (last?.text.length ?? 0) * 6;
        expect(beginsAt - ((before?.at ?? 0) * width + ((before?.text.length ?? 0) * 6) / 2)).toBeGreaterThan(0);
      }
    }
  });

  it('keeps the order of any times inside the width, and its ticks apart', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1_800_000, max: 7_200_000 }), { minLength: 1, maxLength: 80 }), fc.integer({ min: 300, max: 2000 }), (times, width) => {
        const scale = sequenceScale([0, ...times], width);
        const places = [0, ...times].toSorted((a, b) => a - b).map(scale.at);
        for (const [at, place] of places.entries()) {
          expect(place).toBeGreaterThanOrEqual(at === 0 ? 0 : (places[at - 1] ?? 0) - 1e-9);
          expect(place).toBeLessThanOrEqual(1);
        }
        const written = scale.ticks.filter(({ text }) => text !== '').map(({ at }) => at * width);
        for (let at = 1; at < written.length; at++) expect((written[at] ?? 0) - (written[at - 1] ?? 0)).toBeGreaterThan(40);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the sequence of events', () => {
  const flood = [member('P-1', 0), member('L-1', 456, 'P-1'), member('L-2', 964, 'L-1', 'same-asset'), member('K-1', 1012, 'L-2', 'interlock'), member('B-1', 611, 'P-1'), member('X-1', 5000, 'K-1', 'time'), member('V-1', 3870, 'K-1')];

  it('has a lane for each asset in the order of their first alarms, the first-out on top even when others came before it', () => {
    expect(layOutSequence(group(flood), laneOf, 800).lanes.map(({ key }) => key)).toEqual(['P', 'L', 'B', 'K', 'V', 'X']);
    const late = group([member('N-1', -5000), ...flood], { ranked: group(flood).ranked });
    expect(layOutSequence(late, laneOf, 800).lanes.map(({ key }) => key).slice(0, 2)).toEqual(['P', 'N']);
  });

  it('draws the main path to where most follows, the cause model, and what only time links as such', () => {
    const { edges } = layOutSequence(group(flood), laneOf, 800);
    const named = edges.map(({ from, to, kind }) => `${from.members[0]?.alarm}>${to.members[0]?.alarm} ${kind}`);
    expect(named).toEqual(expect.arrayContaining(['P-1>L-1 main', 'L-1>L-2 main', 'L-2>K-1 main', 'P-1>B-1 model', 'K-1>V-1 main', 'K-1>X-1 time']));
    expect(named).toHaveLength(6);
    expect(edges.at(-1)?.kind).toBe('main');
  });

  it('makes one mark of alarms that would lie over each other, but never hides the first-out in one', () => {
    const heap = [member('P-1', 0), member('P-2', 1), member('P-3', 2), member('P-4', 90_000), member('K-1', 10), member('K-2', 11)];
    const { marks } = layOutSequence(group(heap), laneOf, 800);
    expect(marks.map(({ members }) => members.map(({ alarm }) => alarm))).toEqual([['P-1'], ['P-2', 'P-3'], ['K-1', 'K-2'], ['P-4']]);
  });

  it('puts a bracket over those whose order the clocks cannot tell, with the error of both', () => {
    expect(layOutSequence(group(flood), laneOf, 800).bracket).toBeNull();
    const tied = group(flood, { undecided: [[id('L-1'), id('P-1')]] });
    expect(layOutSequence(tied, laneOf, 800).bracket).toMatchObject({ from: 0, errorMs: 2 });
  });
});
