import { BitWriter, type BitReader } from './bit-stream.ts';
import { findDecimals, foundExceptions, foundIntegers, powerOf, toDecimal } from './decimals.ts';
import { readIntegerAt } from './integer-at.ts';
import { maxSpan, readIntegers, writeIntegers } from './integer-column.ts';
import { bitWidth } from './packings.ts';
import { readRunLengths, runAt, runsOf, writeRunLengths } from './runs.ts';
import { readSplitAt, readSplitColumn, writeSplitColumn } from './split-column.ts';

const decimalMode = 0;
const splitMode = 1;
const runMode = 2;
const dictionaryMode = 3;

const bits = new DataView(new ArrayBuffer(8));
const spare = new BitWriter();
let scratch = new Float64Array(2048);

/**
 * Writes doubles so that they come back bit for bit (a NaN without its payload), in the cheapest of four ways: decimals (a
 * sensor's 0.01 steps, counts, milliseconds) as integers, with exceptions aside; long runs of one value (switches, set
 * points) as runs; few distinct values of full precision (a converter's counts, scaled) as their ranks; else the upper and
 * lower half of each double as two columns of integers.
 */
export function writeNumbers(out: BitWriter, column: Float64Array, count: number): void {
  const runs = runsOf(column, count);
  if (runs.length > count >>> 2) return writeEach(out, column, count);
  const start = out.length;
  out.write(runMode, 2);
  writeRunLengths(out, runs);
  writeEach(
    out,
    Float64Array.from(runs, (row) => column[row] as number),
    runs.length,
  );
  if (runs.length <= count >>> 6) return;
  spare.reset();
  writeEach(spare, column, count);
  takeShorter(out, start);
}

/** Keeps what is in `spare` instead of what `out` holds from `start` on, if it is shorter. */
function takeShorter(out: BitWriter, start: number): void {
  if (spare.length >= out.length - start) return;
  out.truncate(start);
  spare.copyTo(out);
}

function writeEach(out: BitWriter, column: Float64Array, count: number): void {
  if (writeDecimals(out, column, count, false) || writeDecimals(out, column, count, true)) return;
  if (writeDictionary(out, column, count)) return;
  out.write(splitMode, 2);
  writeSplitColumn(out, column, count);
}

function writeDecimals(out: BitWriter, column: Float64Array, count: number, isSingle: boolean): boolean {
  const found = findDecimals(column, count, isSingle, maxSpan);
  if (found === null) return false;
  const exceptions = foundExceptions();
  out.write(decimalMode, 2);
  out.write(found.exponent, 4);
  out.write(isSingle ? 1 : 0, 1);
  out.write(found.exceptionCount === 0 ? 0 : 1, 1);
  if (found.exceptionCount > 0) {
    out.write(found.exceptionCount, 16);
    for (let at = 0; at < found.exceptionCount; at++) {
      const row = exceptions[at] as number;
      out.write(row, bitWidth(count));
      const value = column[row] as number;
      out.write(Number.isNaN(value) ? 1 : 0, 1);
      if (!Number.isNaN(value)) writeDouble(out, value);
    }
  }
  writeIntegers(out, foundIntegers(), count);
  return true;
}

/** False, and nothing written, when there are too many distinct values for it to pay. */
function writeDictionary(out: BitWriter, column: Float64Array, count: number): boolean {
  const most = count >>> 2;
  const distinct = new Set<number>();
  for (let row = 0; row < count; row++) {
    const value = column[row] as number;
    // A set holds 0 and -0 for the same.
    if (Object.is(value, -0)) return false;
    distinct.add(value);
    if (distinct.size > most) return false;
  }
  // NaN sorts last in a typed array.
  const entries = Float64Array.from(distinct).sort();
  const ranks = new Map<number, number>();
  for (let rank = 0; rank < entries.length; rank++) ranks.set(entries[rank] as number, rank);
  if (scratch.length < count) scratch = new Float64Array(count * 2);
  for (let row = 0; row < count; row++) scratch[row] = ranks.get(column[row] as number) as number;
  out.write(dictionaryMode, 2);
  out.write(entries.length, 16);
  writeIntegers(out, scratch, count);
  writeSplitColumn(out, entries, entries.length);
  return true;
}

/** Reads `count` doubles written by writeNumbers into the front of a column; false when no writer made these bits. */
export function readNumbers(from: BitReader, column: Float64Array, count: number): boolean {
  const mode = from.read(2);
  if (mode !== runMode) return readEach(from, mode, column, count);
  const lengths = readRunLengths(from, count);
  if (lengths === null) return false;
  const values = new Float64Array(lengths.length);
  const inner = from.read(2);
  if (inner === runMode || !readEach(from, inner, values, values.length)) return false;
  let row = 0;
  for (let run = 0; run < lengths.length; run++) {
    const end = row + (lengths[run] as number);
    column.fill(values[run] as number, row, end);
    row = end;
  }
  return row === count;
}

function readEach(from: BitReader, mode: number, column: Float64Array, count: number): boolean {
  if (mode === splitMode) return readSplitColumn(from, column, count);
  if (mode === dictionaryMode) {
    const entryCount = from.read(16);
    if (entryCount > count) return false;
    const entries = new Float64Array(entryCount);
    if (!readIntegers(from, column, count) || !readSplitColumn(from, entries, entryCount)) return false;
    for (let row = 0; row < count; row++) {
      const value = entries[column[row] as number];
      if (value === undefined) return false;
      column[row] = value;
    }
    return true;
  }
  const power = powerOf(from.read(4));
  const isSingle = from.read(1) === 1;
  const exceptionCount = from.read(1) === 1 ? from.read(16) : 0;
  if (Number.isNaN(power) || exceptionCount > count) return false;
  const rows = new Uint32Array(exceptionCount);
  const values = new Float64Array(exceptionCount);
  for (let at = 0; at < exceptionCount; at++) {
    const row = from.read(bitWidth(count));
    if (row >= count) return false;
    rows[at] = row;
    values[at] = from.read(1) === 1 ? Number.NaN : readDouble(from);
  }
  if (!readIntegers(from, column, count)) return false;
  if (isSingle) for (let row = 0; row < count; row++) column[row] = toDecimal(column[row] as number, power, true);
  else if (power !== 1) for (let row = 0; row < count; row++) column[row] = (column[row] as number) / power;
  for (let at = 0; at < exceptionCount; at++) column[rows[at] as number] = values[at] as number;
  return true;
}

/** The double of one row without the others; what `from` stands at afterwards is not said. */
export function readNumberAt(from: BitReader, count: number, row: number): number {
  const mode = from.read(2);
  if (mode !== runMode) return readEachAt(from, mode, count, row);
  const { run, runCount } = runAt(from, row);
  return readEachAt(from, from.read(2), runCount, run);
}

function readEachAt(from: BitReader, mode: number, count: number, row: number): number {
  if (mode === splitMode) return readSplitAt(from, count, row);
  if (mode === dictionaryMode) {
    const entries = from.read(16);
    const rank = readIntegerAt(from, count, row);
    return rank < entries ? readSplitAt(from, entries, rank) : Number.NaN;
  }
  const power = powerOf(from.read(4));
  const isSingle = from.read(1) === 1;
  const exceptionCount = from.read(1) === 1 ? from.read(16) : 0;
  for (let at = 0; at < exceptionCount; at++) {
    const isHere = from.read(bitWidth(count)) === row;
    const value = from.read(1) === 1 ? Number.NaN : readDouble(from);
    if (isHere) return value;
  }
  return toDecimal(readIntegerAt(from, count, row), power, isSingle);
}

function writeDouble(out: BitWriter, value: number): void {
  bits.setFloat64(0, value);
  out.write(bits.getUint32(0), 32);
  out.write(bits.getUint32(4), 32);
}

function readDouble(from: BitReader): number {
  bits.setUint32(0, from.read(32));
  bits.setUint32(4, from.read(32));
  return bits.getFloat64(0);
}
