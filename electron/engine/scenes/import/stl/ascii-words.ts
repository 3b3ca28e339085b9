import { limits } from '../limits.ts';

/** Where a text is being read: nothing is allocated a word. */
export type Cursor = { readonly bytes: Uint8Array; at: number };

const longestWord = 60;
const space = 32;
/** Powers of ten that are exact in double precision: a whole number below 2^53 times or by one of them is rounded once. */
const tens = Float64Array.from({ length: 23 }, (_, power) => 10 ** power);
const mostExact = 2 ** 53 / 10 - 1;

/** To the next word, or the end. */
export function skipSpace(cursor: Cursor): void {
  const { bytes } = cursor;
  let at = cursor.at;
  while (at < bytes.length && (bytes[at] as number) <= space) at += 1;
  cursor.at = at;
}

/** Past the word that begins here, however long it is. */
export function skipWord(cursor: Cursor): void {
  const { bytes } = cursor;
  let at = cursor.at;
  while (at < bytes.length && (bytes[at] as number) > space) at += 1;
  cursor.at = at;
}

/** Whether the word here is this one, in small letters or capitals; then the cursor stands behind it. */
export function startsWord(cursor: Cursor, word: Uint8Array): boolean {
  const { bytes, at } = cursor;
  const end = at + word.length;
  if (end > bytes.length || (end < bytes.length && (bytes[end] as number) > space)) return false;
  for (let n = 0; n < word.length; n += 1) if (((bytes[at + n] as number) | 32) !== word[n]) return false;
  cursor.at = end;
  return true;
}

/** The line from here to its end, without space around it; the cursor stands at its end. */
export function restOfLine(cursor: Cursor): string {
  const from = cursor.at;
  const found = cursor.bytes.indexOf(10, from);
  cursor.at = found < 0 ? cursor.bytes.length : found;
  return new TextDecoder().decode(cursor.bytes.subarray(from, Math.min(cursor.at, from + limits.nameLength * 4))).trim();
}

/**
 * The number here, and the cursor behind its word; NaN where the word is none. Rounded as `Number` does: what has more
 * digits or a larger power than can be read exactly is left to that.
 */
export function readNumber(cursor: Cursor): number {
  const { bytes } = cursor;
  const from = cursor.at;
  let at = from;
  const isNegative = bytes[at] === 45;
  if (isNegative || bytes[at] === 43) at += 1;
  let whole = 0;
  let digits = 0;
  let power = 0;
  let isBehindPoint = false;
  for (; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    if (byte >= 48 && byte <= 57) {
      if (whole > mostExact) return slowly(cursor);
      whole = whole * 10 + (byte - 48);
      digits += 1;
      if (isBehindPoint) power -= 1;
    } else if (byte === 46 && !isBehindPoint) isBehindPoint = true;
    else break;
  }
  if (digits === 0) return slowly(cursor);
  if (at < bytes.length && ((bytes[at] as number) | 32) === 101) {
    at += 1;
    const sign = bytes[at];
    if (sign === 45 || sign === 43) at += 1;
    let exponent = 0;
    const firstDigit = at;
    for (; at < bytes.length && at < firstDigit + 4; at += 1) {
      const byte = bytes[at] as number;
      if (byte < 48 || byte > 57) break;
      exponent = exponent * 10 + (byte - 48);
    }
    if (at === firstDigit) return slowly(cursor);
    power += sign === 45 ? -exponent : exponent;
  }
  if ((at < bytes.length && (bytes[at] as number) > space) || power > 22 || power < -22) return slowly(cursor);
  cursor.at = at;
  const value = power < 0 ? whole / (tens[-power] as number) : whole * (tens[power] as number);
  return isNegative ? -value : value;
}

function slowly(cursor: Cursor): number {
  const from = cursor.at;
  skipWord(cursor);
  const word = String.fromCharCode(...cursor.bytes.subarray(from, Math.min(cursor.at, from + longestWord)));
  return word === '' ? Number.NaN : Number(word);
}
