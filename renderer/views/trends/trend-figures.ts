import { columnFlag, columnOfTime, endsBad, isKept, type PixelColumns, valueAt } from '#shared/math/pixel-columns.ts';
import { formatNumber } from '#shared/model/format-value.ts';

/** What the legend says of one pen over a span. NaN where nothing good is known. */
export type TrendFigures = {
  readonly min: number;
  readonly max: number;
  /** Weighted by time; bad and unknown stretches left out. */
  readonly mean: number;
  /** False where live samples share a column: then each counts the same, however long it stood. */
  readonly isMeanExact: boolean;
  /** Samples per second over the part of the span that was recorded; NaN without any. */
  readonly ratePerS: number;
};

export function trendFigures(columns: PixelColumns, fromMs: number, toMs: number): TrendFigures {
  const { stepMs, capacity, count, badCount, first, min, max, last, mean, lastMs } = columns;
  const begin = Math.max(columns.from, columnOfTime(columns, fromMs));
  const end = Math.ceil(toMs / stepMs) - 1;
  let [low, high] = [Infinity, -Infinity];
  let [sum, weight, samples] = [0, 0, 0];
  let firstSample = Number.NaN;
  let isMeanExact = true;
  let { value } = valueAt(columns, begin - 1);
  if (!Number.isNaN(value)) [low, high] = [value, value];
  for (let n = begin; n <= end; n++) {
    const at = n % capacity;
    const taken = isKept(columns, n) ? (count[at] as number) : 0;
    if (taken > 0) {
      samples += taken;
      if (Number.isNaN(firstSample)) firstSample = n;
    }
    if (taken === 0 && isKept(columns, n) && ((columns.flags[at] as number) & columnFlag.lost) !== 0) value = Number.NaN;
    const good = taken - (taken > 0 ? (badCount[at] as number) : 0);
    if (good > 0) {
      low = Math.min(low, min[at] as number);
      high = Math.max(high, max[at] as number);
      const known = mean[at] as number;
      if (good > 1 && !Number.isNaN(lastMs[at])) isMeanExact = false;
      sum += Number.isNaN(known) ? ((first[at] as number) + (last[at] as number)) / 2 : known;
      weight++;
    } else if (taken === 0 && !Number.isNaN(value)) {
      sum += value;
      weight++;
    }
    if (taken > 0) value = good > 0 && !endsBad(columns, at) ? (last[at] as number) : Number.NaN;
  }
  const seconds = ((end + 1 - (Number.isNaN(firstSample) ? begin : Math.max(begin, firstSample))) * stepMs) / 1000;
  return {
    min: low === Infinity ? Number.NaN : low,
    max: high === -Infinity ? Number.NaN : high,
    mean: weight === 0 ? Number.NaN : sum / weight,
    isMeanExact,
    ratePerS: samples === 0 || seconds <= 0 ? Number.NaN : samples / seconds,
  };
}

/** "2.0 kHz", "10 Hz", "1 Hz"; slower ones by their distance: "4 s", "3 min". Empty for none. */
export function formatRate(perS: number): string {
  if (!(perS > 0)) return '';
  if (perS >= 1000) return `${formatNumber(perS / 1000, perS < 10_000 ? 1 : 0)} kHz`;
  if (perS >= 0.75) return `${formatNumber(perS, perS < 3 && Math.abs(perS - Math.round(perS)) > 0.15 ? 1 : 0)} Hz`;
  const everyS = 1 / perS;
  return everyS < 120 ? `${formatNumber(everyS, 0)} s` : everyS < 7200 ? `${formatNumber(everyS / 60, 0)} min` : `${formatNumber(everyS / 3600, 0)} h`;
}
