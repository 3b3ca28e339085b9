import type { BitReader } from '#shared/history-codec/bit-stream.ts';
import type { HistorySeries } from '../store-types.ts';

// Chunks as written until 2026-11-24 are read for good; nothing writes them any more. Columns of decimals were differences
// (times: differences of differences) folded and packed 64 at a time, all others the XOR of neighbours.

const powers = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9] as const;
const blockLength = 64;
const xorMode = 1;
const bits = new DataView(new ArrayBuffer(8));
const one = new Float64Array(1);
const oneWords = new Uint32Array(one.buffer);

/** Reads what follows the version of a chunk; null when it is not as version 1 was written. */
export function readVersion1(from: BitReader): HistorySeries | null {
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

const unzigzag = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);

function readNumberColumn(from: BitReader, count: number, order: 1 | 2): Float64Array<ArrayBuffer> {
  if (from.read(1) === xorMode) return readXorColumn(from, count);
  const column = new Float64Array(count);
  const power = powers[from.read(4)] ?? Number.NaN;
  const exceptionCount = from.read(16);
  const rows = new Uint32Array(exceptionCount);
  const values = new Float64Array(exceptionCount);
  for (let at = 0; at < exceptionCount; at++) {
    rows[at] = from.read(16);
    values[at] = readDouble(from);
  }
  if (count === 0) return column;
  let integer = readDouble(from);
  let step = 0;
  column[0] = integer / power;
  for (let start = 1; start < count; start += blockLength) {
    const end = Math.min(start + blockLength, count);
    const width = from.read(6);
    for (let row = start; row < end; row++) {
      const difference = unzigzag(from.readLong(width));
      step = order === 2 && row > 1 ? step + difference : difference;
      integer += step;
      column[row] = integer / power;
    }
  }
  for (let at = 0; at < exceptionCount; at++) column[rows[at] as number] = values[at] as number;
  return column;
}

function readDouble(from: BitReader): number {
  bits.setUint32(0, from.read(32));
  bits.setUint32(4, from.read(32));
  return bits.getFloat64(0);
}

function readXorColumn(from: BitReader, count: number): Float64Array<ArrayBuffer> {
  const column = new Float64Array(count);
  let low = 0;
  let high = 0;
  let trailing = 0;
  let length = 0;
  for (let row = 0; row < count; row++) {
    if (from.read(1) === 1) {
      if (from.read(1) === 1) {
        const leading = from.read(5);
        length = from.read(6) + 1;
        trailing = 64 - leading - length;
      }
      const shiftedLow = from.read(Math.min(32, length));
      const shiftedHigh = length > 32 ? from.read(length - 32) : 0;
      if (trailing >= 32) {
        high ^= trailing === 32 ? shiftedLow : shiftedLow << (trailing - 32);
      } else if (trailing === 0) {
        low ^= shiftedLow;
        high ^= shiftedHigh;
      } else {
        low ^= shiftedLow << trailing;
        high ^= (shiftedLow >>> (32 - trailing)) | (shiftedHigh << trailing);
      }
    }
    oneWords[0] = low;
    oneWords[1] = high;
    column[row] = one[0] as number;
  }
  return column;
}
