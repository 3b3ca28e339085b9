import { crc32 } from 'node:zlib';
import type { HistoryColumns } from '../store-types.ts';

/** Bits of a block's flags. */
const [offsets, allGood, shortOffsets, nearKeys, fewBad] = [1, 2, 4, 8, 16];
const headBytes = 24;

/**
 * One committed block of samples of many tags as bytes, made to be written fast rather than small: times as offsets from the
 * earliest where they are whole milliseconds (16 bits where they span a minute, else 32; else as they are), keys as 8-bit steps
 * from the key before where none is further away (tags of a scan group follow each other), values as they are, of qualities
 * only those that are not good; a CRC-32 in front. 11 to 24 bytes a sample.
 *
 * Layout, little-endian words: crc, count, flags (1 offsets, 2 all good, 4 offsets of 16 bits, 8 steps of keys, 16 few bad),
 * first key where keys are steps, base time (8 bytes), then the columns, the wide ones first. Few bad are pairs of row and
 * quality in place of that column, and their number before them.
 */
export function encodeBlock({ key, timeMs, value, quality }: HistoryColumns): Uint8Array {
  const count = key.length;
  let base = timeMs[0] ?? 0;
  for (let row = 1; row < count; row++) base = Math.min(base, timeMs[row] as number);
  let bad = 0;
  for (let row = 0; row < count; row++) if (quality[row] !== 0) bad++;
  const flags = keyFlags(key) | timeFlags(timeMs, base) | (bad === 0 ? allGood : 2 * bad + 1 < count ? fewBad : 0);
  const layout = layoutOf(count, flags, bad);
  const buffer = new ArrayBuffer(layout.size);
  const head = new DataView(buffer);
  head.setUint32(4, count, true);
  head.setUint32(8, flags, true);
  head.setUint32(12, (flags & nearKeys) === 0 ? 0 : (key[0] ?? 0), true);
  head.setFloat64(16, base, true);
  new Float64Array(buffer, headBytes, count).set(value);
  if ((flags & offsets) === 0) new Float64Array(buffer, layout.time, count).set(timeMs);
  else {
    const into = (flags & shortOffsets) === 0 ? new Uint32Array(buffer, layout.time, count) : new Uint16Array(buffer, layout.time, count);
    for (let row = 0; row < count; row++) into[row] = (timeMs[row] as number) - base;
  }
  if ((flags & nearKeys) === 0) new Uint32Array(buffer, layout.key, count).set(key);
  else {
    const steps = new Int8Array(buffer, layout.key, count);
    for (let row = 1; row < count; row++) steps[row] = (key[row] as number) - (key[row - 1] as number);
  }
  if ((flags & fewBad) !== 0) putFew(new Uint32Array(buffer, layout.quality, 1 + 2 * bad), quality);
  else if ((flags & allGood) === 0) new Uint32Array(buffer, layout.quality, count).set(quality);
  head.setUint32(0, crc32(new Uint8Array(buffer, 4)), true);
  return new Uint8Array(buffer);
}

/** The samples of a block, or null when its bytes are damaged. */
export function decodeBlock(bytes: Uint8Array): HistoryColumns | null {
  if (bytes.length < headBytes) return null;
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
  const head = new DataView(aligned.buffer, aligned.byteOffset, aligned.byteLength);
  if (crc32(aligned.subarray(4)) !== head.getUint32(0, true)) return null;
  const count = head.getUint32(4, true);
  const flags = head.getUint32(8, true);
  const base = head.getFloat64(16, true);
  const from = aligned.byteOffset;
  const bad = (flags & fewBad) === 0 ? 0 : head.getUint32(layoutOf(count, flags, 0).quality, true);
  const layout = layoutOf(count, flags, bad);
  const buffer = aligned.buffer as ArrayBuffer;
  const value = new Float64Array(buffer, from + headBytes, count);
  let timeMs: Float64Array<ArrayBuffer>;
  if ((flags & offsets) === 0) timeMs = new Float64Array(buffer, from + layout.time, count);
  else {
    const stored = (flags & shortOffsets) === 0 ? new Uint32Array(buffer, from + layout.time, count) : new Uint16Array(buffer, from + layout.time, count);
    timeMs = new Float64Array(count);
    for (let row = 0; row < count; row++) timeMs[row] = base + (stored[row] as number);
  }
  let key: Uint32Array<ArrayBuffer>;
  if ((flags & nearKeys) === 0) key = new Uint32Array(buffer, from + layout.key, count);
  else {
    const steps = new Int8Array(buffer, from + layout.key, count);
    let last = head.getUint32(12, true);
    key = new Uint32Array(count);
    for (let row = 0; row < count; row++) key[row] = last += steps[row] as number;
  }
  const quality = (flags & (allGood | fewBad)) === 0 ? new Uint32Array(buffer, from + layout.quality, count) : new Uint32Array(count);
  if (bad > 0) takeFew(new Uint32Array(buffer, from + layout.quality, 1 + 2 * bad), quality);
  return { key, timeMs, value, quality };
}

function keyFlags(key: Uint32Array): number {
  for (let row = 1; row < key.length; row++) {
    const step = (key[row] as number) - (key[row - 1] as number);
    if (step > 127 || step < -128) return 0;
  }
  return nearKeys;
}

function timeFlags(timeMs: Float64Array, base: number): number {
  if (!Number.isInteger(base)) return 0;
  let longest = 0;
  for (let row = 0; row < timeMs.length; row++) {
    const offset = (timeMs[row] as number) - base;
    if (!(offset >= 0 && offset < 4_294_967_296) || !Number.isInteger(offset)) return 0;
    if (offset > longest) longest = offset;
  }
  return longest < 65_536 ? offsets | shortOffsets : offsets;
}

function putFew(into: Uint32Array, quality: Uint32Array): void {
  let at = 0;
  into[at++] = (into.length - 1) / 2;
  for (let row = 0; row < quality.length; row++) {
    if (quality[row] === 0) continue;
    into[at++] = row;
    into[at++] = quality[row] as number;
  }
}

function takeFew(few: Uint32Array, into: Uint32Array): void {
  for (let at = 1; at < few.length; at += 2) into[few[at] as number] = few[at + 1] as number;
}

/** Where the columns of a block of these flags, with so many few bad ones, begin, bytes from its first, and how long it is. */
function layoutOf(count: number, flags: number, bad: number): { readonly time: number; readonly key: number; readonly quality: number; readonly size: number } {
  const timeBytes = (flags & offsets) === 0 ? 8 : (flags & shortOffsets) === 0 ? 4 : 2;
  const keyBytes = (flags & nearKeys) === 0 ? 4 : 1;
  const qualityBytes = (flags & fewBad) !== 0 ? 4 + 8 * bad : (flags & allGood) === 0 ? 4 * count : 0;
  // Each column begins where its width divides: those of 8 bytes, of 4, of 2, of 1.
  const time8 = headBytes + count * 8;
  const key4 = time8 + (timeBytes === 8 ? count * 8 : 0);
  const time4 = key4 + (keyBytes === 4 ? count * 4 : 0);
  const quality = time4 + (timeBytes === 4 ? count * 4 : 0);
  const time2 = quality + qualityBytes;
  const key1 = time2 + (timeBytes === 2 ? count * 2 : 0);
  return { time: timeBytes === 8 ? time8 : timeBytes === 4 ? time4 : time2, key: keyBytes === 4 ? key4 : key1, quality, size: key1 + (keyBytes === 1 ? count : 0) };
}
