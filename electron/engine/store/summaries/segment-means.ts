import type { BitReader, BitWriter } from '#shared/history-codec/bit-stream.ts';
import { readNumbers, writeNumbers } from '#shared/history-codec/number-column.ts';
import type { ValueColumns } from './segment-values.ts';

/** A mean is one of this many even steps from the smallest to the largest value of its bucket. */
const meanSteps = 65_535;

/**
 * Writes the mean of each row, none of them NaN, as its place between min and max in 16 bits: it comes back at most
 * (max - min) / 131,070 off, exactly where min and max are the same. A mean that rounding put outside is put at the border.
 * Where a value is infinite the means are written as doubles.
 */
export function writeMeans(out: BitWriter, mean: Float64Array, { min, max }: ValueColumns, rows: number): void {
  let isFinite = true;
  for (let row = 0; isFinite && row < rows; row++) isFinite = Number.isFinite(mean[row]) && Number.isFinite(min[row]) && Number.isFinite(max[row]);
  out.write(isFinite ? 0 : 1, 1);
  if (!isFinite) return writeNumbers(out, mean, rows);
  for (let row = 0; row < rows; row++) {
    const [least, most] = [min[row] as number, max[row] as number];
    if (least === most) continue;
    // Halves, as the difference of two large doubles may be infinite.
    const part = ((mean[row] as number) / 2 - least / 2) / (most / 2 - least / 2);
    out.write(Math.round(Math.min(1, Math.max(0, part)) * meanSteps), 16);
  }
}

/** Reads what writeMeans wrote; false when no writer made these bits. */
export function readMeans(from: BitReader, mean: Float64Array, { min, max }: ValueColumns, rows: number): boolean {
  if (from.read(1) === 1) return readNumbers(from, mean, rows);
  for (let row = 0; row < rows; row++) {
    const [least, most] = [min[row] as number, max[row] as number];
    if (least === most) {
      mean[row] = least;
      continue;
    }
    const part = from.read(16) / meanSteps;
    mean[row] = least * (1 - part) + most * part;
  }
  return true;
}
