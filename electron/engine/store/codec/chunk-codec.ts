import { crc32 } from 'node:zlib';
import { BitReader, BitWriter } from '#shared/history-codec/bit-stream.ts';
import { chunkMark, headOf, maxChunkRows, readColumns, timesMark } from '#shared/history-codec/chunk-body.ts';
import { readNumberAt, writeNumbers } from '#shared/history-codec/number-column.ts';
import { readQualityAt, writeQualities } from '#shared/history-codec/quality-column.ts';
import type { HistorySeries } from '#shared/history-codec/series.ts';
import { findTime, lastRowUpTo, readTimes, writeTimes } from '#shared/history-codec/time-column.ts';
import { readVersion1 } from './version-1.ts';

/** Where a chunk's source times are: in it, or in a column of their own that many chunks share (encodeTimes). */
export type ChunkTimes = 'inline' | 'outside';

/** One sample of a chunk. */
export type ChunkSample = { readonly row: number; readonly timeMs: number; readonly value: number; readonly quality: number };

const out = new BitWriter();

function begin(mark: number, count: number): void {
  if (count > maxChunkRows) throw new Error(`A chunk holds at most ${maxChunkRows} samples, not ${count}.`);
  out.reset();
  out.write(mark, 8);
  out.write(count, 16);
}

function finish(): Uint8Array<ArrayBuffer> {
  const bytes = out.finish(4);
  const end = bytes.length - 4;
  new DataView(bytes.buffer).setUint32(end, crc32(bytes.subarray(0, end)), true);
  return bytes;
}

/** The part of the bytes the CRC-32 at their end vouches for, or null when it does not. */
function checked(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length < 8 || bytes.length % 4 !== 0) return null;
  const body = bytes.subarray(0, bytes.length - 4);
  const at = body.length;
  const expected =
    ((bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24)) >>>
    0;
  return crc32(body) === expected ? body : null;
}

/**
 * The bytes of one chunk: format, count, where the times are, qualities, values and, `inline`, source times, followed by
 * the CRC-32 of all that. Comes back bit for bit from decodeChunk, but for the payload of a NaN.
 */
export function encodeChunk(
  series: HistorySeries,
  { times }: { readonly times: ChunkTimes } = { times: 'inline' },
): Uint8Array<ArrayBuffer> {
  const count = series.timeMs.length;
  begin(chunkMark, count);
  out.write(times === 'inline' ? 0 : 1, 1);
  if (times === 'inline') writeTimes(out, series.timeMs, count);
  writeQualities(out, series.quality, count);
  writeNumbers(out, series.value, count);
  return finish();
}

/**
 * The samples of a chunk; `times` is the shared column of one whose times are outside, and is handed on, not copied. Null
 * when the bytes are damaged, of a format this version does not know, or `times` is missing or of another length.
 */
export function decodeChunk(bytes: Uint8Array, times?: Float64Array<ArrayBuffer>): HistorySeries | null {
  const body = checked(bytes);
  if (body === null) return null;
  const from = new BitReader(body);
  const version = from.read(8);
  if (version === 1) return readVersion1(from);
  if (version !== chunkMark) return null;
  const count = from.read(16);
  const isOutside = from.read(1) === 1;
  if (isOutside && times?.length !== count) return null;
  const timeMs = isOutside && times !== undefined ? times : new Float64Array(count);
  const series = { timeMs, value: new Float64Array(count), quality: new Uint32Array(count) };
  return readColumns(from, series, count, isOutside) ? series : null;
}

/**
 * Rows of a chunk whose bytes, with those of its time column where its times are outside (else null), are as `readChunk` of
 * a console reads them: undamaged, of the present format and for each other. Null for all others, which is no judgement:
 * `decodeChunk` tells what they are.
 */
export function recordedRows(bytes: Uint8Array, times: Uint8Array | null): number | null {
  const head = headOf(bytes);
  if (head?.mark !== chunkMark || head.rows === 0 || head.areTimesOutside !== (times !== null) || checked(bytes) === null) return null;
  if (times === null) return head.rows;
  const timesHead = headOf(times);
  return timesHead?.mark === timesMark && timesHead.rows === head.rows && checked(times) !== null ? head.rows : null;
}

/** A column of source times as bytes of its own, for chunks whose times are outside; comes back bit for bit. */
export function encodeTimes(timeMs: Float64Array): Uint8Array<ArrayBuffer> {
  begin(timesMark, timeMs.length);
  writeTimes(out, timeMs, timeMs.length);
  return finish();
}

/** Null when the bytes are damaged or no time column. */
export function decodeTimes(bytes: Uint8Array): Float64Array<ArrayBuffer> | null {
  const body = checked(bytes);
  if (body === null) return null;
  const from = new BitReader(body);
  if (from.read(8) !== timesMark) return null;
  const timeMs = new Float64Array(from.read(16));
  return readTimes(from, timeMs, timeMs.length) ? timeMs : null;
}

/**
 * The newest sample of a chunk at or before a time, without decoding the others; of equal times the one that came last. The
 * times of the chunk must not fall. Null when there is none that old, or where decodeChunk would give null.
 */
export function valueBefore(bytes: Uint8Array, times: Float64Array<ArrayBuffer> | undefined, timeMs: number): ChunkSample | null {
  const body = checked(bytes);
  if (body === null) return null;
  const from = new BitReader(body);
  const version = from.read(8);
  if (version === 1) return newestOf(readVersion1(from), timeMs);
  if (version !== chunkMark) return null;
  const count = from.read(16);
  let found;
  if (from.read(1) === 0) found = findTime(from, count, timeMs);
  else {
    if (times?.length !== count) return null;
    const row = lastRowUpTo(times, count, timeMs);
    found = { row, timeMs: times[row] ?? Number.NaN };
  }
  if (found === null || found.row < 0) return null;
  const quality = readQualityAt(from, count, found.row);
  return { row: found.row, timeMs: found.timeMs, value: readNumberAt(from, count, found.row), quality };
}

function newestOf(series: HistorySeries | null, timeMs: number): ChunkSample | null {
  if (series === null) return null;
  const row = lastRowUpTo(series.timeMs, series.timeMs.length, timeMs);
  if (row < 0) return null;
  return { row, timeMs: series.timeMs[row] as number, value: series.value[row] as number, quality: series.quality[row] as number };
}
