import { asInteger, powerOf, toDecimal } from './decimals.ts';

/** Of each column of equal time: first, min, max and last value that is not bad and mean (NaN for none), samples and bad ones. */
export type PenValues = {
  readonly first: Float64Array<ArrayBuffer>;
  readonly min: Float64Array<ArrayBuffer>;
  readonly max: Float64Array<ArrayBuffer>;
  readonly last: Float64Array<ArrayBuffer>;
  /** Of the good part of the column, weighted by time, values held. */
  readonly mean: Float64Array<ArrayBuffer>;
  readonly count: Uint32Array<ArrayBuffer>;
  readonly badCount: Uint32Array<ArrayBuffer>;
};

/** The same with the beginning of each column, UTC epoch ms. */
export type PenColumns = { readonly timeMs: Float64Array<ArrayBuffer> } & PenValues;

type Steps = Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
type Values = Steps | Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/**
 * Values of columns in fewer bytes, back to the last bit. Values in whole numbers are steps of 10 ** -`exponent` above `low`, the
 * highest number of the column's type for NaN; what fits no such steps is there as it is, in floats of either length.
 */
export type PackedPen = {
  readonly low: number;
  readonly exponent: number;
  /** The steps give the nearest 32-bit float, as a controller's REAL. */
  readonly isSingle: boolean;
  readonly first: Values;
  readonly min: Values;
  readonly max: Values;
  readonly last: Values;
  readonly mean: Float64Array<ArrayBuffer>;
  readonly count: Steps;
  /** Empty where no sample is bad. */
  readonly badCount: Steps;
};

/** `width` columns from `fromMs` to `toMs`, UTC epoch ms. */
export type PackedPens = { readonly fromMs: number; readonly toMs: number; readonly width: number; readonly pens: readonly PackedPen[] };

type Scale = { readonly low: number; readonly exponent: number; readonly isSingle: boolean; readonly span: number };

const valueNames = ['first', 'min', 'max', 'last'] as const;
const mostExponent = 9;
const nan16 = 0xffff;
const nan32 = 0xffff_ffff;

export function packPen(pen: PenValues): PackedPen {
  return { ...packValues(pen), mean: pen.mean, count: packCounts(pen.count), badCount: pen.badCount.every((count) => count === 0) ? new Uint16Array(0) : packCounts(pen.badCount) };
}

function packValues(pen: PenValues): Omit<PackedPen, 'mean' | 'count' | 'badCount'> {
  const columns = valueNames.map((name) => pen[name]);
  const isSingle = columns.every(isSingleColumn);
  for (const single of isSingle ? [false, true] : [false]) {
    const scale = findScale(columns, single);
    const [first, min, max, last] = scale === null ? [] : columns.map((column) => toSteps(column, scale));
    if (scale === null || first == null || min == null || max == null || last == null) continue;
    return { low: scale.low, exponent: scale.exponent, isSingle: single, first, min, max, last };
  }
  const plain = (column: Float64Array<ArrayBuffer>): Values => (isSingle ? new Float32Array(column) : column);
  return { low: 0, exponent: 0, isSingle: false, first: plain(pen.first), min: plain(pen.min), max: plain(pen.max), last: plain(pen.last) };
}

function isSingleColumn(column: Float64Array): boolean {
  for (const value of column) if (Math.fround(value) !== value && !Number.isNaN(value)) return false;
  return true;
}

/** The lowest exponent that makes all values whole numbers; null where none does. */
function findScale(columns: readonly Float64Array[], isSingle: boolean): Scale | null {
  let exponent = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const column of columns) {
    for (const value of column) {
      if (Number.isNaN(value)) continue;
      while (Number.isNaN(asInteger(value, exponent, isSingle))) if (++exponent > mostExponent) return null;
      if (value < lowest) lowest = value;
      if (value > highest) highest = value;
    }
  }
  if (lowest > highest) return { low: 0, exponent: 0, isSingle, span: 0 };
  const low = asInteger(lowest, exponent, isSingle);
  const span = asInteger(highest, exponent, isSingle) - low;
  return span < nan32 ? { low, exponent, isSingle, span } : null;
}

/** Null where a value is no whole number after all: numbers near the end of what a double holds. */
function toSteps(column: Float64Array, { low, exponent, isSingle, span }: Scale): Steps | null {
  const steps = span < nan16 ? new Uint16Array(column.length) : new Uint32Array(column.length);
  const none = span < nan16 ? nan16 : nan32;
  for (let row = 0; row < column.length; row++) {
    const value = column[row] as number;
    const step = Number.isNaN(value) ? none : asInteger(value, exponent, isSingle) - low;
    if (Number.isNaN(step)) return null;
    steps[row] = step;
  }
  return steps;
}

function packCounts(counts: Uint32Array<ArrayBuffer>): Steps {
  for (const count of counts) if (count > nan16) return counts;
  return new Uint16Array(counts);
}

/** The pens as they were packed; null for what no `packPen` makes. The work is bounded by the columns that are there. */
export function unpackPens({ width, pens }: Pick<PackedPens, 'width' | 'pens'>): readonly PenValues[] | null {
  if (!(Number.isSafeInteger(width) && Array.isArray(pens))) return null;
  const unpacked: PenValues[] = [];
  for (const pen of pens as readonly unknown[]) {
    if (!isPackedPen(pen, width)) return null;
    const [first, min, max, last] = valueNames.map((name) => toValues(pen[name], pen)) as [Column, Column, Column, Column];
    unpacked.push({ first, min, max, last, mean: pen.mean, count: toCounts(pen.count, width), badCount: toCounts(pen.badCount, width) });
  }
  return unpacked;
}

type Column = Float64Array<ArrayBuffer>;

function toValues(values: Values, { low, exponent, isSingle }: PackedPen): Column {
  if (values instanceof Float64Array) return values;
  if (values instanceof Float32Array) return new Float64Array(values);
  const column = new Float64Array(values.length);
  const none = values instanceof Uint16Array ? nan16 : nan32;
  const power = powerOf(exponent);
  for (let row = 0; row < column.length; row++) {
    const step = values[row] as number;
    column[row] = step === none ? Number.NaN : toDecimal(low + step, power, isSingle);
  }
  return column;
}

function toCounts(counts: Steps, width: number): Uint32Array<ArrayBuffer> {
  if (counts.length === 0) return new Uint32Array(width);
  return counts instanceof Uint32Array ? counts : new Uint32Array(counts);
}

function isPackedPen(pen: unknown, width: number): pen is PackedPen {
  if (typeof pen !== 'object' || pen === null) return false;
  const { low, exponent, isSingle, mean, count, badCount, ...values } = pen as Partial<Record<keyof PackedPen, unknown>>;
  const isSteps = (column: unknown): column is Steps => column instanceof Uint16Array || column instanceof Uint32Array;
  return (
    Number.isSafeInteger(low) && Number.isInteger(exponent) && (exponent as number) >= 0 && (exponent as number) <= mostExponent && typeof isSingle === 'boolean' &&
    valueNames.every((name) => {
      const column = values[name];
      return (isSteps(column) || column instanceof Float32Array || column instanceof Float64Array) && column.length === width;
    }) &&
    mean instanceof Float64Array && mean.length === width && isSteps(count) && count.length === width &&
    isSteps(badCount) && (badCount.length === 0 || badCount.length === width)
  );
}
