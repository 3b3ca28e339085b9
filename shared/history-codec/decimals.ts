const powers = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9] as const;
const maxExponent = 9;

/** What a column of decimals is: `integers` times 10 ** -`exponent`, but for the rows in `exceptions`. */
export type Decimals = {
  readonly exponent: number;
  /** The decimals are those of 32-bit floats: the integer gives the float nearest to it. */
  readonly isSingle: boolean;
  readonly exceptionCount: number;
};

let integers = new Float64Array(2048);
let exceptions = new Uint32Array(2048);

/** What the last findDecimals found; valid until the next. */
export const foundIntegers = (): Float64Array => integers;
export const foundExceptions = (): Uint32Array => exceptions;

/** The double an integer stands for. */
export const toDecimal = (integer: number, power: number, isSingle: boolean): number =>
  isSingle ? Math.fround(integer / power) : integer / power;

export const powerOf = (exponent: number): number => powers[exponent] ?? Number.NaN;

/** The integer that times 10 ** -exponent gives exactly this double, or NaN where there is none. */
export function asInteger(value: number, exponent: number, isSingle: boolean): number {
  const power = powers[exponent] as number;
  const integer = Math.round(value * power);
  return toDecimal(integer, power, isSingle) === value &&
    (integer !== 0 || Object.is(value, 0)) &&
    Math.abs(integer) <= Number.MAX_SAFE_INTEGER
    ? integer
    : Number.NaN;
}

/**
 * Finds the decimal exponent under which the column is integers and fills `foundIntegers`, which then stay within `maxSpan`
 * of the first. Values that no exponent fits (NaN, infinities, -0, full precision) become exceptions that repeat the
 * integer before them. Null when there are too many.
 */
export function findDecimals(column: Float64Array, count: number, isSingle: boolean, maxSpan: number): Decimals | null {
  if (integers.length < count) integers = new Float64Array(count * 2);
  if (exceptions.length < count) exceptions = new Uint32Array(count * 2);
  const allowed = Math.max(4, count >>> 4);
  let exponent = 0;
  // Each pass but the last raises the exponent.
  for (let pass = 0; pass <= maxExponent + 1; pass++) {
    let exceptionCount = 0;
    let previous = 0;
    let base = Number.NaN;
    let isRaised = false;
    for (let row = 0; row < count; row++) {
      const value = column[row] as number;
      let integer = asInteger(value, exponent, isSingle);
      if (Number.isNaN(integer) && Number.isFinite(value) && !Object.is(value, -0)) {
        let higher = exponent + 1;
        while (higher <= maxExponent && Number.isNaN(asInteger(value, higher, isSingle))) higher++;
        if (higher <= maxExponent) {
          exponent = higher;
          isRaised = true;
          break;
        }
      }
      if (!Number.isNaN(integer)) {
        if (Number.isNaN(base)) base = integer;
        if (Math.abs(integer - base) > maxSpan) integer = Number.NaN;
      }
      if (Number.isNaN(integer)) {
        if (exceptionCount >= allowed) return null;
        exceptions[exceptionCount++] = row;
        integer = previous;
      }
      integers[row] = integer;
      previous = integer;
    }
    if (isRaised) continue;
    // Exceptions before the first integer carry the base too, so that no difference leaves the span.
    for (let row = 0; !Number.isNaN(base) && row < exceptionCount && row === exceptions[row]; row++) integers[row] = base;
    return { exponent, isSingle, exceptionCount };
  }
  return null;
}
