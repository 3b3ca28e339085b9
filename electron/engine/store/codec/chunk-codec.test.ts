import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HistorySeries } from '../store-types.ts';
import { decodeBlock, encodeBlock } from './block-codec.ts';
import { decodeChunk, encodeChunk } from './chunk-codec.ts';

const series = (rows: readonly (readonly [number, number, number])[]): HistorySeries => ({
  timeMs: Float64Array.from(rows, ([time]) => time),
  value: Float64Array.from(rows, ([, value]) => value),
  quality: Uint32Array.from(rows, ([, , quality]) => quality),
});
/** Bits of each double, so that -0 and 0 differ; every NaN counts as the same. */
const bitsOf = (column: Float64Array): readonly string[] => Array.from(column, (value) => (Object.is(value, -0) ? '-0' : String(value)));
const expectSame = (back: HistorySeries | null, sent: HistorySeries): void => {
  expect(back).not.toBeNull();
  if (back === null) return;
  expect(bitsOf(back.timeMs)).toEqual(bitsOf(sent.timeMs));
  expect(bitsOf(back.value)).toEqual(bitsOf(sent.value));
  expect(Array.from(back.quality)).toEqual(Array.from(sent.quality));
};

const time = fc.oneof(
  fc.integer({ min: 1_700_000_000_000, max: 1_700_000_100_000 }),
  fc.integer({ min: 1_700_000_000_000_000, max: 1_700_000_000_900_000 }).map((us) => us / 1000),
  fc.double({ min: -1e15, max: 1e15, noNaN: true }),
);
const value = fc.oneof(
  fc.integer({ min: -5000, max: 5000 }).map((n) => n / 100),
  fc.constantFrom(0, -0, 1, Number.NaN, Infinity, -Infinity, Number.MAX_VALUE, Number.MIN_VALUE, 2 ** 53, -(2 ** 53), 0.1 + 0.2),
  fc.double(),
  fc.float(),
  fc.integer(),
);
const quality = fc.oneof(fc.constant(0), fc.constantFrom(0x80000000, 0x40900000, 0xffffffff), fc.nat({ max: 0xffffffff }));
const rows = fc.array(fc.tuple(time, value, quality), { maxLength: 300 });

describe('a chunk of samples', () => {
  it('comes back bit for bit, whatever the values, times in any order', () => {
    fc.assert(
      fc.property(rows, (list) => expectSame(decodeChunk(encodeChunk(series(list))), series(list))),
      { numRuns: 400 },
    );
  });
  it('comes back bit for bit when every value is of one difficult kind', () => {
    const kinds = [
      fc.double(),
      fc.constantFrom(Number.NaN, 1.5),
      fc.constantFrom(-0, 0),
      fc.constantFrom(Infinity, 3),
      fc.integer().map((n) => n * 2 ** 20),
      fc.float(),
    ];
    for (const kind of kinds) {
      fc.assert(
        fc.property(fc.array(fc.tuple(time, kind, quality), { minLength: 1, maxLength: 200 }), (list) =>
          expectSame(decodeChunk(encodeChunk(series(list))), series(list)),
        ),
        { numRuns: 80 },
      );
    }
  });
  it('takes under half a byte a sample for a steady sensor with two decimals', () => {
    const list: [number, number, number][] = [];
    for (let row = 0; row < 1024; row++) list.push([1.7e12 + row * 1000, Math.round((50 + 0.02 * Math.sin(row / 60)) * 100) / 100, 0]);
    const bytes = encodeChunk(series(list));
    expectSame(decodeChunk(bytes), series(list));
    expect(bytes.length / 1024).toBeLessThan(0.5);
  });
  it('is refused, never misread, when any of its bytes was changed', () => {
    const bytes = encodeChunk(series(Array.from({ length: 200 }, (_, row) => [1.7e12 + row * 1000, Math.sin(row), 0] as const)));
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = bytes.slice();
        changed[at] = (changed[at] as number) ^ change;
        expect(decodeChunk(changed)).toBeNull();
      }),
      { numRuns: 300 },
    );
    expect(decodeChunk(bytes.subarray(0, bytes.length - 8))).toBeNull();
    expect(decodeChunk(new Uint8Array(0))).toBeNull();
  });
});

describe('a block of samples of many tags', () => {
  it('comes back bit for bit', () => {
    const many = fc.array(fc.tuple(fc.nat({ max: 100_000 }), time, value, quality), { maxLength: 200 });
    fc.assert(
      fc.property(many, (list) => {
        const plain = series(list.map(([, t, v, q]) => [t + 0, v, q] as const));
        const sent = { ...plain, key: Uint32Array.from(list, ([key]) => key) } as Parameters<typeof encodeBlock>[0];
        const back = decodeBlock(encodeBlock(sent));
        expectSame(back, sent);
        expect(Array.from(back?.key ?? [])).toEqual(Array.from(sent.key));
      }),
      { numRuns: 300 },
    );
  });
  it('is refused when a byte was changed', () => {
    const bytes = encodeBlock({
      key: Uint32Array.of(1, 2),
      timeMs: Float64Array.of(5, 6),
      value: Float64Array.of(1, 2),
      quality: Uint32Array.of(0, 0),
    });
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at] = (changed[at] as number) ^ 0x10;
      expect(decodeBlock(changed)).toBeNull();
    }
  });
});
