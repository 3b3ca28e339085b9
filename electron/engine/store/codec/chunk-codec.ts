import { crc32 } from 'node:zlib';
import type { HistorySeries } from '../store-types.ts';
import { BitReader, BitWriter } from './bit-stream.ts';
import { readNumberColumn, writeNumberColumn } from './number-column.ts';

const formatVersion = 1;
/** Rows are counted in 16 bits. */
export const maxChunkRows = 65_535;

const out = new BitWriter();

/**
 * The bytes of one chunk: format, count, then source times (differences of differences), values and qualities (runs),
 * followed by the CRC-32 of all that. Comes back bit for bit from decodeChunk.
 */
export function encodeChunk(series: HistorySeries): Uint8Array {
  const count = series.timeMs.length;
  if (count > maxChunkRows) throw new Error(`A chunk holds at most ${maxChunkRows} samples, not ${count}.`);
  out.reset();
  out.write(formatVersion, 8);
  out.write(count, 16);
  writeNumberColumn(out, series.timeMs, count, 2);
  writeNumberColumn(out, series.value, count, 1);
  for (let row = 0; row < count;) {
    const quality = series.quality[row] as number;
    let end = row + 1;
    while (end < count && series.quality[end] === quality) end++;
    out.write(end - row, 16);
    out.write(quality, 32);
    row = end;
  }
  const body = out.finish();
  const bytes = new Uint8Array(body.length + 4);
  bytes.set(body);
  new DataView(bytes.buffer).setUint32(body.length, crc32(body), true);
  return bytes;
}

/** The samples of a chunk, or null when its bytes are damaged or of a format this version does not know. */
export function decodeChunk(bytes: Uint8Array): HistorySeries | null {
  if (bytes.length < 8 || bytes.length % 4 !== 0) return null;
  const body = bytes.subarray(0, bytes.length - 4);
  const expected = new DataView(bytes.buffer, bytes.byteOffset).getUint32(body.length, true);
  if (crc32(body) !== expected) return null;
  const from = new BitReader(body);
  if (from.read(8) !== formatVersion) return null;
  const count = from.read(16);
  const timeMs = readNumberColumn(from, count, 2);
  const value = readNumberColumn(from, count, 1);
  const quality = new Uint32Array(count);
  for (let row = 0; row < count;) {
    const end = row + from.read(16);
    const code = from.read(32);
    if (end <= row || end > count) return null;
    quality.fill(code, row, end);
    row = end;
  }
  return { timeMs, value, quality };
}
