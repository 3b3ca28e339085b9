import type { BitReader } from './bit-stream.ts';
import { aboveLeast, blockRows, folded, readSigned, stepsAboveLeast, unfold } from './integer-column.ts';
import { groupBits, packedBits, packings, type Packing } from './packings.ts';

/** The integer of one row without the others; `from` then stands behind the column. NaN when no writer made these bits. */
export function readIntegerAt(from: BitReader, count: number, row: number): number {
  const first = readSigned(from);
  if (count === 1) return first;
  const length = blockRows(from.read(3), count);
  let found = first;
  for (let start = 1; start < count; start += length) {
    const end = Math.min(count, start + length);
    const kind = from.read(2);
    const packing = packings[from.read(7)];
    if (packing === undefined || kind > stepsAboveLeast) return Number.NaN;
    const least = kind === folded ? 0 : readSigned(from);
    // The row looked for, or the last of the block, from which the next one goes on.
    const at = Math.min(row, end - 1) - start;
    if (row < start) from.skip(packedBits(packing, end - start));
    else if (kind === aboveLeast) found = first + least + digitAt(from, end - start, at, packing);
    else found += sumOf(from, end - start, at + 1, packing, kind === folded) + least * (at + 1);
  }
  return found;
}

function digitAt(from: BitReader, rows: number, at: number, packing: Packing): number {
  const group = Math.floor(at / packing.digits);
  from.skip(group * packing.bits);
  const digitsHere = Math.min(packing.digits, rows - group * packing.digits);
  const bits = groupBits(packing, digitsHere);
  let digit = from.readLong(bits);
  if (packing.digits > 1) {
    for (let skip = at - group * packing.digits; skip > 0; skip--) digit = (digit / packing.radix) >>> 0;
    digit %= packing.radix;
  }
  from.skip(packedBits(packing, rows) - group * packing.bits - bits);
  return digit;
}

/** The sum of the first `wanted` digits, unfolded where they are folded. */
function sumOf(from: BitReader, rows: number, wanted: number, packing: Packing, isFolded: boolean): number {
  const { radix, bits } = packing;
  if (bits === 0) return 0;
  let sum = 0;
  let read = 0;
  if (packing.digits === 1 && bits <= 31) {
    for (let at = 0; at < wanted; at++) {
      const digit = from.read(bits);
      sum += isFolded ? (digit >>> 1) ^ -(digit & 1) : digit;
    }
    read = wanted * bits;
  } else if (packing.digits === 1) {
    for (let at = 0; at < wanted; at++) {
      const digit = from.readLong(bits);
      sum += isFolded ? unfold(digit) : digit;
    }
    read = wanted * bits;
  } else {
    for (let at = 0; at < wanted;) {
      const digitsHere = Math.min(packing.digits, rows - at);
      const width = digitsHere === packing.digits ? bits : groupBits(packing, digitsHere);
      let group = from.read(width);
      read += width;
      for (const stop = Math.min(wanted, at + digitsHere); at < stop; at++) {
        const rest = (group / radix) >>> 0;
        const digit = (group - Math.imul(rest, radix)) >>> 0;
        sum += isFolded ? (digit >>> 1) ^ -(digit & 1) : digit;
        group = rest;
      }
    }
  }
  from.skip(packedBits(packing, rows) - read);
  return sum;
}

/**
 * The first integer and the step of a column whose steps are all the same; `from` then stands behind it. NaN for the step of
 * any other column, and `from` anywhere.
 */
export function readLine(from: BitReader, count: number): { readonly first: number; readonly step: number } {
  const first = readSigned(from);
  if (count === 1) return { first, step: 0 };
  if (blockRows(from.read(3), count) < count - 1) return { first, step: Number.NaN };
  const kind = from.read(2);
  const isFlat = from.read(7) === 0;
  const least = kind === folded ? 0 : readSigned(from);
  return { first, step: isFlat && (kind === folded || kind === stepsAboveLeast) ? least : Number.NaN };
}
