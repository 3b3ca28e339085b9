import type { BitReader, BitWriter } from './bit-stream.ts';
import { bitWidth } from './packings.ts';

/** First rows of the runs of equal doubles: 0 and -0 differ, every NaN is the same. At most `count` / 4 + 1 are looked for. */
export function runsOf(column: Float64Array | Uint32Array, count: number): readonly number[] {
  const most = count >>> 2;
  const starts: number[] = [];
  let before = Number.NaN;
  for (let row = 0; row < count; row++) {
    const value = column[row] as number;
    const isSame = row > 0 && (value === before ? value !== 0 || Object.is(value, before) : value !== value && before !== before);
    before = value;
    if (isSame) continue;
    starts.push(row);
    if (starts.length > most) return starts;
  }
  return starts;
}

/** Writes how many runs there are and how long each is, but for the last, which ends with the column. */
export function writeRunLengths(out: BitWriter, starts: readonly number[]): void {
  let longest = 0;
  for (let run = 1; run < starts.length; run++) longest = Math.max(longest, (starts[run] as number) - (starts[run - 1] as number));
  const width = bitWidth(longest);
  out.write(starts.length, 16);
  out.write(width, 5);
  for (let run = 1; run < starts.length; run++) out.write((starts[run] as number) - (starts[run - 1] as number), width);
}

/** Lengths of the runs of a column of `count` rows; null when they do not fill it. */
export function readRunLengths(from: BitReader, count: number): Uint32Array | null {
  const runCount = from.read(16);
  const width = from.read(5);
  if (runCount > count || (runCount === 0) !== (count === 0)) return null;
  const lengths = new Uint32Array(runCount);
  let left = count;
  for (let run = 0; run < runCount - 1; run++) {
    const length = from.read(width);
    if (length === 0 || length >= left) return null;
    lengths[run] = length;
    left -= length;
  }
  if (runCount > 0) lengths[runCount - 1] = left;
  return lengths;
}

/** The run a row is in; `from` then stands behind the lengths. */
export function runAt(from: BitReader, row: number): { readonly run: number; readonly runCount: number } {
  const runCount = from.read(16);
  const width = from.read(5);
  let end = 0;
  for (let run = 0; run < runCount - 1; run++) {
    end += from.read(width);
    if (end <= row) continue;
    from.skip((runCount - 2 - run) * width);
    return { run, runCount };
  }
  return { run: runCount - 1, runCount };
}
