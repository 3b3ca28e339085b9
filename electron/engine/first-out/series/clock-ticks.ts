import type { SeriesTable } from './series-table.ts';
import { quantile } from './tag-band.ts';

/** Rows of the means on both sides of a step, as a share of the recording; as many lie between them for a lag. */
const sideShare = 0.01;
const leastSide = 5;
/** A step stands out from the differences of the other rows by so many of their deviations. */
const stepFrom = 6;
const leastTicks = 3;
/** Distances of ticks may differ by this share, as noise allows to tell them: a clock is exact, what swings is not. */
const clockShare = 0.02;
/** A pause longer than this many periods before the first or after the last step: then no clock ticked there. */
const mostPause = 1.15;

type Step = { readonly row: number; readonly size: number };

/**
 * What each tag usually does at the ticks of the recording's clock, in its own unit, same order as its tags: 0 without a
 * clock. There is one where a tag moves in steps at one distance from the first row to the last: a controller that runs
 * every few minutes, what hangs on an analyser's results. A quiet part shorter than its period cannot know it, the later
 * ticks can. Steps that only began after a pause longer than their distance are none: that is a fault that cycles.
 * The median over the ticks: one tick that did more than the others stays an event.
 */
export function usualTicks({ timeMs, columns }: Pick<SeriesTable, 'timeMs' | 'columns'>): readonly number[] {
  const side = Math.max(leastSide, Math.floor(timeMs.length * sideShare));
  let ticks: readonly Step[] | null = null;
  for (const values of columns) if ((ticks ??= clockOf(sideDifferences(values, side), side)) !== null) break;
  if (ticks === null) return columns.map(() => 0);
  const rows = ticks.map(({ row }) => row);
  return columns.map((values) => {
    const differences = sideDifferences(values, side);
    const sizes = Float64Array.from(rows, (row) =>
      differences
        .subarray(Math.max(0, Math.floor(row - side)), Math.ceil(row + side))
        .reduce((most, one) => Math.max(most, Math.abs(one)), 0),
    );
    return quantile(sizes.sort(), 0.5);
  });
}

function clockOf(differences: Float64Array, side: number): readonly Step[] | null {
  const edge = stepFrom * 1.4826 * quantile(differences.map(Math.abs).sort(), 0.5);
  const steps = edge > 0 ? stepsAbove(differences, edge, side) : [];
  if (steps.length < leastTicks) return null;
  const gaps = steps.slice(1).map(({ row }, at) => row - (steps[at]?.row ?? 0));
  const [least, most] = [Math.min(...gaps), Math.max(...gaps)];
  if (least < side * 5 || most - least > Math.max(2, most * clockShare)) return null;
  const pause = Math.max(steps[0]?.row ?? 0, differences.length - (steps.at(-1)?.row ?? 0));
  return pause > most * mostPause ? null : steps;
}

/** For each row the mean of the rows a little behind it, less that of the rows before it; 0 where either is missing. */
function sideDifferences(values: Float64Array, side: number): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let at = 0; at < values.length; at++) sums[at + 1] = (sums[at] ?? 0) + (values[at] ?? 0) - (values[0] ?? 0);
  const between = (from: number, to: number): number => ((sums[to] ?? 0) - (sums[from] ?? 0)) / side;
  return Float64Array.from(values, (_value, at) =>
    at < side || at + 2 * side > values.length ? 0 : between(at + side, at + 2 * side) - between(at - side, at),
  );
}

/** Stretches beyond the edge, nearer than two sides one step each: where its difference is above half of its largest, in the middle. */
function stepsAbove(differences: Float64Array, edge: number, side: number): readonly Step[] {
  const stretches: { from: number; to: number }[] = [];
  for (const [row, size] of differences.entries()) {
    if (Math.abs(size) < edge) continue;
    const last = stretches.at(-1);
    if (last === undefined || row - last.to > 2 * side) stretches.push({ from: row, to: row });
    else last.to = row;
  }
  return stretches.map(({ from, to }) => {
    const sizes = differences.subarray(from, to + 1).map(Math.abs);
    const size = sizes.reduce((most, one) => Math.max(most, one), 0);
    const isHigh = (one: number): boolean => one >= size / 2;
    return { row: from + (sizes.findIndex(isHigh) + sizes.findLastIndex(isHigh)) / 2, size };
  });
}
