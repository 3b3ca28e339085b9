import { expect, it } from 'vitest';
import type { WriteRecord } from '#shared/contract/control.ts';
import { endOfLeft } from './left-writes.ts';

const left = { tag: 'SP', user: 'Anna', begun: 10, startedMs: 1000 };
const write = (seq: number, result: string | null, more: Partial<WriteRecord> = {}): WriteRecord => ({ seq, timeMs: 500, user: 'Anna', role: 'operate', place: '', before: '', after: '', reason: '', result, ...more });

it('a write of a run that an engine left has the end its own line has, and was not sent where it has none', () => {
  expect(endOfLeft([write(11, null)], left)).toBeNull();
  expect(endOfLeft([write(11, 'done, found by read-back after a restart')], left)).toMatchObject({ outcome: 'confirmed' });
  expect(endOfLeft([write(11, 'in-doubt: PLC-1 has not been read since.')], left)).toEqual({ outcome: 'in-doubt', sentence: 'PLC-1 has not been read since.' });
  expect(endOfLeft([write(11, 'not-sent: PLC-1 is not running.')], left)).toEqual({ outcome: 'refused', sentence: 'PLC-1 is not running.' });
});

it('is not taken for another one: made before it, by somebody else, or after the start', () => {
  for (const other of [write(9, 'done'), write(11, 'done', { user: 'Ben' }), write(12, 'done', { timeMs: 1000 })]) {
    expect(endOfLeft([other], left)).toEqual({ outcome: 'refused', sentence: 'The engine ended before SP was written; nothing was sent.' });
  }
  expect(endOfLeft([write(12, 'done'), write(11, 'failed: It shows 1.')], left)).toMatchObject({ outcome: 'refused', sentence: 'It shows 1.' });
});
