import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextBar, rateBars, timeTicks } from './rate-bars.ts';
import { askedSpan } from './use-load.ts';

describe('the chart of alarms in 10 minutes', () => {
  it('has a bar for each column while there is room', () => {
    expect(rateBars({ fromMs: 0, binsPerColumn: 1, most: Uint32Array.of(1, 0, 12) }, 10, 300)).toEqual({
      fromMs: 0,
      barMs: 600_000,
      most: [1, 0, 12],
      top: 12.5,
    });
  });
  it('shows the fullest of those a bar stands for, however narrow it is, and loses none', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(100), { minLength: 1, maxLength: 500 }),
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 20 }),
        (counts, width, binsPerColumn) => {
          const { most, barMs, top } = rateBars({ fromMs: 0, binsPerColumn, most: Uint32Array.from(counts) }, 10, width);
          const each = barMs / (600_000 * binsPerColumn);
          expect(most.length).toBe(Math.ceil(counts.length / each));
          expect(most.length * 2).toBeLessThanOrEqual(Math.max(width, 2) + 1);
          expect(Math.max(...most)).toBe(Math.max(...counts));
          expect(top).toBeGreaterThanOrEqual(Math.max(...counts));
        },
      ),
    );
  });
  it('is marked at round local times within its span, not more than asked', () => {
    const from = new Date(2026, 10, 28, 3, 7).getTime();
    const day = timeTicks(from, from + 86_400_000, 8);
    expect(day.map((tick) => new Date(tick).getHours())).toEqual([4, 8, 12, 16, 20, 0]);
    const month = timeTicks(from, from + 30 * 86_400_000, 8);
    expect(month.length).toBeGreaterThan(2);
    expect(month.length).toBeLessThanOrEqual(8);
    for (const tick of month) expect(new Date(tick).getHours()).toBe(0);
  });
  it('is walked by keys: arrows, the fullest, the last, and out', () => {
    const most = [0, 3, 9, 2];
    expect([
      nextBar(most, -1, 'ArrowRight'),
      nextBar(most, -1, 'ArrowLeft'),
      nextBar(most, 3, 'ArrowRight'),
      nextBar(most, 0, 'Home'),
      nextBar(most, 0, 'End'),
      nextBar(most, 2, 'Escape'),
      nextBar(most, -1, 'Escape'),
      nextBar(most, 0, 'x'),
    ]).toEqual([0, 3, 3, 2, 3, -1, undefined, undefined]);
  });
});

describe('the span asked for', () => {
  it('ends at the moment shown: now, or that of the replay', () => {
    expect(askedSpan({ window: 'day' }, null)).toEqual({ window: 'day', atMs: null });
    expect(askedSpan({ window: 'day' }, 5000)).toEqual({ window: 'day', atMs: 5000 });
    expect(askedSpan({ fromMs: 1000, toMs: 9000 }, 5000)).toEqual({ fromMs: 1000, toMs: 5000 });
  });
  it('is none where it begins after that', () => {
    expect(askedSpan({ fromMs: 6000, toMs: 9000 }, 5000)).toBeNull();
    expect(askedSpan({ fromMs: 9000, toMs: 9000 }, null)).toBeNull();
  });
});
