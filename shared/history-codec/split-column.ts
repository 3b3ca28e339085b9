import type { BitReader, BitWriter } from './bit-stream.ts';
import { readIntegerAt } from './integer-at.ts';
import { readIntegers, writeIntegers } from './integer-column.ts';

const one = new Float64Array(1);
const oneWords = new Uint32Array(one.buffer);
// Which word holds the sign depends on the machine; blobs must not.
oneWords[0] = 1;
const lowWord = one[0] === Number.MIN_VALUE ? 0 : 1;
const highWord = 1 - lowWord;

let high = new Float64Array(2048);
let low = new Float64Array(2048);

const trailingZeros = (word: number): number => (word === 0 ? 31 : 31 - Math.clz32(word & -word));

/**
 * Writes doubles as two columns of integers: the upper half (sign, exponent, 20 bits of the fraction) and the lower half
 * without the zeros all of them end with (29 for 32-bit floats). Negative ones have their bits below the sign turned over,
 * so that neighbouring values give neighbouring integers even across powers of two and zero.
 */
export function writeSplitColumn(out: BitWriter, column: Float64Array, count: number): void {
  if (high.length < count) {
    high = new Float64Array(count * 2);
    low = new Float64Array(count * 2);
  }
  let used = 0;
  for (let row = 0; row < count; row++) {
    one[0] = column[row] as number;
    const upper = (oneWords[highWord] as number) | 0;
    const lower = oneWords[lowWord] as number;
    used |= lower;
    high[row] = upper < 0 ? upper ^ 0x7fffffff : upper;
    low[row] = (upper < 0 ? ~lower : lower) >>> 0;
  }
  const zeros = trailingZeros(used);
  for (let row = 0; row < count; row++) low[row] = (low[row] as number) >>> zeros;
  out.write(zeros, 5);
  writeIntegers(out, high, count);
  writeIntegers(out, low, count);
}

function join(upper: number, lower: number, zeros: number): number {
  const turned = upper < 0;
  oneWords[highWord] = turned ? upper ^ 0x7fffffff : upper;
  const shifted = lower << zeros;
  oneWords[lowWord] = turned ? ~(shifted | ((1 << zeros) - 1)) : shifted;
  return one[0] as number;
}

/** Reads `count` doubles into the front of a column; false when no writer made these bits. */
export function readSplitColumn(from: BitReader, column: Float64Array, count: number): boolean {
  if (low.length < count) low = new Float64Array(count * 2);
  const zeros = from.read(5);
  if (!readIntegers(from, column, count) || !readIntegers(from, low, count)) return false;
  for (let row = 0; row < count; row++) column[row] = join(column[row] as number, low[row] as number, zeros);
  return true;
}

export function readSplitAt(from: BitReader, count: number, row: number): number {
  const zeros = from.read(5);
  const upper = readIntegerAt(from, count, row);
  return join(upper, readIntegerAt(from, count, row), zeros);
}
