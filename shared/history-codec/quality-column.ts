import type { BitReader, BitWriter } from './bit-stream.ts';
import { bitWidth } from './packings.ts';

/** Codes are numbered in a table while there are at most this many different ones. */
const mostTabled = 255;

/** Writes quality codes as runs of one code each; one bit where all are good. */
export function writeQualities(out: BitWriter, quality: Uint32Array, count: number): void {
  let isGood = true;
  for (let row = 0; isGood && row < count; row++) isGood = quality[row] === 0;
  out.write(isGood ? 0 : 1, 1);
  if (isGood) return;
  const starts: number[] = [];
  const numbers = new Map<number, number>();
  let longest = 0;
  for (let row = 0; row < count; row++) {
    const code = quality[row] as number;
    if (row > 0 && code === quality[row - 1]) continue;
    if (starts.length > 0) longest = Math.max(longest, row - (starts[starts.length - 1] as number));
    starts.push(row);
    if (!numbers.has(code)) numbers.set(code, numbers.size);
  }
  const isTabled = numbers.size <= mostTabled;
  const lengthWidth = bitWidth(longest);
  const numberWidth = isTabled ? bitWidth(numbers.size - 1) : 32;
  out.write(starts.length, 16);
  out.write(lengthWidth, 5);
  out.write(isTabled ? numbers.size : 0, 8);
  if (isTabled) for (const code of numbers.keys()) out.write(code, 32);
  for (let run = 0; run < starts.length; run++) {
    const row = starts[run] as number;
    const code = quality[row] as number;
    out.write(isTabled ? (numbers.get(code) as number) : code, numberWidth);
    if (run < starts.length - 1) out.write((starts[run + 1] as number) - row, lengthWidth);
  }
}

/** Calls for each run in order. False when no writer made these bits. */
function eachRun(from: BitReader, count: number, take: (code: number, start: number, end: number) => void): boolean {
  const runs = from.read(16);
  const lengthWidth = from.read(5);
  const tabled = from.read(8);
  const codes = new Uint32Array(tabled);
  for (let at = 0; at < tabled; at++) codes[at] = from.read(32);
  const numberWidth = tabled > 0 ? bitWidth(tabled - 1) : 32;
  let row = 0;
  for (let run = 0; run < runs; run++) {
    const number = from.read(numberWidth);
    const end = run < runs - 1 ? row + from.read(lengthWidth) : count;
    if (end <= row || end > count || (tabled > 0 && number >= tabled)) return false;
    take(tabled > 0 ? (codes[number] as number) : number, row, end);
    row = end;
  }
  return row === count;
}

/** Reads the codes into a column of `count` rows, which is all 0 before; false when no writer made these bits. */
export function readQualities(from: BitReader, into: Uint32Array, count: number): boolean {
  if (from.read(1) === 0) return true;
  return eachRun(from, count, (code, start, end) => into.fill(code, start, end));
}

/** The code of one row; `from` then stands behind the column. */
export function readQualityAt(from: BitReader, count: number, row: number): number {
  let found = 0;
  if (from.read(1) === 0) return found;
  eachRun(from, count, (code, start, end) => {
    if (row >= start && row < end) found = code;
  });
  return found;
}
