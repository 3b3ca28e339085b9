import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packPen, type PackedPen, type PenValues, unpackPens } from './packed-pens.ts';

const names = ['first', 'min', 'max', 'last', 'mean', 'count', 'badCount'] as const;
const bits = (column: ArrayBufferView): Uint8Array => new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
const bytesOf = (pen: PackedPen): number => names.reduce((sum, name) => sum + pen[name].byteLength, 0);

const penOf = (rows: readonly (readonly [first: number, min: number, max: number, last: number, mean: number, count: number, bad: number])[]): PenValues => {
  const column = (at: number): Float64Array<ArrayBuffer> => Float64Array.from(rows, (row) => row[at] as number);
  return { first: column(0), min: column(1), max: column(2), last: column(3), mean: column(4), count: Uint32Array.from(column(5)), badCount: Uint32Array.from(column(6)) };
};
const throughAndBack = (pen: PenValues): PackedPen => {
  const packed = packPen(pen);
  const width = pen.count.length;
  const [back] = unpackPens({ width, pens: [packed] }) ?? [];
  for (const name of names) expect(bits(back?.[name] as Float64Array), name).toEqual(bits(pen[name]));
  return packed;
};

/** Hundredths, controllers' REALs, whole numbers, states, full precision; some of other kinds among them. */
const value = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -1000, max: 90_000 }).map((steps) => steps / 100) },
  fc.integer({ min: -1000, max: 90_000 }).map((steps) => Math.fround(steps / 100)),
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.constantFrom(0, -0, 1, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, 5e-324),
);
const kinds = [
  fc.integer({ min: -1000, max: 40_000 }).map((steps) => steps / 100),
  fc.integer({ min: -100_000, max: 4_000_000 }).map((steps) => Math.fround(steps / 1000)),
  fc.oneof(fc.constant(Number.NaN), fc.integer({ min: 0, max: 1 })),
  fc.double({ noNaN: true }),
  fc.float({ noNaN: true }),
  value,
];
const count = fc.oneof(fc.nat({ max: 3600 }), fc.nat({ max: 0xffff_ffff }));
const pen = fc
  .constantFrom(...kinds)
  .chain((kind) => fc.array(fc.tuple(kind, kind, kind, kind, fc.double({ noNaN: true }), count, fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, count)), { minLength: 1, maxLength: 40 }))
  .map(penOf);

describe('columns of a pen as they travel', () => {
  it('come back to the last bit, whatever their values', () => {
    fc.assert(fc.property(pen, (columns) => void throughAndBack(columns)), { numRuns: 3000 });
  });

  it('take 18 bytes a column where values are decimals, of doubles or of 32-bit floats, and none is bad', () => {
    const rows = (of: (steps: number) => number) => Array.from({ length: 1000 }, (_, at) => [of(2000 + at), of(1990), of(2990), of(at === 5 ? 2100 : 2500), 21.123456789, 1800, 0] as const);
    expect(bytesOf(throughAndBack(penOf(rows((steps) => steps / 100))))).toBe(18_000);
    expect(bytesOf(throughAndBack(penOf(rows((steps) => Math.fround(steps / 100)))))).toBe(18_000);
    // A gap of the window is no reason for more.
    const gap = [Number.NaN, Number.NaN, Number.NaN, Number.NaN, 0, 0, 0] as const;
    expect(bytesOf(throughAndBack(penOf([...rows((steps) => steps / 100), gap])))).toBe(18_018);
    // A range beyond 16 bits, counts beyond them, full precision as a float and as a double.
    expect(bytesOf(throughAndBack(penOf([[0, 0, 700, 1, 0, 1, 0], [0.01, 0, 0, 0, 0, 1, 0]])))).toBe(2 * 26);
    expect(bytesOf(throughAndBack(penOf([[0, 0, 700, 1, 0, 70_000, 70_000]])))).toBe(24);
    expect(bytesOf(throughAndBack(penOf([[Math.fround(Math.PI), 0, 1, 1, 0, 1, 0]])))).toBe(26);
    expect(bytesOf(throughAndBack(penOf([[Math.PI, 0, 1, 1, 0, 1, 0]])))).toBe(42);
  });

  it('are refused where a part is missing, of another kind or length, and never read beyond what is there', () => {
    const packed = packPen(penOf([[1, 1, 2, 2, 1.5, 10, 0], [2, 1, 2, 1, 1.5, 10, 1]]));
    const all = { width: 2, pens: [packed] };
    expect(unpackPens(all)).toHaveLength(1);
    for (const name of Object.keys(packed)) {
      for (const other of [undefined, null, 'x', {}, Number.NaN, 1.5, -1, [1, 2], new Uint8Array(2), new Float64Array(3), new Uint16Array(1)]) {
        if (name === 'low' && other === -1) continue;
        expect(unpackPens({ ...all, pens: [{ ...packed, [name]: other } as never] }), name).toBeNull();
      }
    }
    for (const wrong of [{ width: 3 }, { width: -1 }, { width: 1.5 }, { pens: 'x' }, { pens: [null] }]) expect(unpackPens({ ...all, ...wrong } as never)).toBeNull();
  });
});
