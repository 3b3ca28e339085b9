import { describe, expect, it } from 'vitest';
import type { PlacedMark } from './chart-marks.ts';
import { markBeside } from './mark-focus.ts';
import type { TrendMark } from './trend-frame.ts';

const mark = (timeMs: number): TrendMark => ({ kind: 'alarm', timeMs, toMs: null, priority: 2, text: '', subject: `A-${timeMs}`, count: 1 });
/** Marks of 10 and 40 s, and three that stand as one from 20 to 22 s, of which the middle one is the most urgent. */
const marks: readonly PlacedMark[] = [[10], [20, 21, 22], [40]].map((times) => ({ x: 0, mark: mark(times[1] ?? (times[0] as number)), members: times.map(mark) }));

describe('going from mark to mark by key', () => {
  it('begins with the oldest in sight forward, the newest backward', () => {
    expect(markBeside(marks, null, 1)).toBe(marks[0]);
    expect(markBeside(marks, null, -1)).toBe(marks[2]);
    expect(markBeside([], null, 1)).toBeNull();
  });
  it('takes marks that stand as one together, in both directions', () => {
    expect(markBeside(marks, 10, 1)).toBe(marks[1]);
    expect(markBeside(marks, 20, 1)).toBe(marks[2]);
    expect(markBeside(marks, 40, -1)).toBe(marks[1]);
    expect(markBeside(marks, 20, -1)).toBe(marks[0]);
  });
  it('stays where there is no further one', () => {
    expect(markBeside(marks, 40, 1)).toBeNull();
    expect(markBeside(marks, 10, -1)).toBeNull();
  });
});
