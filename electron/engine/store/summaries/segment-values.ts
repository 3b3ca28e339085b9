import { BitWriter, type BitReader } from '#shared/history-codec/bit-stream.ts';
import { findDecimals, foundIntegers, powerOf, toDecimal } from '#shared/history-codec/decimals.ts';
import { maxSpan, readIntegers, writeIntegers } from '#shared/history-codec/integer-column.ts';
import { readNumbers, writeNumbers } from '#shared/history-codec/number-column.ts';
import { segmentBuckets } from './levels.ts';

/** First, smallest, largest and last value of the rows of a segment, one column behind the other, each `segmentBuckets` long. */
export type ValueColumns = { readonly first: Float64Array; readonly min: Float64Array; readonly max: Float64Array; readonly last: Float64Array };

const decimalMode = 0;
const singleMode = 1;
const rankMode = 2;
const plainMode = 3;

const spare = new BitWriter();
const four = new Float64Array(4 * segmentBuckets);
const least = new Float64Array(segmentBuckets);
const range = new Float64Array(segmentBuckets);
const ends = new Float64Array(segmentBuckets);
const starts = new Float64Array(segmentBuckets);
const steps = new Float64Array(segmentBuckets);

/**
 * Writes four values a row, none of them NaN and first and last within min and max, so that they come back bit for bit: as
 * integers where they are decimals or few distinct ones (the smallest, how far the largest is above it, where the last is in
 * between, and the first from the smallest or from the last before, whichever is shorter), else each column by itself.
 */
export function writeValues(out: BitWriter, { first, min, max, last }: ValueColumns, rows: number): void {
  const all = four.subarray(0, 4 * rows);
  for (const [at, column] of [first, min, max, last].entries()) all.set(column.subarray(0, rows), at * rows);
  for (const mode of [decimalMode, singleMode]) {
    const found = findDecimals(all, all.length, mode === singleMode, maxSpan / 4);
    if (found === null || found.exceptionCount > 0 || !isOrdered(foundIntegers(), rows)) continue;
    out.write(mode, 2);
    out.write(found.exponent, 4);
    return writeFour(out, foundIntegers(), rows);
  }
  const start = out.length;
  out.write(plainMode, 2);
  for (const column of [first, min, max, last]) writeNumbers(out, column, rows);
  spare.reset();
  if (!writeRanks(spare, all, rows) || spare.length >= out.length - start) return;
  out.truncate(start);
  spare.copyTo(out);
}

/** False, and maybe something written, when there are too many distinct values for it to pay. */
function writeRanks(out: BitWriter, all: Float64Array, rows: number): boolean {
  const distinct = new Set<number>();
  for (const value of all) {
    // A set holds 0 and -0 for the same.
    if (Object.is(value, -0)) return false;
    distinct.add(value);
  }
  if (distinct.size > 3 * rows) return false;
  const entries = Float64Array.from(distinct).sort();
  const ranks = new Map<number, number>();
  for (let rank = 0; rank < entries.length; rank++) ranks.set(entries[rank] as number, rank);
  for (let at = 0; at < all.length; at++) all[at] = ranks.get(all[at] as number) as number;
  if (!isOrdered(all, rows)) return false;
  out.write(rankMode, 2);
  out.write(entries.length, 10);
  writeNumbers(out, entries, entries.length);
  writeFour(out, all, rows);
  return true;
}

/** Whether a row whose smallest and largest are the same has that value for first and last too. */
function isOrdered(integers: Float64Array, rows: number): boolean {
  for (let row = 0; row < rows; row++) {
    const value = integers[rows + row] as number;
    if (integers[2 * rows + row] === value && (integers[row] !== value || integers[3 * rows + row] !== value)) return false;
  }
  return true;
}

function writeFour(out: BitWriter, integers: Float64Array, rows: number): void {
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const smallest = integers[rows + row] as number;
    least[row] = smallest;
    range[row] = (integers[2 * rows + row] as number) - smallest;
    if (range[row] === 0) continue;
    const before = row === 0 ? smallest : (integers[3 * rows + row - 1] as number);
    ends[count] = (integers[3 * rows + row] as number) - smallest;
    steps[count] = (integers[row] as number) - before;
    starts[count++] = (integers[row] as number) - smallest;
  }
  writeIntegers(out, least, rows);
  writeIntegers(out, range, rows);
  writeIntegers(out, ends, count);
  const start = out.length;
  out.write(0, 1);
  writeIntegers(out, starts, count);
  const aboveLeast = out.length;
  out.write(1, 1);
  writeIntegers(out, steps, count);
  if (out.length - aboveLeast >= aboveLeast - start) return out.truncate(aboveLeast);
  out.truncate(start);
  out.write(1, 1);
  writeIntegers(out, steps, count);
}

/** Reads what writeValues wrote into columns of at least `rows`; false when no writer made these bits. */
export function readValues(from: BitReader, into: ValueColumns, rows: number): boolean {
  const { first, min, max, last } = into;
  const mode = from.read(2);
  if (mode === plainMode) return [first, min, max, last].every((column) => readNumbers(from, column, rows));
  if (mode === rankMode) {
    const entries = new Float64Array(from.read(10));
    if (!readNumbers(from, entries, entries.length) || !readFour(from, into, rows)) return false;
    for (const column of [first, min, max, last]) for (let row = 0; row < rows; row++) column[row] = entries[column[row] as number] ?? Number.NaN;
    return true;
  }
  const power = powerOf(from.read(4));
  if (!readFour(from, into, rows)) return false;
  for (const column of [first, min, max, last]) {
    if (mode === singleMode) for (let row = 0; row < rows; row++) column[row] = toDecimal(column[row] as number, power, true);
    else if (power !== 1) for (let row = 0; row < rows; row++) column[row] = (column[row] as number) / power;
  }
  return true;
}

function readFour(from: BitReader, { first, min, max, last }: ValueColumns, rows: number): boolean {
  if (!readIntegers(from, min, rows) || !readIntegers(from, range, rows)) return false;
  let count = 0;
  for (let row = 0; row < rows; row++) if (range[row] !== 0) count++;
  if (!readIntegers(from, ends, count)) return false;
  const isFromLast = from.read(1) === 1;
  if (!readIntegers(from, steps, count)) return false;
  for (let row = 0, at = 0; row < rows; row++) {
    const smallest = min[row] as number;
    max[row] = smallest + (range[row] as number);
    first[row] = smallest;
    last[row] = smallest;
    if (range[row] === 0) continue;
    last[row] = smallest + (ends[at] as number);
    first[row] = (isFromLast && row > 0 ? (last[row - 1] as number) : smallest) + (steps[at++] as number);
  }
  return true;
}
