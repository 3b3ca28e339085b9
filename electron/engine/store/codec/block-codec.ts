import { crc32 } from 'node:zlib';
import type { HistoryColumns } from '../store-types.ts';
import { packValues, unpackValues } from './block-values.ts';

/** Bits of a block's flags. */
const [offsets, allGood, shortOffsets, nearKeys, fewBad, packed, nextKeys, byteOffsets] = [1, 2, 4, 8, 16, 32, 64, 128];
const headBytes = 24;

/**
 * One committed block of samples of many tags as bytes, made to be written fast rather than small, yet in few pages of the
 * file: times as offsets from the earliest where they are whole milliseconds (8 bits where they span a quarter of a second, 16
 * a minute, else 32; else as they are), keys as 8-bit steps from the key before where none is further away and not at all where
 * each is the next one (tags of a scan group), values packed (`block-values.ts`) where that saves a quarter, of qualities only
 * those that are not good; a CRC-32 in front. 5 to 24 bytes a sample.
 *
 * Layout, little-endian words: crc, count, flags (1 offsets, 2 all good, 4 offsets of 16 bits, 8 steps of keys, 16 few bad,
 * 32 packed values, 64 each key the next, 128 offsets of 8 bits), first key where the others follow from it, base time (8
 * bytes), then the columns, the wide ones first. Few bad are pairs of row and quality in place of that column, and their number
 * before them; of packed values the number of wide ones is before the times.
 */
export function encodeBlock({ key, timeMs, value, quality }: HistoryColumns): Uint8Array {
  const count = key.length;
  let base = timeMs[0] ?? 0;
  for (let row = 1; row < count; row++) base = Math.min(base, timeMs[row] as number);
  let bad = 0;
  for (let row = 0; row < count; row++) if (quality[row] !== 0) bad++;
  const values = packValues(value);
  const wides = values === null ? 0 : values.wide.length / 2;
  const flags = keyFlags(key) | timeFlags(timeMs, base) | (bad === 0 ? allGood : 2 * bad + 1 < count ? fewBad : 0) | (values === null ? 0 : packed);
  const layout = layoutOf(count, flags, bad, wides);
  const buffer = new ArrayBuffer(layout.size);
  const head = new DataView(buffer);
  head.setUint32(4, count, true);
  head.setUint32(8, flags, true);
  head.setUint32(12, (flags & (nearKeys | nextKeys)) === 0 ? 0 : (key[0] ?? 0), true);
  head.setFloat64(16, base, true);
  if (values === null) new Float64Array(buffer, layout.value, count).set(value);
  else {
    head.setUint32(headBytes, wides, true);
    new Uint32Array(buffer, layout.value, 2 * wides).set(values.wide);
    new Int32Array(buffer, layout.narrow, count - wides).set(values.narrow);
    new Uint8Array(buffer, layout.kinds).set(values.kinds);
  }
  if ((flags & offsets) === 0) new Float64Array(buffer, layout.time, count).set(timeMs);
  else {
    const into = offsetsIn(buffer, layout.time, count, flags);
    for (let row = 0; row < count; row++) into[row] = (timeMs[row] as number) - base;
  }
  if ((flags & nearKeys) !== 0) {
    const steps = new Int8Array(buffer, layout.key, count);
    for (let row = 1; row < count; row++) steps[row] = (key[row] as number) - (key[row - 1] as number);
  } else if ((flags & nextKeys) === 0) new Uint32Array(buffer, layout.key, count).set(key);
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
  const wides = (flags & packed) === 0 ? 0 : head.getUint32(headBytes, true);
  const bad = (flags & fewBad) === 0 ? 0 : head.getUint32(layoutOf(count, flags, 0, wides).quality, true);
  const layout = layoutOf(count, flags, bad, wides);
  const buffer = aligned.buffer as ArrayBuffer;
  const value =
    (flags & packed) === 0
      ? new Float64Array(buffer, from + layout.value, count)
      : unpackValues(
          {
            kinds: new Uint8Array(buffer, from + layout.kinds, (count + 3) >> 2),
            narrow: new Int32Array(buffer, from + layout.narrow, count - wides),
            wide: new Uint32Array(buffer, from + layout.value, 2 * wides),
          },
          count,
        );
  let timeMs: Float64Array<ArrayBuffer>;
  if ((flags & offsets) === 0) timeMs = new Float64Array(buffer, from + layout.time, count);
  else {
    const stored = offsetsIn(buffer, from + layout.time, count, flags);
    timeMs = new Float64Array(count);
    for (let row = 0; row < count; row++) timeMs[row] = base + (stored[row] as number);
  }
  const first = head.getUint32(12, true);
  let key: Uint32Array<ArrayBuffer>;
  if ((flags & (nearKeys | nextKeys)) === 0) key = new Uint32Array(buffer, from + layout.key, count);
  else {
    key = new Uint32Array(count);
    const steps = (flags & nearKeys) === 0 ? null : new Int8Array(buffer, from + layout.key, count);
    let last = first;
    for (let row = 0; row < count; row++) key[row] = steps === null ? first + row : (last += steps[row] as number);
  }
  const quality = (flags & (allGood | fewBad)) === 0 ? new Uint32Array(buffer, from + layout.quality, count) : new Uint32Array(count);
  if (bad > 0) takeFew(new Uint32Array(buffer, from + layout.quality, 1 + 2 * bad), quality);
  return { key, timeMs, value, quality };
}

function keyFlags(key: Uint32Array): number {
  let isNext = true;
  for (let row = 1; row < key.length; row++) {
    const step = (key[row] as number) - (key[row - 1] as number);
    if (step > 127 || step < -128) return 0;
    if (step !== 1) isNext = false;
  }
  return isNext ? nextKeys : nearKeys;
}

function timeFlags(timeMs: Float64Array, base: number): number {
  if (!Number.isInteger(base)) return 0;
  let longest = 0;
  for (let row = 0; row < timeMs.length; row++) {
    const offset = (timeMs[row] as number) - base;
    if (!(offset >= 0 && offset < 4_294_967_296) || !Number.isInteger(offset)) return 0;
    if (offset > longest) longest = offset;
  }
  return longest < 256 ? offsets | byteOffsets : longest < 65_536 ? offsets | shortOffsets : offsets;
}

const offsetsIn = (buffer: ArrayBuffer, at: number, count: number, flags: number): Uint8Array | Uint16Array | Uint32Array =>
  (flags & byteOffsets) !== 0 ? new Uint8Array(buffer, at, count) : (flags & shortOffsets) !== 0 ? new Uint16Array(buffer, at, count) : new Uint32Array(buffer, at, count);

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

type Layout = Readonly<Record<'value' | 'narrow' | 'kinds' | 'time' | 'key' | 'quality' | 'size', number>>;

/** Where the columns of a block of these flags, with so many bad ones and wide values, begin, bytes from its first, and how long it is. */
function layoutOf(count: number, flags: number, bad: number, wides: number): Layout {
  const isPacked = (flags & packed) !== 0;
  const timeBytes = (flags & offsets) === 0 ? 8 : (flags & byteOffsets) !== 0 ? 1 : (flags & shortOffsets) !== 0 ? 2 : 4;
  const keyBytes = (flags & nextKeys) !== 0 ? 0 : (flags & nearKeys) !== 0 ? 1 : 4;
  let at = headBytes + (isPacked ? 8 : 0);
  const place = (bytes: number): number => (at += bytes) - bytes;
  // Each column begins where its width divides: those of 8 bytes, of 4, of 2, of 1.
  const value = place(8 * (isPacked ? wides : count));
  const time8 = place(timeBytes === 8 ? 8 * count : 0);
  const key4 = place(keyBytes === 4 ? 4 * count : 0);
  const time4 = place(timeBytes === 4 ? 4 * count : 0);
  const quality = place((flags & fewBad) !== 0 ? 4 + 8 * bad : (flags & allGood) === 0 ? 4 * count : 0);
  const narrow = place(isPacked ? 4 * (count - wides) : 0);
  const time2 = place(timeBytes === 2 ? 2 * count : 0);
  const key1 = place(keyBytes === 1 ? count : 0);
  const time1 = place(timeBytes === 1 ? count : 0);
  const kinds = place(isPacked ? (count + 3) >> 2 : 0);
  return { value, narrow, kinds, time: timeBytes === 8 ? time8 : timeBytes === 4 ? time4 : timeBytes === 2 ? time2 : time1, key: keyBytes === 4 ? key4 : key1, quality, size: at };
}
