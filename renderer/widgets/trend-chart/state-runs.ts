import { columnFlag, columnOfTime, endsBad, type PixelColumns, valueAt } from '#shared/math/pixel-columns.ts';
import { endOf, type PenView } from './pen-path.ts';

/** Stretches of one state, four numbers each: x where it begins, x where it ends, the state, and 1 where it changed within its columns. */
export type StateRuns = number[];

/**
 * Writes the states of a bool or enum over the view into `runs`, and stretches without a usable value into `gaps` as pairs
 * of x. A column that held more than one state is a run of its own, marked as changing: nothing is averaged.
 */
export function traceStates(columns: PixelColumns, view: Pick<PenView, 'fromMs' | 'toMs' | 'endMs' | 'left' | 'perMs'>, runs: StateRuns, gaps: number[]): void {
  const { stepMs, capacity, count, badCount, first, min, max, last, flags } = columns;
  const endMs = Math.min(view.toMs, view.endMs, endOf(columns));
  if (endMs <= view.fromMs) return;
  const xAt = (ms: number): number => view.left + (ms - view.fromMs) * view.perMs;
  const startX = xAt(view.fromMs);
  const endX = Math.max(startX, xAt(endMs));
  const begin = Math.max(columns.from, columnOfTime(columns, view.fromMs));
  const end = Math.min(columns.from + capacity - 1, columnOfTime(columns, endMs));
  const enter = valueAt(columns, begin - 1);
  let state = enter.value;
  let stateX = startX;
  let gapX = enter.isBad ? startX : Number.NaN;
  const close = (x: number): void => {
    if (!Number.isNaN(state) && x > stateX) pushRun(runs, stateX, x, state, 0);
    if (!Number.isNaN(gapX) && x > gapX) gaps.push(gapX, x);
    gapX = Number.NaN;
  };
  for (let n = begin; n <= end; n++) {
    const at = n % capacity;
    const taken = count[at] as number;
    const isLost = ((flags[at] as number) & columnFlag.lost) !== 0;
    if (taken === 0 && !isLost) continue;
    const x = Math.min(endX, Math.max(startX, xAt(n * stepMs)));
    const nextX = Math.min(endX, Math.max(startX, xAt((n + 1) * stepMs)));
    const isGood = taken > (badCount[at] as number);
    const isMixed = isGood && (min[at] as number) !== (max[at] as number);
    const isUnknownAfter = !isGood || endsBad(columns, at);
    if (isGood && !isMixed && !isUnknownAfter && (first[at] as number) === state && Number.isNaN(gapX)) continue;
    close(x);
    if (!isGood) {
      state = Number.NaN;
      gapX = x;
      continue;
    }
    if (isMixed) pushRun(runs, x, nextX, last[at] as number, 1);
    else if (isUnknownAfter) pushRun(runs, x, nextX, last[at] as number, 0);
    state = isUnknownAfter ? Number.NaN : (last[at] as number);
    stateX = isMixed ? nextX : x;
    if (isUnknownAfter) gapX = nextX;
  }
  close(endX);
}

function pushRun(runs: StateRuns, fromX: number, toX: number, state: number, isMixed: 0 | 1): void {
  const last = runs.length - 4;
  // Runs of changing columns that touch are one stretch of changes.
  if (isMixed === 1 && last >= 0 && runs[last + 3] === 1 && (runs[last + 1] as number) >= fromX - 0.01) runs[last + 1] = toX;
  else runs.push(fromX, toX, state, isMixed);
}
