import type { Excursion } from './find-excursions.ts';
import { quantile } from './tag-band.ts';
import type { SeriesTable } from './series-table.ts';

/** Rows of a recording that its baseline has as well. */
export type Twin = { readonly baseline: SeriesTable; /** Row in the recording, row in the baseline. */ readonly rows: readonly (readonly [number, number])[] };

/** From this distance on, in the tag's own spread, nobody would call it normal. */
const apartFrom = 3;
const leastRows = 10;
const alikeShare = 0.95;
/** States that stand still are alike in any two recordings; so many at least must move, and move alike. */
const movingShare = 0.1;

/**
 * The baseline as the same run without the fault, a simulation's twin: it has the recording's own times, and its values
 * are the same at the beginning, noise and all. Null for any other baseline.
 */
export function findTwin(table: SeriesTable, baseline: SeriesTable): Twin | null {
  const rows: (readonly [number, number])[] = [];
  for (let at = 0, other = 0; at < table.timeMs.length && other < baseline.timeMs.length; ) {
    const [time, otherTime] = [table.timeMs[at] ?? 0, baseline.timeMs[other] ?? 0];
    if (time === otherTime) rows.push([at++, other++]);
    else if (time < otherTime) at++;
    else other++;
  }
  if (rows.length < leastRows) return null;
  const first = rows.slice(0, Math.max(3, Math.min(leastRows, rows.length >> 3)));
  let alike = 0;
  let moving = 0;
  let compared = 0;
  for (const [at, tag] of table.tags.entries()) {
    const [values, others] = [table.columns[at], baseline.columns[baseline.tags.indexOf(tag)]];
    if (values === undefined || others === undefined) continue;
    compared++;
    if (first.every(([row, other]) => Math.abs((values[row] ?? 0) - (others[other] ?? 0)) <= 1e-6 * Math.abs(others[other] ?? 0))) alike++;
    if (first.some(([row]) => values[row] !== values[first[0]?.[0] ?? 0])) moving++;
  }
  return compared >= 2 && alike >= compared * alikeShare && moving >= Math.max(2, compared * movingShare) ? { baseline, rows } : null;
}

/** For each tag of the recording when it was apart from its twin by 3 of its own spreads; onsets between two rows are fractions. */
export function twinExcursions(table: SeriesTable, { baseline, rows }: Twin): readonly (readonly Excursion[])[] {
  return table.tags.map((tag, at) => {
    const [values, others] = [table.columns[at], baseline.columns[baseline.tags.indexOf(tag)]];
    if (values === undefined || others === undefined) return [];
    const spread = steadySpread(others);
    const ratios = rows.map(([row, other]) => ((values[row] ?? 0) - (others[other] ?? 0)) / spread / apartFrom);
    return excursionsOf(ratios, rows.map(([row]) => row), table.timeMs.length);
  });
}

function excursionsOf(ratios: readonly number[], rows: readonly number[], length: number): readonly Excursion[] {
  const found: Excursion[] = [];
  for (let at = 0; at < ratios.length; at++) {
    const ratio = ratios[at] ?? 0;
    if (Math.abs(ratio) < 1) continue;
    const start = at;
    let peak = 0;
    for (; at < ratios.length && Math.abs(ratios[at] ?? 0) >= 0.5; at++) peak = Math.max(peak, Math.abs(ratios[at] ?? 0));
    const [before, here] = [start === 0 ? ratio : Math.abs(ratios[start - 1] ?? 0), Math.abs(ratio)];
    const [rowBefore, row] = [rows[Math.max(0, start - 1)] ?? 0, rows[start] ?? 0];
    const onset = here > before ? rowBefore + ((1 - before) / (here - before)) * (row - rowBefore) : row;
    found.push({ onset, noticed: row, end: at < ratios.length ? (rows[at] ?? length) : length, sign: ratio < 0 ? -1 : 1, peak, height: peak, isSwing: false });
  }
  return found;
}

/** Standard deviation of the twin about its own slow course (a parabola): a run that settles for hours is not noisy. */
function steadySpread(values: Float64Array): number {
  const rest = withoutCourse(values);
  const sorted = Float64Array.from(values).sort();
  const range = quantile(sorted, 0.995) - quantile(sorted, 0.005);
  const squares = rest.reduce((sum, value) => sum + value * value, 0);
  return Math.max(Math.sqrt(squares / rest.length), range * 1e-3, Math.abs(quantile(sorted, 0.5)) * 1e-6, Number.MIN_VALUE * 1e6);
}

/** Residuals of a least-squares parabola, built from orthogonal polynomials over the row number. */
function withoutCourse(values: Float64Array): Float64Array {
  const rest = Float64Array.from(values);
  const middle = (values.length - 1) / 2;
  const square = values.reduce((sum, _value, at) => sum + (at - middle) ** 2, 0) / values.length;
  for (const shape of [() => 1, (x: number) => x, (x: number) => x * x - square]) {
    let [along, norm] = [0, 0];
    for (let at = 0; at < rest.length; at++) {
      const base = shape(at - middle);
      along += (rest[at] ?? 0) * base;
      norm += base * base;
    }
    if (norm > 0) for (let at = 0; at < rest.length; at++) rest[at] = (rest[at] ?? 0) - (along / norm) * shape(at - middle);
  }
  return rest;
}
