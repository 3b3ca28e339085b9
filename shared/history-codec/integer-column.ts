import type { BitReader, BitWriter } from './bit-stream.ts';
import { bitWidth, groupBits, packedBits, packingFor, packings, type Packing } from './packings.ts';

/** Integers stay this close to the first one, so that differences of differences are exact in a double. */
export const maxSpan = 2 ** 49;

const smallBlock = 64;
/** Blocks are 64 << code rows long; the last code means one block for the whole column. */
const blockCodes = 6;
const wholeColumn = blockCodes - 1;

// What the numbers of a block are: differences from the row before, folded (0 -1 1 -2 2 as 0 1 2 3 4); values above the
// block's smallest; differences above the block's smallest.
export const folded = 0;
export const aboveLeast = 1;
export const stepsAboveLeast = 2;

const fold = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
/** Without a remainder of doubles, which took a fifth of all reading. */
export function unfold(value: number): number {
  const half = Math.floor(value * 0.5);
  return value - half === half ? half : -1 - half;
}

let digits = new Float64Array(2048);
/** Of each 64 rows: smallest and largest difference, smallest and largest value. */
let extremes = new Float64Array(4 * 64);
const merged = new Float64Array(4);

function writeSigned(out: BitWriter, value: number): void {
  const width = bitWidth(Math.abs(value));
  out.write(width, 6);
  if (width === 0) return;
  out.write(value < 0 ? 1 : 0, 1);
  out.writeLong(Math.abs(value), width);
}

/** An integer written with its sign and only the bits it has. */
export function readSigned(from: BitReader): number {
  const width = from.read(6);
  if (width === 0) return 0;
  const isNegative = from.read(1) === 1;
  const magnitude = from.readLong(Math.min(53, width));
  return isNegative ? -magnitude : magnitude;
}

const signedBits = (value: number): number => 6 + (value === 0 ? 0 : 1 + bitWidth(Math.abs(value)));

function findExtremes(column: Float64Array, count: number): number {
  const blocks = Math.ceil((count - 1) / smallBlock);
  if (extremes.length < blocks * 4) extremes = new Float64Array(blocks * 8);
  let before = column[0] as number;
  for (let block = 0; block < blocks; block++) {
    const end = Math.min(count, 1 + (block + 1) * smallBlock);
    let leastStep = Number.POSITIVE_INFINITY;
    let mostStep = Number.NEGATIVE_INFINITY;
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (let row = 1 + block * smallBlock; row < end; row++) {
      const value = column[row] as number;
      const step = value - before;
      before = value;
      if (step < leastStep) leastStep = step;
      if (step > mostStep) mostStep = step;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    extremes[block * 4] = leastStep;
    extremes[block * 4 + 1] = mostStep;
    extremes[block * 4 + 2] = least;
    extremes[block * 4 + 3] = most;
  }
  return blocks;
}

function merge(from: number, to: number): void {
  let leastStep = extremes[from * 4] as number;
  let mostStep = extremes[from * 4 + 1] as number;
  let least = extremes[from * 4 + 2] as number;
  let most = extremes[from * 4 + 3] as number;
  for (let at = from * 4 + 4; at < to * 4; at += 4) {
    if ((extremes[at] as number) < leastStep) leastStep = extremes[at] as number;
    if ((extremes[at + 1] as number) > mostStep) mostStep = extremes[at + 1] as number;
    if ((extremes[at + 2] as number) < least) least = extremes[at + 2] as number;
    if ((extremes[at + 3] as number) > most) most = extremes[at + 3] as number;
  }
  merged[0] = leastStep;
  merged[1] = mostStep;
  merged[2] = least;
  merged[3] = most;
}

let chosenKind = folded;
let chosenCode = 0;

/** Bits of the cheapest way to write the merged block of `rows`; leaves the way in `chosenKind` and `chosenCode`. */
function chooseKind(first: number, rows: number): number {
  const leastStep = merged[0] as number;
  const mostStep = merged[1] as number;
  const least = merged[2] as number;
  const most = merged[3] as number;
  chosenKind = folded;
  chosenCode = packingFor(Math.max(fold(leastStep), fold(mostStep)));
  let bits = packedBits(packings[chosenCode] as Packing, rows);
  const code = packingFor(most - least);
  const valueBits = packedBits(packings[code] as Packing, rows) + signedBits(least - first);
  if (valueBits < bits) {
    chosenKind = aboveLeast;
    chosenCode = code;
    bits = valueBits;
  }
  const stepCode = packingFor(mostStep - leastStep);
  const stepBits = packedBits(packings[stepCode] as Packing, rows) + signedBits(leastStep);
  if (stepBits < bits) {
    chosenKind = stepsAboveLeast;
    chosenCode = stepCode;
    bits = stepBits;
  }
  return bits + 9;
}

/** Rows of a block: 64 << code, or all. */
export const blockRows = (code: number, count: number): number => (code === wholeColumn ? Math.max(1, count - 1) : smallBlock << code);

/**
 * Writes integers (at most 2 ** 53 in size, within `maxSpan` of the first) as the first one and blocks, each of the kind
 * and packing that takes the fewest bits, in the block length that is best for the column as a whole.
 */
export function writeIntegers(out: BitWriter, column: Float64Array, count: number): void {
  if (count === 0) return;
  const first = column[0] as number;
  writeSigned(out, first);
  if (count === 1) return;
  chooseLength(column, count);
  out.write(bestCode, 3);
  const length = blockRows(bestCode, count);
  for (let start = 1; start < count; start += length) {
    const end = Math.min(count, start + length);
    merge((start - 1) / smallBlock, Math.ceil((end - 1) / smallBlock));
    chooseKind(first, end - start);
    writeBlock(out, column, first, start, end);
  }
}

/** The bits that writeIntegers takes for a column. */
export function integerBits(column: Float64Array, count: number): number {
  if (count === 0) return 0;
  const bits = signedBits(column[0] as number);
  return count === 1 ? bits : bits + 3 + chooseLength(column, count);
}

let bestCode = 0;

/** Bits of all blocks of the length that takes the fewest, for more than one row; leaves its code in `bestCode` and what it looked at in `extremes`. */
function chooseLength(column: Float64Array, count: number): number {
  const first = column[0] as number;
  const blocks = findExtremes(column, count);
  let bestBits = Number.POSITIVE_INFINITY;
  for (let code = 0; code < blockCodes; code++) {
    const perBlock = code === wholeColumn ? blocks : 1 << code;
    let bits = 0;
    for (let block = 0; block < blocks && bits < bestBits; block += perBlock) {
      const end = Math.min(blocks, block + perBlock);
      merge(block, end);
      bits += chooseKind(first, Math.min(count - 1, end * smallBlock) - block * smallBlock);
    }
    if (bits >= bestBits) continue;
    bestBits = bits;
    bestCode = code;
  }
  return bestBits;
}

function writeBlock(out: BitWriter, column: Float64Array, first: number, start: number, end: number): void {
  const least = chosenKind === aboveLeast ? (merged[2] as number) : chosenKind === stepsAboveLeast ? (merged[0] as number) : 0;
  out.write(chosenKind, 2);
  out.write(chosenCode, 7);
  if (chosenKind === aboveLeast) writeSigned(out, least - first);
  if (chosenKind === stepsAboveLeast) writeSigned(out, least);
  const packing = packings[chosenCode] as Packing;
  if (packing.bits === 0) return;
  const rows = end - start;
  if (digits.length < rows) digits = new Float64Array(rows * 2);
  if (chosenKind === aboveLeast) for (let at = 0; at < rows; at++) digits[at] = (column[start + at] as number) - least;
  else {
    let before = column[start - 1] as number;
    for (let at = 0; at < rows; at++) {
      const value = column[start + at] as number;
      digits[at] = chosenKind === folded ? fold(value - before) : value - before - least;
      before = value;
    }
  }
  pack(out, rows, packing);
}

function pack(out: BitWriter, count: number, packing: Packing): void {
  const { radix, bits } = packing;
  if (packing.digits === 1) {
    if (bits <= 32) for (let at = 0; at < count; at++) out.write((digits[at] as number) >>> 0, bits);
    else for (let at = 0; at < count; at++) out.writeLong(digits[at] as number, bits);
    return;
  }
  for (let start = 0; start < count; start += packing.digits) {
    const end = Math.min(count, start + packing.digits);
    // The first digit is the lowest, so that reading gives them in order.
    let group = 0;
    for (let at = end - 1; at >= start; at--) group = (Math.imul(group, radix) + (digits[at] as number)) >>> 0;
    out.write(group, end - start === packing.digits ? bits : groupBits(packing, end - start));
  }
}

function unpack(from: BitReader, into: Float64Array, start: number, end: number, packing: Packing): void {
  const { radix, bits } = packing;
  if (bits === 0) {
    into.fill(0, start, end);
    return;
  }
  if (packing.digits === 1) {
    if (bits < 32) from.readEach(into, start, end, bits);
    else for (let at = start; at < end; at++) into[at] = from.readLong(bits);
    return;
  }
  // A product for a quotient, which takes several times as long: a half above a whole one, so that none is rounded down.
  const share = 1 / radix;
  for (let at = start; at < end;) {
    const stop = Math.min(end, at + packing.digits);
    let group = from.read(stop - at === packing.digits ? bits : groupBits(packing, stop - at));
    for (; at < stop; at++) {
      const rest = Math.floor((group + 0.5) * share);
      into[at] = group - rest * radix;
      group = rest;
    }
  }
}

/** Reads `count` integers into the front of a column of at least that length. False when no writer made these bits. */
export function readIntegers(from: BitReader, into: Float64Array, count: number): boolean {
  if (count === 0) return true;
  const first = readSigned(from);
  into[0] = first;
  if (count === 1) return true;
  const length = blockRows(from.read(3), count);
  for (let start = 1; start < count; start += length) {
    const end = Math.min(count, start + length);
    const kind = from.read(2);
    const packing = packings[from.read(7)];
    if (packing === undefined || kind > stepsAboveLeast) return false;
    const least = kind === folded ? 0 : readSigned(from);
    unpack(from, into, start, end, packing);
    if (kind === aboveLeast) {
      const base = first + least;
      for (let row = start; row < end; row++) into[row] = base + (into[row] as number);
      continue;
    }
    let value = into[start - 1] as number;
    if (kind === folded) for (let row = start; row < end; row++) into[row] = value += unfold(into[row] as number);
    else for (let row = start; row < end; row++) into[row] = value += least + (into[row] as number);
  }
  return true;
}
