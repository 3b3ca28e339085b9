import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTimeColumns, type TimeColumns } from '#shared/math/decimate.ts';
import { segmentBuckets } from './levels.ts';
import { decodeSegment, encodeSegment, segmentSeed, type Segment } from './segment-codec.ts';

const minute = 60_000;
const start = 1_767_225_600_000;
const seed = segmentSeed(7, start, minute);

type Bucket = { readonly place: number; readonly values: readonly number[]; readonly offsets: readonly number[]; readonly bad: number; readonly part: number; readonly isFull: boolean };

/** Columns of a segment with these buckets; the times of the first samples with them. */
function columnsOf(buckets: readonly Bucket[]): { readonly columns: TimeColumns; readonly sinceMs: Float64Array } {
  const columns = createTimeColumns(start, start + minute * segmentBuckets, segmentBuckets);
  const sinceMs = new Float64Array(segmentBuckets);
  for (const { place, values, offsets, bad, part, isFull } of buckets) {
    const times = offsets.slice(0, values.length + bad).toSorted((a, b) => a - b);
    const base = start + place * minute;
    columns.count[place] = values.length + bad;
    columns.badCount[place] = bad;
    columns.endsBad[place] = bad > 0 && part < 0.5 ? 1 : 0;
    sinceMs[place] = base + (times[0] as number);
    columns.goodMs[place] = isFull ? base + minute - (sinceMs[place] as number) : part * minute;
    if (values.length === 0) continue;
    columns.first[place] = values[0] as number;
    columns.last[place] = values.at(-1) as number;
    const sorted = Float64Array.from(values).sort();
    columns.min[place] = sorted[0] as number;
    columns.max[place] = sorted.at(-1) as number;
    columns.firstMs[place] = base + (times[0] as number);
    columns.lastMs[place] = base + (times[values.length - 1] as number);
    const [least, most] = [sorted[0] as number, sorted.at(-1) as number];
    columns.mean[place] = least === most ? least : least * (1 - part) + most * part;
  }
  return { columns, sinceMs };
}

const steps = (size: number): fc.Arbitrary<number> => fc.integer({ min: -400, max: 400 }).map((step) => step / size);
const kinds: Readonly<Record<string, fc.Arbitrary<number>>> = {
  'hundredths': steps(100),
  'one value': fc.constant(21.5),
  'a switch': fc.constantFrom(0, 1),
  '32-bit floats': steps(100).map((value) => Math.fround(value)),
  'counts scaled to full precision': steps(1).map((value) => value * 0.0123456789),
  'full precision': fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }),
  'any double but NaN': fc.double({ noNaN: true }),
  'the largest there are': fc.constantFrom(Number.MAX_VALUE, -Number.MAX_VALUE, 5e-324, 2 ** 53, -(2 ** 53)),
};

const bucketsOf = (value: fc.Arbitrary<number>): fc.Arbitrary<readonly Bucket[]> => {
  const offset = fc.oneof(fc.nat({ max: minute - 1 }), fc.double({ min: 0, max: minute - 1, noNaN: true }).map((ms) => Math.floor(ms * 4096) / 4096));
  const bucket = fc.record({
    place: fc.nat({ max: segmentBuckets - 1 }),
    values: fc.array(value, { maxLength: 4 }),
    offsets: fc.array(offset, { minLength: 7, maxLength: 7 }),
    bad: fc.constantFrom(0, 0, 0, 1, 3),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
    isFull: fc.boolean(),
  });
  const some = fc.uniqueArray(bucket, { selector: ({ place }) => place, minLength: 1, maxLength: 256, size: 'max' });
  return some.map((all) => all.filter(({ values, bad }) => values.length + bad > 0));
};

function expectSame(found: Segment, { columns, sinceMs }: ReturnType<typeof columnsOf>): void {
  const places = Array.from({ length: segmentBuckets }, (_, place) => place).filter((place) => columns.count[place] !== 0);
  expect(Array.from(found.bucket)).toEqual(places);
  const wanted = { ...columns, sinceMs };
  for (const name of ['first', 'min', 'max', 'last', 'firstMs', 'lastMs', 'goodMs', 'count', 'badCount', 'endsBad', 'sinceMs'] as const) {
    expect(Array.from(found[name]), name).toEqual(places.map((place) => wanted[name][place]));
  }
  for (const [row, place] of places.entries()) {
    const [mean, least, most] = [columns.mean[place] as number, columns.min[place] as number, columns.max[place] as number];
    if (Number.isNaN(mean) || least === most) expect(found.mean[row]).toBe(mean);
    // Halves, as the whole may be infinite.
    else if (Number.isFinite(mean)) expect(Math.abs((found.mean[row] as number) / 2 - mean / 2)).toBeLessThanOrEqual((most / 2 - least / 2) / 131_070 + Math.max(Math.abs(least), Math.abs(most)) * 1e-15);
  }
}

describe('bytes of a segment', () => {
  for (const [name, value] of Object.entries(kinds)) {
    it(`give back what they were made of, the mean to a 131,070th of the range: ${name}`, () => {
      fc.assert(
        fc.property(bucketsOf(value), (buckets) => {
          const given = columnsOf(buckets);
          const bytes = encodeSegment(given.columns, given.sinceMs, seed);
          if (buckets.length === 0) expect(bytes).toBeNull();
          else expectSame(decodeSegment(bytes as Uint8Array, start, minute, seed) as Segment, given);
        }),
        { numRuns: 60 },
      );
    });
  }

  it('are refused when a byte is changed, when they are cut, and for another tag or time', () => {
    fc.assert(
      fc.property(bucketsOf(steps(100)), fc.nat(), fc.integer({ min: 1, max: 255 }), (buckets, at, change) => {
        const given = columnsOf(buckets);
        const bytes = encodeSegment(given.columns, given.sinceMs, seed);
        if (bytes === null) return;
        expect(decodeSegment(bytes.slice(0, at % bytes.length), start, minute, seed)).toBeNull();
        for (const other of [segmentSeed(8, start, minute), segmentSeed(7, start + minute * 256, minute)]) {
          expect(decodeSegment(bytes, start, minute, other)).toBeNull();
        }
        bytes[at % bytes.length]! ^= change;
        expect(decodeSegment(bytes, start, minute, seed)).toBeNull();
      }),
      { numRuns: 60 },
    );
  });

  it('take at most 6 bytes a minute of a slow temperature in hundredths', () => {
    const buckets = Array.from({ length: segmentBuckets }, (_, place): Bucket => {
      const around = (second: number): number => Math.round(4000 + 200 * Math.sin(second / 900) + ((second * 7919) % 3)) / 100;
      const values = Array.from({ length: 60 }, (_value, second) => around(place * 60 + second));
      return { place, values, offsets: values.map((_value, second) => second * 1000), bad: 0, part: 0.4, isFull: true };
    });
    const { columns, sinceMs } = columnsOf(buckets);
    expect((encodeSegment(columns, sinceMs, seed) as Uint8Array).length).toBeLessThan(6 * segmentBuckets);
  });
});
