import { describe, expect, it } from 'vitest';
import { createChance } from '../testing/series-cascade.ts';
import { findExcursions } from './find-excursions.ts';
import { learnBand } from './tag-band.ts';

const quietEnd = 200;
/** The plainest excursion of a tag with noise that takes a course from row 250 on, learnt from the first 200 rows. */
function excursionOf(course: (since: number) => number) {
  const chance = createChance(4);
  const values = Float64Array.from({ length: 1200 }, (_none, row) => 20 + chance() - 0.5 + (row < 250 ? 0 : course(row - 250)));
  return findExcursions(values, learnBand(values, 0, quietEnd, 10), quietEnd).toSorted((a, b) => b.height - a.height)[0];
}

describe('an excursion', () => {
  it('is a swing where it came more slowly than the quiet part could show and went as far to the other side later', () => {
    expect(excursionOf((since) => 4 * Math.sin(since / 120))?.isSwing).toBe(true);
  });

  it('is none where it came at once, swings faster than the quiet part, or comes back to the centre only', () => {
    expect(excursionOf((since) => (since < 400 ? 5 : -5))?.isSwing).toBe(false);
    expect(excursionOf((since) => 4 * Math.sin(since / 12))?.isSwing).toBe(false);
    expect(excursionOf((since) => 4 * Math.max(0, Math.sin(Math.min(since, 377) / 120)))?.isSwing).toBe(false);
  });

  it('tells how far the tag went in its own spreads, whatever its band grew to meanwhile', () => {
    const [early, late] = [excursionOf((since) => (since < 100 ? 6 : 0)), excursionOf((since) => (since > 800 ? 6 : 0))];
    expect(early?.onset).toBe(250);
    expect(late?.onset).toBe(1051);
    expect(Math.abs((early?.height ?? 0) - (late?.height ?? 1000))).toBeLessThan(2);
  });
});
