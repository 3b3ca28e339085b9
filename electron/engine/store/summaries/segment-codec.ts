import { crc32 } from 'node:zlib';
import type { TimeColumns } from '#shared/math/decimate.ts';
import { segmentBuckets } from './levels.ts';

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

const formatVersion = 1;
const powers = [1, 10, 100, 1e3, 1e4, 1e5, 1e6] as const;
const asDouble = 8;

let bytes = new Uint8Array(32_768);
let view = new DataView(bytes.buffer);
let at = 0;

type Column = { readonly [row: number]: number | undefined };
const bitmapBytes = segmentBuckets / 8;

const put = (width: number, value: number): void => {
  if (width === 1) view.setUint8(at, value);
  else if (width === 2) view.setUint16(at, value, true);
  else if (width === 4) view.setUint32(at, value, true);
  else view.setFloat64(at, value, true);
  at += width;
};

/** Bytes that hold offsets up to this whole number. */
const widthFor = (span: number): number => (span <= 0xff ? 1 : span <= 0xffff ? 2 : span <= 0xffff_ffff ? 4 : asDouble);

/** Whole numbers as offsets from their smallest at the width they need, anything else as doubles. NaN is left to the caller. */
function putNumbers(columns: readonly Column[], rows: readonly number[], exponents: readonly number[]): void {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  let exponent = 0;
  let power = 1;
  for (; exponent < exponents.length; exponent++) {
    power = exponents[exponent] as number;
    least = Number.POSITIVE_INFINITY;
    most = Number.NEGATIVE_INFINITY;
    let isExact = true;
    for (const column of columns) {
      for (const row of rows) {
        const value = column[row] as number;
        if (Number.isNaN(value)) continue;
        const whole = Math.round(value * power);
        if (whole / power !== value || Object.is(value, -0) || Math.abs(whole) > 2 ** 52) {
          isExact = false;
          break;
        }
        if (whole < least) least = whole;
        if (whole > most) most = whole;
      }
      if (!isExact) break;
    }
    if (isExact) break;
  }
  const width = exponent === exponents.length ? asDouble : widthFor(Math.max(0, most - least));
  put(1, exponent === exponents.length ? 0 : exponent);
  put(1, width);
  if (width === asDouble) {
    for (const column of columns) for (const row of rows) put(asDouble, column[row] as number);
    return;
  }
  put(asDouble, least === Number.POSITIVE_INFINITY ? 0 : least);
  for (const column of columns) {
    for (const row of rows) {
      const value = column[row] as number;
      put(width, Number.isNaN(value) ? 0 : Math.round(value * power) - least);
    }
  }
}

function putBitmap(isSet: (bucket: number) => boolean): void {
  bytes.fill(0, at, at + bitmapBytes);
  for (let bucket = 0; bucket < segmentBuckets; bucket++) if (isSet(bucket)) bytes[at + (bucket >> 3)]! |= 1 << (bucket & 7);
  at += bitmapBytes;
}

/**
 * The bytes of one segment, from columns that are its 256 buckets and the time of the first sample in each; null when it has
 * no samples. Everything comes back exactly but the means, which are 32-bit floats (relative error 6e-8) where those hold
 * them. CRC-32 at the end, begun with `seed`, which says whose segment it is.
 */
export function encodeSegment(columns: TimeColumns, sinceMs: Float64Array, seed: number): Uint8Array | null {
  const { fromMs, toMs, first, min, max, last, firstMs, lastMs, mean, goodMs, count, badCount, endsBad } = columns;
  const bucketMs = (toMs - fromMs) / segmentBuckets;
  const rows: number[] = [];
  let isOneValue = true;
  let hasBad = false;
  let isFull = true;
  let fitsFloat = true;
  let hasMeanless = false;
  const firstOffset = new Float64Array(segmentBuckets);
  const lastOffset = new Float64Array(segmentBuckets);
  const sinceOffset = new Float64Array(segmentBuckets);
  for (let row = 0; row < segmentBuckets; row++) {
    if (count[row] === 0) continue;
    rows.push(row);
    const value = first[row] as number;
    isOneValue &&= Object.is(value, min[row]) && Object.is(value, max[row]) && Object.is(value, last[row]) && firstMs[row] === lastMs[row];
    hasBad ||= badCount[row] !== 0 || endsBad[row] === 1;
    const startMs = fromMs + row * bucketMs;
    isFull &&= goodMs[row] === startMs + bucketMs - (sinceMs[row] as number);
    const average = mean[row] as number;
    if (Number.isNaN(average)) hasMeanless = true;
    else fitsFloat &&= average === 0 || (Math.abs(average) > 1e-30 && Math.abs(average) < 1e30);
    firstOffset[row] = (firstMs[row] as number) - startMs;
    lastOffset[row] = (lastMs[row] as number) - startMs;
    sinceOffset[row] = (sinceMs[row] as number) - startMs;
  }
  if (rows.length === 0) return null;
  const most = 64 + 4 * bitmapBytes + rows.length * 104;
  if (bytes.length < most) {
    bytes = new Uint8Array(most);
    view = new DataView(bytes.buffer);
  }
  at = 0;
  put(1, formatVersion);
  const isWhole = rows.length === segmentBuckets;
  put(1, (isWhole ? 1 : 0) | (isOneValue ? 2 : 0) | (hasBad ? 4 : 0) | (isFull ? 8 : 0) | (fitsFloat ? 16 : 0) | (hasMeanless ? 32 : 0));
  put(2, rows.length);
  if (!isWhole) putBitmap((bucket) => count[bucket] !== 0);
  if (hasBad) {
    putBitmap((bucket) => endsBad[bucket] === 1);
    putNumbers([badCount], rows, [1]);
    putNumbers([sinceOffset], rows, [1]);
  }
  if (hasMeanless) putBitmap((bucket) => Number.isNaN(mean[bucket] as number));
  putNumbers([count], rows, [1]);
  putNumbers(isOneValue ? [first] : [first, min, max, last], rows, powers);
  putNumbers(isOneValue ? [firstOffset] : [firstOffset, lastOffset], rows, [1]);
  for (const row of rows) {
    if (fitsFloat) {
      view.setFloat32(at, mean[row] as number, true);
      at += 4;
    } else put(asDouble, mean[row] as number);
  }
  if (!isFull) putNumbers([goodMs], rows, [1]);
  const body = bytes.slice(0, at + 4);
  new DataView(body.buffer).setUint32(at, crc32(bytes.subarray(0, at), seed), true);
  return body;
}

/** The buckets of a segment that begins at `startMs`; null when its bytes are damaged or of a format not known here. */
export function decodeSegment(from: Uint8Array, startMs: number, bucketMs: number, seed: number): Segment | null {
  if (from.length < 8 || from[0] !== formatVersion) return null;
  const source = new DataView(from.buffer, from.byteOffset, from.byteLength);
  const end = from.length - 4;
  if (crc32(from.subarray(0, end), seed) !== source.getUint32(end, true)) return null;
  const flags = from[1] as number;
  const length = source.getUint16(2, true);
  let place = 4;
  const bitmap = (): Uint8Array => {
    place += bitmapBytes;
    return from.subarray(place - bitmapBytes, place);
  };
  const isIn = (map: Uint8Array, bucket: number): boolean => (((map[bucket >> 3] as number) >> (bucket & 7)) & 1) === 1;
  const numbers = (into: readonly (Float64Array | Uint32Array)[]): void => {
    const power = powers[from[place] as number] as number;
    const width = from[place + 1] as number;
    place += 2;
    let least = 0;
    if (width !== asDouble) {
      least = source.getFloat64(place, true);
      place += 8;
    }
    for (const column of into) {
      for (let row = 0; row < length; row++, place += width) {
        if (width === 1) column[row] = (least + source.getUint8(place)) / power;
        else if (width === 2) column[row] = (least + source.getUint16(place, true)) / power;
        else if (width === 4) column[row] = (least + source.getUint32(place, true)) / power;
        else column[row] = source.getFloat64(place, true);
      }
    }
  };
  const bucket = new Uint16Array(length);
  if ((flags & 1) !== 0) for (let row = 0; row < length; row++) bucket[row] = row;
  else {
    const present = bitmap();
    for (let place = 0, row = 0; place < segmentBuckets; place++) if (isIn(present, place)) bucket[row++] = place;
  }
  const endsBad = new Uint8Array(length);
  const badCount = new Uint32Array(length);
  const sinceMs = new Float64Array(length);
  if ((flags & 4) !== 0) {
    const map = bitmap();
    for (let row = 0; row < length; row++) endsBad[row] = isIn(map, bucket[row] as number) ? 1 : 0;
    numbers([badCount]);
    numbers([sinceMs]);
  }
  const meanless = (flags & 32) === 0 ? null : bitmap();
  const count = new Uint32Array(length);
  numbers([count]);
  const first = new Float64Array(length);
  const isOneValue = (flags & 2) !== 0;
  const min = isOneValue ? first : new Float64Array(length);
  const max = isOneValue ? first : new Float64Array(length);
  const last = isOneValue ? first : new Float64Array(length);
  numbers(isOneValue ? [first] : [first, min, max, last]);
  const firstMs = new Float64Array(length);
  const lastMs = isOneValue ? firstMs : new Float64Array(length);
  numbers(isOneValue ? [firstMs] : [firstMs, lastMs]);
  const mean = new Float64Array(length);
  for (let row = 0; row < length; row++) {
    if ((flags & 16) !== 0) {
      mean[row] = source.getFloat32(place, true);
      place += 4;
    } else {
      mean[row] = source.getFloat64(place, true);
      place += 8;
    }
    if (meanless !== null && isIn(meanless, bucket[row] as number)) mean[row] = Number.NaN;
  }
  const goodMs = new Float64Array(length);
  const isFull = (flags & 8) !== 0;
  if (!isFull) numbers([goodMs]);
  for (let row = 0; row < length; row++) {
    const base = startMs + (bucket[row] as number) * bucketMs;
    const isAllBad = badCount[row] === count[row];
    sinceMs[row] = base + ((flags & 4) === 0 ? (firstMs[row] as number) : (sinceMs[row] as number));
    if (isFull) goodMs[row] = base + bucketMs - (sinceMs[row] as number);
    firstMs[row] = isAllBad ? Number.NaN : base + (firstMs[row] as number);
    if (!isOneValue) lastMs[row] = isAllBad ? Number.NaN : base + (lastMs[row] as number);
    if (!isAllBad) continue;
    first[row] = Number.NaN;
    min[row] = Number.NaN;
    max[row] = Number.NaN;
    last[row] = Number.NaN;
  }
  return { length, bucket, first, min, max, last, firstMs, lastMs, mean, goodMs, count, badCount, endsBad, sinceMs };
}
