import { isBad } from '../model/quality.ts';
import { median } from './spectrum-peaks.ts';

/** Samples of one tag by source time, as `history.raw` gives them. */
export type SampleRows = { readonly timeMs: Float64Array; readonly value: Float64Array; readonly quality: Uint32Array };

export type GridWish = {
  /** The grid ends here, or up to `lateMs` earlier with the newest sample. UTC epoch ms. */
  readonly toMs: number;
  /** Points at most. */
  readonly count: number;
  /** Time between two samples as the project states it, ms; null where it does not. */
  readonly declaredMs: number | null;
  /** A value not recorded for several periods: unchanged (`hold`), or on the way to the next one (`line`: swinging door). */
  readonly between: 'hold' | 'line';
  /** How late the newest sample may be before its value counts as unchanged up to `toMs`. */
  readonly lateMs: number;
};

export type EvenGrid = {
  /** Time of the first point, UTC epoch ms, and the distance of two. */
  readonly fromMs: number;
  readonly stepMs: number;
  /** NaN where quality was bad. */
  readonly value: Float64Array<ArrayBuffer>;
  /** `recorded`: every point is a sample, or an unchanged value between two; `resampled`: drawn between samples that came unevenly. */
  readonly how: 'recorded' | 'resampled';
  /** Share of points that stand for a value that did not change. */
  readonly heldShare: number;
  /** Share of points without a good value. */
  readonly missingShare: number;
};

export type GridAnswer = { readonly ok: true; readonly grid: EvenGrid } | { readonly ok: false; readonly sentence: string };

/** Good samples needed for anything, and how uneven or unchanging they may be. */
const fewest = 16;
const mostUneven = 0.2;
const mostHeld = 0.95;
/** How far a sample may lie from its point and still be taken as it is, in steps. */
const nearEnough = 0.1;

type Good = { readonly timeMs: number[]; readonly value: number[]; /** True where bad quality stands between this sample and the next. */ readonly endsBad: boolean[] };

/** Samples as evenly spaced points, or one sentence why that cannot be had honestly. */
export function evenGrid(rows: SampleRows, wish: GridWish): GridAnswer {
  const good = goodSamples(rows, wish.toMs);
  const rowsSeen = good.timeMs.length;
  if (rowsSeen < fewest) return { ok: false, sentence: `Only ${rowsSeen} good ${rowsSeen === 1 ? 'sample' : 'samples'} before this moment; at least ${fewest} are needed.` };
  const intervals = intervalsOf(good);
  const middle = median(intervals);
  const stepMs = wish.declaredMs !== null && wish.declaredMs < middle * 0.9 ? wish.declaredMs : evenStep(good, intervals, middle);
  const uneven = intervals.filter((ms) => isOff(ms / stepMs)).length / Math.max(1, intervals.length);
  if (uneven > mostUneven) {
    const sorted = Float64Array.from(intervals).sort();
    return { ok: false, sentence: `Samples come too unevenly: ${periodWords(sorted[Math.floor(sorted.length * 0.05)] as number)} to ${periodWords(sorted[Math.floor(sorted.length * 0.95)] as number)} apart, ${Math.round(uneven * 100)} % of them off the beat.` };
  }
  const grid = layOut(good, stepMs, wish);
  return grid.heldShare > mostHeld ? { ok: false, sentence: `The value did not change in ${Math.floor(grid.heldShare * 100)} % of this stretch, so there is nothing to analyse.` } : { ok: true, grid };
}

function goodSamples({ timeMs, value, quality }: SampleRows, toMs: number): Good {
  const good: Good = { timeMs: [], value: [], endsBad: [] };
  for (let row = 0; row < timeMs.length; row++) {
    const time = timeMs[row] as number;
    if (time > toMs) break;
    const last = good.timeMs.length - 1;
    if (isBad(quality[row] as number) || !Number.isFinite(value[row] as number)) {
      if (last >= 0) good.endsBad[last] = true;
      continue;
    }
    // Of two samples of one time the later one stands.
    if (last >= 0 && good.timeMs[last] === time && good.endsBad[last] === false) good.value[last] = value[row] as number;
    else {
      good.timeMs.push(time);
      good.value.push(value[row] as number);
      good.endsBad.push(false);
    }
  }
  return good;
}

function intervalsOf({ timeMs, endsBad }: Good): number[] {
  const intervals: number[] = [];
  for (let at = 1; at < timeMs.length; at++) if (endsBad[at - 1] === false) intervals.push((timeMs[at] as number) - (timeMs[at - 1] as number));
  return intervals;
}

/** The median, or finer, where samples follow without holes, the mean interval: a fast channel's times are rounded. */
function evenStep(good: Good, intervals: readonly number[], middle: number): number {
  if (intervals.length < good.timeMs.length - 1 || intervals.some((ms) => Math.abs(ms / middle - 1) > 0.25)) return middle;
  return ((good.timeMs.at(-1) as number) - (good.timeMs[0] as number)) / intervals.length;
}

/** True for an interval that is no whole number of steps, give or take 0.3. */
const isOff = (steps: number): boolean => steps < 0.7 || Math.abs(steps - Math.round(steps)) > 0.3;

function layOut(good: Good, stepMs: number, { toMs, count, between, lateMs }: GridWish): EvenGrid {
  const newest = good.timeMs.at(-1) as number;
  const late = toMs - newest;
  const ahead = late > Math.max(lateMs, stepMs * 1.5) ? Math.floor(late / stepMs) : 0;
  const lastMs = newest + ahead * stepMs;
  const points = Math.min(count, Math.floor((lastMs - (good.timeMs[0] as number)) / stepMs + 1e-6) + 1);
  const fromMs = lastMs - (points - 1) * stepMs;
  const isRecorded = liesOnPoints(good, fromMs, stepMs);
  const value = new Float64Array(points);
  let held = 0;
  let missing = 0;
  let row = 0;
  for (let point = 0; point < points; point++) {
    const time = fromMs + point * stepMs;
    // A sample a little late for its point still belongs to it.
    const reach = time + (isRecorded ? stepMs * nearEnough * 1.01 : stepMs * 1e-6);
    while (row + 1 < good.timeMs.length && (good.timeMs[row + 1] as number) <= reach) row++;
    const since = time - (good.timeMs[row] as number);
    const isSample = since < stepMs * (isRecorded ? 0.5 : 1e-6);
    if (isSample) value[point] = good.value[row] as number;
    else if (good.endsBad[row] === true) {
      value[point] = Number.NaN;
      missing++;
    } else {
      const next = good.timeMs[row + 1];
      const isFar = next === undefined || next - (good.timeMs[row] as number) > stepMs * 1.5;
      if (isFar && since > stepMs / 2) held += between === 'hold' || next === undefined ? 1 : 0;
      value[point] = next !== undefined && (!isFar || between === 'line') ? onLine(good, row, time) : (good.value[row] as number);
    }
  }
  return { fromMs, stepMs, value, how: isRecorded ? 'recorded' : 'resampled', heldShare: held / points, missingShare: missing / points };
}

const onLine = ({ timeMs, value }: Good, row: number, time: number): number => {
  const share = (time - (timeMs[row] as number)) / ((timeMs[row + 1] as number) - (timeMs[row] as number));
  return (value[row] as number) + ((value[row + 1] as number) - (value[row] as number)) * share;
};

function liesOnPoints({ timeMs }: Good, fromMs: number, stepMs: number): boolean {
  for (const time of timeMs) {
    const steps = (time - fromMs) / stepMs;
    if (steps > -0.5 && Math.abs(steps - Math.round(steps)) > nearEnough) return false;
  }
  return true;
}

/** A time between samples in words: "0.5 ms", "20 ms", "2.5 s". */
export function periodWords(ms: number): string {
  if (ms < 1000) return `${Number(ms.toPrecision(ms < 100 ? 2 : 3))} ms`;
  return `${Number((ms / 1000).toPrecision(2))} s`;
}

/** A sampling rate in words: "2 kHz", "12.5 Hz", "every 10 s" below one a second. */
export function rateWords(stepMs: number): string {
  const hz = 1000 / stepMs;
  if (hz >= 1000) return `${Number((hz / 1000).toPrecision(3))} kHz`;
  return hz >= 0.95 ? `${Number(hz.toPrecision(3))} Hz` : `every ${periodWords(stepMs)}`;
}
