import { crc32 } from 'node:zlib';
import type { HistoryColumns } from '../store-types.ts';

/**
 * One committed block of samples of many tags as bytes, made to be written fast rather than small: keys, times as 32-bit
 * offsets from the first where they are whole milliseconds (else as they are), values as they are, qualities left out
 * where all are good; a CRC-32 in front. About 16 bytes a sample.
 *
 * Layout, little-endian words: crc, count, flags (1 offsets, 2 all good), 0, base time (8 bytes), then the columns, the
 * 8-byte ones first.
 */
export function encodeBlock(columns: HistoryColumns): Uint8Array {
  const count = columns.key.length;
  const base = columns.timeMs[0] ?? 0;
  let isOffset = Number.isInteger(base);
  for (let row = 0; isOffset && row < count; row++) {
    const offset = (columns.timeMs[row] as number) - base;
    isOffset = offset >= 0 && offset < 4_294_967_296 && Number.isInteger(offset);
  }
  let isGood = true;
  for (let row = 0; isGood && row < count; row++) isGood = columns.quality[row] === 0;

  const size = 24 + count * (8 + 4 + (isOffset ? 4 : 8) + (isGood ? 0 : 4));
  const buffer = new ArrayBuffer(size);
  const head = new DataView(buffer);
  head.setUint32(4, count, true);
  head.setUint32(8, (isOffset ? 1 : 0) | (isGood ? 2 : 0), true);
  head.setFloat64(16, base, true);
  let at = 24;
  new Float64Array(buffer, at, count).set(columns.value);
  at += count * 8;
  if (!isOffset) {
    new Float64Array(buffer, at, count).set(columns.timeMs);
    at += count * 8;
  }
  new Uint32Array(buffer, at, count).set(columns.key);
  at += count * 4;
  if (isOffset) {
    const offsets = new Uint32Array(buffer, at, count);
    for (let row = 0; row < count; row++) offsets[row] = (columns.timeMs[row] as number) - base;
    at += count * 4;
  }
  if (!isGood) new Uint32Array(buffer, at, count).set(columns.quality);
  head.setUint32(0, crc32(new Uint8Array(buffer, 4)), true);
  return new Uint8Array(buffer);
}

/** The samples of a block, or null when its bytes are damaged. */
export function decodeBlock(bytes: Uint8Array): HistoryColumns | null {
  if (bytes.length < 24) return null;
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
  const head = new DataView(aligned.buffer, aligned.byteOffset, aligned.byteLength);
  if (crc32(aligned.subarray(4)) !== head.getUint32(0, true)) return null;
  const count = head.getUint32(4, true);
  const flags = head.getUint32(8, true);
  const base = head.getFloat64(16, true);
  const buffer = aligned.buffer as ArrayBuffer;
  let at = aligned.byteOffset + 24;
  const value = new Float64Array(buffer, at, count);
  at += count * 8;
  let timeMs: Float64Array<ArrayBuffer>;
  if ((flags & 1) === 0) {
    timeMs = new Float64Array(buffer, at, count);
    at += count * 8;
  } else {
    timeMs = new Float64Array(count);
    const offsets = new Uint32Array(buffer, at + count * 4, count);
    for (let row = 0; row < count; row++) timeMs[row] = base + (offsets[row] as number);
  }
  const key = new Uint32Array(buffer, at, count);
  at += count * ((flags & 1) === 0 ? 4 : 8);
  const quality = (flags & 2) === 0 ? new Uint32Array(buffer, at, count) : new Uint32Array(count);
  return { key, timeMs, value, quality };
}
