import type { BitReader, BitWriter } from './bit-stream.ts';

const one = new Float64Array(1);
const oneWords = new Uint32Array(one.buffer);

const trailingZeros = (word: number): number => 31 - Math.clz32(word & -word);

/**
 * Writes each double as the bits that differ from the one before: 0 for none, 10 within the window of the last
 * difference, 11 with a new window. The idea of Pelkonen et al., "Gorilla" (VLDB 2015), section 4.1.2, with the number
 * of leading zeros capped at 31; read in secondary descriptions, not the paper. Bit-exact for every double but the
 * payload of a NaN, which JavaScript does not promise to keep.
 */
export function writeXorColumn(out: BitWriter, column: Float64Array, count: number): void {
  let low = 0;
  let high = 0;
  let windowLeading = 99;
  let windowTrailing = 0;
  for (let row = 0; row < count; row++) {
    one[0] = column[row] as number;
    const differLow = (oneWords[0] as number) ^ low;
    const differHigh = (oneWords[1] as number) ^ high;
    low = oneWords[0] as number;
    high = oneWords[1] as number;
    if (differLow === 0 && differHigh === 0) {
      out.write(0, 1);
      continue;
    }
    const leading = differHigh === 0 ? 31 : Math.min(31, Math.clz32(differHigh));
    const trailing = differLow === 0 ? 32 + trailingZeros(differHigh) : trailingZeros(differLow);
    if (leading >= windowLeading && trailing >= windowTrailing) {
      out.write(0b01, 2);
    } else {
      windowLeading = leading;
      windowTrailing = trailing;
      out.write(0b11, 2);
      out.write(leading, 5);
      out.write(63 - leading - trailing, 6);
    }
    writeWindow(out, differLow >>> 0, differHigh >>> 0, windowTrailing, 64 - windowLeading - windowTrailing);
  }
}

/** The `length` bits of a 64-bit word from bit `trailing` on, low half first. */
function writeWindow(out: BitWriter, low: number, high: number, trailing: number, length: number): void {
  const shiftedLow =
    trailing === 0 ? low : trailing < 32 ? ((low >>> trailing) | (high << (32 - trailing))) >>> 0 : high >>> (trailing - 32);
  const shiftedHigh = trailing < 32 ? high >>> trailing : 0;
  out.write(shiftedLow, Math.min(32, length));
  if (length > 32) out.write(shiftedHigh, length - 32);
}

export function readXorColumn(from: BitReader, count: number): Float64Array<ArrayBuffer> {
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
