import type { BitReader, BitWriter } from './bit-stream.ts';
import { readXorColumn, writeXorColumn } from './xor-column.ts';

const powers = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9] as const;
const maxExponent = 9;
/** Integers stay this close to the first one, so that differences of differences are exact in a double. */
const maxSpan = 2 ** 49;
const blockLength = 64;
const decimalMode = 0;
const xorMode = 1;

let integers = new Float64Array(2048);
let exceptions = new Uint32Array(256);
const bits = new DataView(new ArrayBuffer(8));

/** The integer that times 10 ** -exponent gives exactly this double, or NaN where there is none. */
function asInteger(value: number, exponent: number): number {
  const power = powers[exponent] as number;
  const integer = Math.round(value * power);
  return integer / power === value && (integer !== 0 || Object.is(value, 0)) && Math.abs(integer) <= Number.MAX_SAFE_INTEGER
    ? integer
    : Number.NaN;
}

/**
 * Finds the decimal exponent under which the column is integers and fills `integers`. Values that no exponent fits (NaN,
 * infinities, -0, full precision) become exceptions that repeat the integer before them. Gives -1 when there are too many.
 */
function findDecimals(column: Float64Array, count: number): { exponent: number; exceptionCount: number } {
  const allowed = Math.max(4, count >>> 4);
  let exponent = 0;
  for (let pass = 0; pass < maxExponent + 2; pass++) {
    let exceptionCount = 0;
    let previous = 0;
    let base = Number.NaN;
    let raised = false;
    for (let row = 0; row < count; row++) {
      const value = column[row] as number;
      let integer = asInteger(value, exponent);
      if (Number.isNaN(integer) && Number.isFinite(value) && !Object.is(value, -0)) {
        let higher = exponent + 1;
        while (higher <= maxExponent && Number.isNaN(asInteger(value, higher))) higher++;
        if (higher <= maxExponent) {
          exponent = higher;
          raised = true;
          break;
        }
      }
      if (!Number.isNaN(integer)) {
        if (Number.isNaN(base)) base = integer;
        if (Math.abs(integer - base) > maxSpan) integer = Number.NaN;
      }
      if (Number.isNaN(integer)) {
        if (exceptionCount >= allowed) return { exponent: -1, exceptionCount: 0 };
        exceptions[exceptionCount++] = row;
        integer = previous;
      }
      integers[row] = integer;
      previous = integer;
    }
    if (raised) continue;
    // Exceptions before the first integer carry the base too, so that no difference leaves the span.
    for (let row = 0; !Number.isNaN(base) && row < count && row === exceptions[row] && row < exceptionCount; row++) integers[row] = base;
    return { exponent, exceptionCount };
  }
  return { exponent: -1, exceptionCount: 0 };
}

const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
const unzigzag = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);

function bitWidth(value: number): number {
  return value < 4_294_967_296 ? 32 - Math.clz32(value) : 64 - Math.clz32(Math.floor(value / 4_294_967_296));
}

/**
 * Writes doubles so that they come back bit for bit. Where they are decimals (a sensor's 0.01 steps, counts, booleans,
 * milliseconds): integers, their differences (`order` 1) or differences of differences (`order` 2, for time), packed in
 * blocks of 64 at the width the block needs, with exceptions aside. Else the XOR of neighbours.
 */
export function writeNumberColumn(out: BitWriter, column: Float64Array, count: number, order: 1 | 2): void {
  if (integers.length < count) integers = new Float64Array(count * 2);
  if (exceptions.length < count) exceptions = new Uint32Array(count * 2);
  const { exponent, exceptionCount } = findDecimals(column, count);
  if (exponent < 0) {
    out.write(xorMode, 1);
    writeXorColumn(out, column, count);
    return;
  }
  out.write(decimalMode, 1);
  out.write(exponent, 4);
  out.write(exceptionCount, 16);
  for (let at = 0; at < exceptionCount; at++) {
    const row = exceptions[at] as number;
    out.write(row, 16);
    bits.setFloat64(0, column[row] as number);
    out.write(bits.getUint32(0), 32);
    out.write(bits.getUint32(4), 32);
  }
  if (count === 0) return;
  bits.setFloat64(0, integers[0] as number);
  out.write(bits.getUint32(0), 32);
  out.write(bits.getUint32(4), 32);
  // Differences in place, from the end, so that each still sees its neighbours.
  for (let row = count - 1; row > 0; row--) {
    const step = (integers[row] as number) - (integers[row - 1] as number);
    const before = order === 2 && row > 1 ? (integers[row - 1] as number) - (integers[row - 2] as number) : 0;
    integers[row] = zigzag(step - before);
  }
  for (let start = 1; start < count; start += blockLength) {
    const end = Math.min(start + blockLength, count);
    let largest = 0;
    for (let row = start; row < end; row++) if ((integers[row] as number) > largest) largest = integers[row] as number;
    const width = bitWidth(largest);
    out.write(width, 6);
    for (let row = start; row < end; row++) out.writeLong(integers[row] as number, width);
  }
}

/** Reads `count` doubles written by writeNumberColumn with the same `order`. */
export function readNumberColumn(from: BitReader, count: number, order: 1 | 2): Float64Array<ArrayBuffer> {
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
