import type { BitReader, BitWriter } from './bit-stream.ts';
import { findDecimals, foundIntegers, powerOf } from './decimals.ts';
import { readIntegerAt, readLine } from './integer-at.ts';
import { integerBits, maxSpan, readIntegers, writeIntegers } from './integer-column.ts';
import { readSplitColumn, writeSplitColumn } from './split-column.ts';

const splitMode = 0;
const plainMode = 1;
const slotMode = 2;

/** Scan periods that are looked for, ms, above what the times themselves suggest. */
const usualPeriodsMs = [10, 20, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000];
/** Rows a period is judged by. */
const probeRows = 64;

let slots = new Float64Array(2048);
let offsets = new Float64Array(2048);

/**
 * Writes times (UTC epoch ms, whole or in fractions) so that they come back bit for bit: as integers of their smallest
 * decimal, either plain or, where it is shorter, as whole periods and the offset from them, so that what jitters around a
 * period costs the jitter and not twice that. Times that are no decimals are split like values of full precision.
 */
export function writeTimes(out: BitWriter, timeMs: Float64Array, count: number): void {
  const found = findDecimals(timeMs, count, false, maxSpan);
  if (found === null || found.exceptionCount > 0) {
    out.write(splitMode, 2);
    writeSplitColumn(out, timeMs, count);
    return;
  }
  const times = foundIntegers();
  const plainBits = 6 + integerBits(times, count);
  // One block header: the times are as regular as can be.
  const period = count < 8 || plainBits < 160 ? 0 : findPeriod(times, count, powerOf(found.exponent));
  if (period > 0) {
    const start = out.length;
    out.write(slotMode, 2);
    out.write(found.exponent, 4);
    writeSlots(out, times, count, period);
    if (out.length - start < plainBits) return;
    out.truncate(start);
  }
  out.write(plainMode, 2);
  out.write(found.exponent, 4);
  writeIntegers(out, times, count);
}

function writeSlots(out: BitWriter, times: Float64Array, count: number, period: number): void {
  if (slots.length < count) {
    slots = new Float64Array(count * 2);
    offsets = new Float64Array(count * 2);
  }
  const first = times[0] as number;
  for (let row = 0; row < count; row++) {
    const since = (times[row] as number) - first;
    const slot = Math.round(since / period);
    slots[row] = slot;
    offsets[row] = since - slot * period;
  }
  out.writeLong(period, 53);
  // The first time rides on the first offset.
  offsets[0] = 0;
  out.write(first < 0 ? 1 : 0, 1);
  out.writeLong(Math.abs(first), 53);
  writeIntegers(out, slots, count);
  writeIntegers(out, offsets, count);
}

/** The period that leaves the smallest offsets and steps in the first rows; 0 where none is better than none. */
function findPeriod(times: Float64Array, count: number, unitsPerMs: number): number {
  const rows = Math.min(probeRows, count);
  const steps: number[] = [];
  for (let row = 1; row < rows; row++) steps.push((times[row] as number) - (times[row - 1] as number));
  const sorted = Float64Array.from(steps).sort();
  const median = sorted[sorted.length >>> 1] as number;
  if (median < 2) return 0;
  const least = Math.max(2, sorted[0] as number);
  let best = 0;
  let bestCost = Math.log2(1 + (sorted[sorted.length - 1] as number) - (sorted[0] as number));
  const tryPeriod = (period: number): void => {
    const cost = costOf(times, rows, period);
    if (cost >= bestCost) return;
    best = period;
    bestCost = cost;
  };
  const last = (times[rows - 1] as number) - (times[0] as number);
  tryPeriod(median);
  tryPeriod(Math.max(2, Math.round(last / (rows - 1))));
  for (const usual of usualPeriodsMs) {
    const period = usual * unitsPerMs;
    if (period >= 2 && period <= median * 1.5 && (period >= least / 100 || period >= median / 1000)) tryPeriod(period);
  }
  return best;
}

function costOf(times: Float64Array, rows: number, period: number): number {
  let before = 0;
  let leastOffset = 0;
  let mostOffset = 0;
  let leastStep = Number.POSITIVE_INFINITY;
  let mostStep = Number.NEGATIVE_INFINITY;
  for (let row = 1; row < rows; row++) {
    const since = (times[row] as number) - (times[0] as number);
    const slot = Math.round(since / period);
    const offset = since - slot * period;
    if (offset < leastOffset) leastOffset = offset;
    if (offset > mostOffset) mostOffset = offset;
    if (slot - before < leastStep) leastStep = slot - before;
    if (slot - before > mostStep) mostStep = slot - before;
    before = slot;
  }
  return Math.log2(1 + mostOffset - leastOffset) + Math.log2(1 + mostStep - leastStep);
}

/** Reads `count` times into the front of a column; false when no writer made these bits. */
export function readTimes(from: BitReader, into: Float64Array, count: number): boolean {
  const mode = from.read(2);
  if (mode === splitMode) return readSplitColumn(from, into, count);
  if (mode > slotMode) return false;
  const power = powerOf(from.read(4));
  if (Number.isNaN(power)) return false;
  if (mode === plainMode) {
    if (!readIntegers(from, into, count)) return false;
    if (power !== 1) for (let row = 0; row < count; row++) into[row] = (into[row] as number) / power;
    return true;
  }
  if (offsets.length < count) offsets = new Float64Array(count * 2);
  const { period, first } = readGrid(from);
  if (!readIntegers(from, into, count) || !readIntegers(from, offsets, count)) return false;
  for (let row = 0; row < count; row++) into[row] = (first + ((into[row] as number) * period + (offsets[row] as number))) / power;
  return true;
}

function readGrid(from: BitReader): { readonly period: number; readonly first: number } {
  const period = from.readLong(53);
  const isNegative = from.read(1) === 1;
  const magnitude = from.readLong(53);
  return { period, first: isNegative ? -magnitude : magnitude };
}

/** A row of a time column and its time; row -1 and time NaN where all are later. */
export type FoundTime = { readonly row: number; readonly timeMs: number };

/**
 * The last row of a column that does not fall whose time is at or before `timeMs`; `from` then stands behind the column.
 * Columns on a grid are looked up row by row around the guess; others are read as a whole. Null when no writer made these
 * bits.
 */
export function findTime(from: BitReader, count: number, timeMs: number): FoundTime | null {
  const start = from.at;
  const found = count > 0 ? findOnGrid(from, count, timeMs) : null;
  if (found !== null) return found;
  from.moveTo(start);
  if (slots.length < count) slots = new Float64Array(count * 2);
  if (!readTimes(from, slots, count)) return null;
  const row = lastRowUpTo(slots, count, timeMs);
  return { row, timeMs: row < 0 ? Number.NaN : (slots[row] as number) };
}

/** Null where the column is not on a grid without holes. */
function findOnGrid(from: BitReader, count: number, timeMs: number): FoundTime | null {
  const mode = from.read(2);
  if (mode !== plainMode && mode !== slotMode) return null;
  const power = powerOf(from.read(4));
  const { period, first } = mode === slotMode ? readGrid(from) : { period: 1, first: 0 };
  const line = readLine(from, count);
  if (!(line.step > 0) || !(period > 0)) return null;
  const offsetsAt = from.at;
  const timeOf = (row: number): number => {
    if (mode === plainMode) return (line.first + line.step * row) / power;
    from.moveTo(offsetsAt);
    return (first + ((line.first + line.step * row) * period + readIntegerAt(from, count, row))) / power;
  };
  const guess = Math.floor((timeMs * power - first - line.first * period) / (line.step * period));
  let row = Math.max(0, Math.min(count - 1, guess));
  let time = timeOf(row);
  // Offsets are at most half a period, so this ends after two steps.
  while (row >= 0 && !(time <= timeMs)) time = --row < 0 ? Number.NaN : timeOf(row);
  while (row + 1 < count) {
    const next = timeOf(row + 1);
    if (!(next <= timeMs)) break;
    row++;
    time = next;
  }
  return { row, timeMs: time };
}

/** The last row of a column that does not fall whose time is at or before `timeMs`; -1 for none. */
export function lastRowUpTo(column: Float64Array, count: number, timeMs: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((column[middle] as number) <= timeMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
