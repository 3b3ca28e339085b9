import { isBad } from '../model/quality.ts';
import type { SampleRows } from './spectrum-grid.ts';

export type HistogramAnswer = {
  /** Lower edge of the first bin and the width of each, in the unit of the tag. */
  readonly from: number;
  readonly width: number;
  /** Share of the good time each bin holds, summing to 1; a value on an edge belongs to the bin above it. */
  readonly share: Float64Array<ArrayBuffer>;
  readonly goodMs: number;
  readonly badMs: number;
  /** Of the good time: mean, standard deviation (of the population), and the value below which each asked share of it lies. */
  readonly mean: number;
  readonly deviation: number;
  readonly percentiles: readonly number[];
  readonly min: number;
  readonly max: number;
  readonly samples: number;
};

/**
 * How long a value stood where, within [fromMs, toMs]: each sample holds until the next, the last until `toMs`, and a bad
 * one holds nothing. One sample before `fromMs` may stand in front. Null when nothing good is held at all.
 * `bins` is about how many; the width is 1, 2 or 5 times a power of ten, so edges are round.
 */
export function histogramOf(rows: SampleRows, span: { readonly fromMs: number; readonly toMs: number }, options: { readonly bins: number; readonly percentiles: readonly number[] }): HistogramAnswer | null {
  const held = heldTimes(rows, span);
  const { value, weight } = held;
  if (held.goodMs <= 0) return null;
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let n = 0; n < held.length; n++) {
    const here = value[n] as number;
    sum += here * (weight[n] as number);
    if (here < min) min = here;
    if (here > max) max = here;
  }
  const mean = sum / held.goodMs;
  const width = roundWidth((max - min) / options.bins, min);
  const from = Math.floor(min / width) * width;
  const share = new Float64Array(Math.max(1, Math.floor((max - from) / width + 1e-9) + 1));
  let squares = 0;
  for (let n = 0; n < held.length; n++) {
    const here = value[n] as number;
    squares += (here - mean) ** 2 * (weight[n] as number);
    const bin = Math.min(share.length - 1, Math.max(0, Math.floor((here - from) / width + 1e-9)));
    share[bin]! += (weight[n] as number) / held.goodMs;
  }
  const percentiles = percentilesOf(value.subarray(0, held.length), weight.subarray(0, held.length), held.goodMs, options.percentiles);
  return { from, width, share, goodMs: held.goodMs, badMs: held.badMs, mean, deviation: Math.sqrt(squares / held.goodMs), percentiles, min, max, samples: held.samples };
}

function heldTimes({ timeMs, value, quality }: SampleRows, { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }) {
  const values = new Float64Array(timeMs.length);
  const weight = new Float64Array(timeMs.length);
  let length = 0;
  let goodMs = 0;
  let badMs = 0;
  let samples = 0;
  for (let row = 0; row < timeMs.length; row++) {
    const since = Math.max(fromMs, timeMs[row] as number);
    const until = Math.min(toMs, timeMs[row + 1] ?? toMs);
    if ((timeMs[row] as number) >= fromMs && (timeMs[row] as number) <= toMs) samples++;
    if (!(until > since)) continue;
    if (isBad(quality[row] as number) || !Number.isFinite(value[row] as number)) {
      badMs += until - since;
      continue;
    }
    values[length] = value[row] as number;
    weight[length] = until - since;
    goodMs += until - since;
    length++;
  }
  return { value: values, weight, length, goodMs, badMs, samples };
}

/** The smallest value up to and with which at least the asked share of the weight lies, for each share asked. */
function percentilesOf(value: Float64Array, weight: Float64Array, total: number, shares: readonly number[]): readonly number[] {
  const order = Uint32Array.from(value, (_value, at) => at).sort((a, b) => (value[a] as number) - (value[b] as number));
  return shares.map((share) => {
    let below = 0;
    for (const at of order) {
      below += weight[at] as number;
      if (below >= share * total - total * 1e-12) return value[at] as number;
    }
    return value[order.at(-1) as number] as number;
  });
}

/** The next 1, 2 or 5 times a power of ten at or above a width; for a value that never varied, some width it can be read by. */
export function roundWidth(atLeast: number, near: number): number {
  if (!(atLeast > 0)) return near === 0 ? 1 : 10 ** Math.floor(Math.log10(Math.abs(near)) - 1);
  const power = 10 ** Math.floor(Math.log10(atLeast));
  const times = atLeast / power;
  return power * (times <= 1 + 1e-9 ? 1 : times <= 2 + 1e-9 ? 2 : times <= 5 + 1e-9 ? 5 : 10);
}
