import { crc32 } from 'node:zlib';
import type { TimeColumns } from '#shared/math/decimate.ts';
import { BitReader, BitWriter } from '#shared/history-codec/bit-stream.ts';
import { readIntegers, writeIntegers } from '#shared/history-codec/integer-column.ts';
import { readNumbers, writeNumbers } from '#shared/history-codec/number-column.ts';
import { segmentBuckets } from './levels.ts';
import { readMeans, writeMeans } from './segment-means.ts';
import { readValues, writeValues } from './segment-values.ts';

/** A decoded segment: its buckets that have samples, by time. Fields as in TimeColumns; `bucket` is the place in the segment. */
export type Segment = {
  readonly length: number;
  readonly bucket: Uint16Array;
  readonly first: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly last: Float64Array;
  readonly firstMs: Float64Array;
  readonly lastMs: Float64Array;
  readonly mean: Float64Array;
  readonly goodMs: Float64Array;
  readonly count: Uint32Array;
  readonly badCount: Uint32Array;
  readonly endsBad: Uint8Array;
  /** Time of the first sample of all; mean and goodMs are of the part from there to the end of the bucket. */
  readonly sinceMs: Float64Array;
};

/** Number that a segment of a key begins its checksum with, so that none is taken for another's. */
export const segmentSeed = (key: number, startMs: number, bucketMs: number): number =>
  (Math.imul(key, 0x9e3779b1) ^ Math.imul(startMs / bucketMs, 0x85ebca6b) ^ bucketMs) >>> 0;

const formatVersion = 2;

const out = new BitWriter();
const column = (): Float64Array => new Float64Array(segmentBuckets);
const rowsOf = { first: column(), min: column(), max: column(), last: column(), mean: column(), firstMs: column(), lastMs: column() };
const sinceOf = column();
const goodOf = column();
const countOf = column();
const badOf = column();

/** One bit for each of the 256 buckets, behind a bit that says whether any is set. */
function writeSet(isSet: (bucket: number) => boolean): void {
  const start = out.length;
  let any = false;
  out.write(1, 1);
  for (let bucket = 0; bucket < segmentBuckets; bucket++) {
    const bit = isSet(bucket);
    any ||= bit;
    out.write(bit ? 1 : 0, 1);
  }
  if (any) return;
  out.truncate(start);
  out.write(0, 1);
}

function readSet(from: BitReader): Uint8Array | null {
  if (from.read(1) === 0) return null;
  const set = new Uint8Array(segmentBuckets);
  for (let bucket = 0; bucket < segmentBuckets; bucket++) set[bucket] = from.read(1);
  return set;
}

/** Fills the columns of rows from those of buckets; gives back how many rows there are and whether all are good to their ends. */
function gather(columns: TimeColumns, sinceMs: Float64Array): { readonly rows: number; readonly hasBad: boolean; readonly isFull: boolean } {
  const { fromMs, toMs, count, badCount, endsBad } = columns;
  const bucketMs = (toMs - fromMs) / segmentBuckets;
  let rows = 0;
  let hasBad = false;
  let isFull = true;
  for (let bucket = 0; bucket < segmentBuckets; bucket++) {
    if (count[bucket] === 0) continue;
    const startMs = fromMs + bucket * bucketMs;
    const since = sinceMs[bucket] as number;
    const isAllBad = badCount[bucket] === count[bucket];
    countOf[rows] = count[bucket] as number;
    badOf[rows] = badCount[bucket] as number;
    sinceOf[rows] = since - startMs;
    goodOf[rows] = columns.goodMs[bucket] as number;
    hasBad ||= badCount[bucket] !== 0 || endsBad[bucket] === 1;
    isFull &&= goodOf[rows] === startMs + bucketMs - since;
    for (const name of ['first', 'min', 'max', 'last'] as const) {
      // Where nothing is good the row is like the one before, which costs least.
      rowsOf[name][rows] = isAllBad ? (rows === 0 ? 0 : (rowsOf.last[rows - 1] as number)) : (columns[name][bucket] as number);
    }
    if (isAllBad) for (const name of ['first', 'min', 'max'] as const) rowsOf[name][rows] = rowsOf.last[rows] as number;
    rowsOf.firstMs[rows] = isAllBad ? (sinceOf[rows] as number) : (columns.firstMs[bucket] as number) - startMs;
    rowsOf.lastMs[rows] = isAllBad ? (sinceOf[rows] as number) : (columns.lastMs[bucket] as number) - startMs;
    const mean = columns.mean[bucket] as number;
    rowsOf.mean[rows] = Number.isNaN(mean) ? (rowsOf.min[rows] as number) : mean;
    rows++;
  }
  return { rows, hasBad, isFull };
}

/**
 * The bytes of one segment, from columns that are its 256 buckets and the time of the first sample in each; null when it has
 * no samples. Everything comes back exactly but the means, which are at most (max - min) / 131,070 of their bucket off. Begins
 * with the format and the number of rows; CRC-32 at the end, begun with `seed`, which says whose segment it is.
 */
export function encodeSegment(columns: TimeColumns, sinceMs: Float64Array, seed: number): Uint8Array | null {
  const { count, endsBad, mean } = columns;
  const { rows, hasBad, isFull } = gather(columns, sinceMs);
  if (rows === 0) return null;
  out.reset();
  out.write(formatVersion, 8);
  out.write(rows, 9);
  out.write(hasBad ? 1 : 0, 1);
  out.write(isFull ? 1 : 0, 1);
  if (rows < segmentBuckets) writeSet((bucket) => count[bucket] !== 0);
  writeSet((bucket) => count[bucket] !== 0 && Number.isNaN(mean[bucket]));
  writeIntegers(out, countOf, rows);
  if (hasBad) {
    writeSet((bucket) => endsBad[bucket] === 1);
    writeIntegers(out, badOf, rows);
    writeNumbers(out, sinceOf, rows);
  }
  writeNumbers(out, rowsOf.firstMs, rows);
  // One good sample is its bucket's first and last.
  let several = 0;
  for (let row = 0; row < rows; row++) {
    if ((countOf[row] as number) - (badOf[row] as number) > 1) rowsOf.lastMs[several++] = rowsOf.lastMs[row] as number;
  }
  writeNumbers(out, rowsOf.lastMs, several);
  writeValues(out, rowsOf, rows);
  writeMeans(out, rowsOf.mean, rowsOf, rows);
  if (!isFull) writeNumbers(out, goodOf, rows);
  const bytes = out.finish(4);
  const end = bytes.length - 4;
  new DataView(bytes.buffer).setUint32(end, crc32(bytes.subarray(0, end), seed), true);
  return bytes;
}

/** The buckets of a segment that begins at `startMs`; null when its bytes are damaged or of a format not known here. */
export function decodeSegment(bytes: Uint8Array, startMs: number, bucketMs: number, seed: number): Segment | null {
  const end = bytes.length - 4;
  if (end < 4 || bytes.length % 4 !== 0 || bytes[0] !== formatVersion) return null;
  const check = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(end, true);
  if (crc32(bytes.subarray(0, end), seed) !== check) return null;
  const from = new BitReader(bytes.subarray(0, end));
  from.skip(8);
  const length = from.read(9);
  const hasBad = from.read(1) === 1;
  const isFull = from.read(1) === 1;
  if (length === 0 || length > segmentBuckets) return null;
  const bucket = readBuckets(from, length);
  const meanless = readSet(from);
  if (bucket === null) return null;
  const numbers = (): Float64Array => new Float64Array(length);
  const whole = numbers();
  if (!readIntegers(from, whole, length)) return null;
  const count = Uint32Array.from(whole);
  const endsBad = new Uint8Array(length);
  const badCount = new Uint32Array(length);
  const sinceMs = numbers();
  if (hasBad) {
    const ends = readSet(from);
    if (ends !== null) for (let row = 0; row < length; row++) endsBad[row] = ends[bucket[row] as number] as number;
    if (!readIntegers(from, whole, length) || !readNumbers(from, sinceMs, length)) return null;
    badCount.set(whole);
  }
  const segment = {
    ...{ length, bucket, count, badCount, endsBad, sinceMs, mean: numbers(), goodMs: numbers() },
    ...{ first: numbers(), min: numbers(), max: numbers(), last: numbers(), firstMs: numbers(), lastMs: numbers() },
  };
  let several = 0;
  for (let row = 0; row < length; row++) if ((count[row] as number) - (badCount[row] as number) > 1) several++;
  if (!readNumbers(from, segment.firstMs, length) || !readNumbers(from, whole, several)) return null;
  if (!readValues(from, segment, length) || !readMeans(from, segment.mean, segment, length)) return null;
  if (!isFull && !readNumbers(from, segment.goodMs, length)) return null;
  place(segment, whole, { startMs, bucketMs, hasBad, isFull });
  if (meanless !== null) for (let row = 0; row < length; row++) if (meanless[bucket[row] as number] === 1) segment.mean[row] = Number.NaN;
  return segment;
}

function readBuckets(from: BitReader, length: number): Uint16Array | null {
  const bucket = new Uint16Array(length);
  const present = length < segmentBuckets ? readSet(from) : null;
  let row = 0;
  for (let at = 0; at < segmentBuckets; at++) if (present === null || present[at] === 1) bucket[row++] = at;
  return row === length ? bucket : null;
}

type Framed = { readonly startMs: number; readonly bucketMs: number; readonly hasBad: boolean; readonly isFull: boolean };

/** Makes times of the offsets and takes away what stands for nothing where no sample is good. */
function place(segment: Segment, lastOffset: Float64Array, { startMs, bucketMs, hasBad, isFull }: Framed): void {
  const { length, bucket, first, min, max, last, firstMs, lastMs, goodMs, count, badCount, sinceMs } = segment;
  for (let row = 0, at = 0; row < length; row++) {
    const base = startMs + (bucket[row] as number) * bucketMs;
    const good = (count[row] as number) - (badCount[row] as number);
    sinceMs[row] = base + ((hasBad ? sinceMs[row] : firstMs[row]) as number);
    if (isFull) goodMs[row] = base + bucketMs - (sinceMs[row] as number);
    const firstOffset = firstMs[row] as number;
    firstMs[row] = base + firstOffset;
    lastMs[row] = base + ((good > 1 ? lastOffset[at++] : firstOffset) as number);
    if (good > 0) continue;
    for (const column of [first, min, max, last, firstMs, lastMs]) column[row] = Number.NaN;
  }
}
