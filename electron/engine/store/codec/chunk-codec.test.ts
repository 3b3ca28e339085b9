import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxChunkRows, readChunk } from '#shared/history-codec/chunk-body.ts';
import type { HistorySeries } from '../store-types.ts';
import { decodeChunk, decodeTimes, encodeChunk, encodeTimes, recordedRows, valueBefore } from './chunk-codec.ts';

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

/** Numbers from 0 to 1, always the same for a seed. */
const chanceOf = (seed: number) => () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 4_294_967_296;
};
/** Up to 700 samples of a period, with jitter or holes, of one of the kinds of signal there are. */
const plantSignal = fc
  .record({
    length: fc.integer({ min: 1, max: 700 }),
    periodMs: fc.constantFrom(0, 1, 10, 100, 1000, 60_000, 333.25),
    jitterMs: fc.constantFrom(0, 1, 10, 400, 5000),
    holes: fc.constantFrom(0, 0.3, 0.9),
    kind: fc.constantFrom('decimal', 'count', 'total', 'switch', 'single', 'scaled', 'full', 'constant', 'broken', 'long'),
    seed: fc.nat(),
  })
  .map(({ length, periodMs, jitterMs, holes, kind, seed }) => {
    const chance = chanceOf(seed);
    let held = 0;
    const draw = {
      decimal: () => Math.round(5000 + 100 * chance()) / 100,
      count: () => Math.floor(chance() * 65_536),
      total: () => (held += 40 + Math.floor(chance() * 5)),
      switch: () => (held = chance() < 0.02 ? 1 - held : held),
      single: () => Math.fround(chance() * 100),
      scaled: () => Math.floor(chance() * 90) * (10 / 27_648),
      full: () => (chance() - 0.5) * 10 ** Math.floor(chance() * 12),
      constant: () => 1 / 3,
      broken: () => (chance() < 0.05 ? Number.NaN : chance() < 0.02 ? -0 : 7.5),
      long: () => Math.floor(chance() * 2 ** 53) - 2 ** 52,
    }[kind];
    let slot = 0;
    const list = Array.from({ length }, () => {
      slot += 1 + (chance() < holes ? Math.floor(chance() * 40) : 0);
      const timeMs = 1.7e12 + slot * periodMs + Math.floor(chance() * jitterMs);
      return [timeMs, draw(), chance() < 0.02 ? 0x80000000 : 0] as const;
    });
    return list.toSorted(([a], [b]) => a - b);
  });

/** Written by version 1 on 2026-11-24: a wave with a bad stretch, square roots at odd times, odd values, nothing. */
const versionOneChunks = [
  'AYIAAADAnxdPCAAA0Grx/gQAQIEJAIACEwAAACgwAQBQYAIAoMAEAAAACkwAABSYAAAoMAEAAIACEwAABSYAAApMAAAAoMAEAECBCQCAAhMAAAAoMAEAUGACAKDABAAAAApMAAAUKCagEwA6AZ2ATgDoBHQCOgGgE9AJ6ASATkAnoBMAOgGdgE4A6AR0AjoBAgAAgDgLBAAAAHAIhUCfDidjmUQaCoMQSEQun9HqVcvtfsFgMPj75W6z1mm0mTQOAoQDwyGpXDYczycUCoVCH09Hgx0qkgcDQQgKjckmdGrFbrleMBgMBn+7XC22KnUykcSAwJBoQCaWzKbzAYVCoRDo0+FkLhSIQ2EYAkT2AAAAAAAMAAAAAAAKAQAAAAAAT420uQ==',
  'ASgABgAAEgVjCAAgD6zSK/QAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADAAROACwAHf4YYMDPsK/9f2d2JI7lFAyCr2dOLwiQCQGAtoJEhchiAUKz2fMzfEwDhD816FMfcAALcI0vZ0JoADPYZYsDMsC/+bWpLWweLiX9KZieZC0MIgJ4jpXsIPgFgNZ8CR1N60366ZglVwTbRZNwJKE3FpO30FOu9bx20v5o9+EHegXCqeYYQSMgufv1lFJU7/0rPCLWoC4rk304iSEHgcpZQrNQIiwR7hFPiFwZmC4f9EpJA4Yj5/4ft/kXiq6z8c3cWUHG5rbu3Fgx5OCr+92aE6DVcgMbH52lXLHZ7JzKv6+TWf+5B/2JMv3zo9qx3HMNrd29qLpp1EfXvfQwD4a7Hn8ktwpPREKovh3ts9pcKgWlTXo7zo+nq1nJeKaAAAAAAAAAAAACsur9z',
  'AQcAJABgAKB+jWEIAIDGBADoDwgAAACAAYBjQIbUYu0ABAQAAAAAAPh/AAAAAAEAAAAAgAAAAAACAAAA8H8AAAAAAwAAAAAAAQAAAAAAAAAAAAAAAoAIAAQAAAAIAAAAAAAEAPz///8LAAAAAAAAABw5hR4=',
  'AQAAAAAAAAAAAAAAAIpw4A==',
];

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
  it('comes back from bytes at any place of a larger buffer, as files are read', () => {
    const samples = series([[1000, 1.5, 0], [2000, 2.5, 0x80050000], [2500, -7, 0]]);
    for (let offset = 0; offset < 9; offset++) {
      const inside = (bytes: Uint8Array): Buffer => Buffer.concat([Buffer.alloc(offset, 0xff), bytes]).subarray(offset);
      expect(decodeChunk(inside(encodeChunk(samples)))).toEqual(samples);
    }
  });
  it('comes back bit for bit at 1 row and at the most rows a chunk can have', () => {
    const most = Array.from(
      { length: maxChunkRows },
      (_, row) => [1.7e12 + row * 1000 + (row % 10), Math.sqrt(row) * (row % 3), 0] as const,
    );
    for (const list of [[[1.7e12, 0.1, 0] as const], most]) {
      expectSame(decodeChunk(encodeChunk(series(list))), series(list));
      const times = series(list).timeMs;
      expect(decodeTimes(encodeTimes(times))).toEqual(times);
    }
    expect(() => encodeChunk(series([...most, [1.8e12, 0, 0]]))).toThrow('at most 65535');
  });
  it('comes back bit for bit for the signals plants are made of', () => {
    fc.assert(
      fc.property(plantSignal, (list) => expectSame(decodeChunk(encodeChunk(series(list))), series(list))),
      { numRuns: 150 },
    );
  });
  it('is read by a console, which looks at no check sum, as the engine reads it, and not when it is longer or shorter than it says', () => {
    fc.assert(
      fc.property(fc.oneof(plantSignal, rows), fc.boolean(), (list, isOutside) => {
        const sent = series(list);
        const bytes = encodeChunk(sent, { times: isOutside ? 'outside' : 'inline' });
        const times = isOutside ? encodeTimes(sent.timeMs) : null;
        const empty = (count: number) => ({ timeMs: new Float64Array(count), value: new Float64Array(count), quality: new Uint32Array(count) });
        const back = empty(list.length);
        expect(recordedRows(bytes, times)).toBe(list.length === 0 ? null : list.length);
        expect(readChunk(bytes, times, back)).toBe(true);
        expectSame(back, sent);
        expect(readChunk(bytes, isOutside ? null : encodeTimes(sent.timeMs), empty(list.length))).toBe(false);
        expect(readChunk(bytes, times, empty(list.length + 1))).toBe(false);
        const longer = new Uint8Array(bytes.length + 4);
        longer.set(bytes);
        expect(readChunk(longer, times, empty(list.length))).toBe(false);
        expect(readChunk(bytes.subarray(0, bytes.length - 4), times, empty(list.length))).toBe(false);
        if (times !== null) expect(readChunk(bytes, times.subarray(0, times.length - 4), empty(list.length))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
  it('comes back with times kept outside of it, and not with a column of another length', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const sent = series(list);
        const times = decodeTimes(encodeTimes(sent.timeMs));
        expect(times).not.toBeNull();
        const bytes = encodeChunk(sent, { times: 'outside' });
        expectSame(decodeChunk(bytes, times ?? undefined), sent);
        expect(decodeChunk(bytes)).toBeNull();
        expect(decodeChunk(bytes, new Float64Array(list.length + 1))).toBeNull();
        expect(decodeTimes(bytes)).toBeNull();
        expect(decodeChunk(encodeTimes(sent.timeMs))).toBeNull();
      }),
      { numRuns: 200 },
    );
  });
  it('takes under 0.4 bytes a sample for a steady sensor with two decimals, and 0.42 more where its times jitter by 10 ms', () => {
    const chance = chanceOf(7);
    const list = (jitterMs: number) =>
      Array.from({ length: 1024 }, (_, row) => {
        const wave = 50 + 2 * Math.sin(row / 900) + 0.005 * (chance() + chance() + chance() + chance() - 2) * Math.sqrt(3);
        return [1.7e12 + row * 1000 + Math.floor(chance() * jitterMs), Math.round(wave * 100) / 100, 0] as const;
      });
    const steady = encodeChunk(series(list(0))).length / 1024;
    expect(steady).toBeLessThan(0.4);
    expect(encodeChunk(series(list(10))).length / 1024 - steady).toBeLessThan(0.45);
  });
  it('takes as little for 32-bit floats with two decimals, and two bytes for the scaled counts of a converter', () => {
    const chance = chanceOf(8);
    const floats = Array.from(
      { length: 1024 },
      (_, row) => [1.7e12 + row * 1000, Math.fround(Math.round(5000 + chance() * 4) / 100), 0] as const,
    );
    expectSame(decodeChunk(encodeChunk(series(floats))), series(floats));
    expect(encodeChunk(series(floats)).length / 1024).toBeLessThan(0.4);
    const scaled = floats.map(([time]) => [time, Math.floor(chance() * 100) * (10 / 27_648) + 1 / 3, 0] as const);
    expectSame(decodeChunk(encodeChunk(series(scaled))), series(scaled));
    expect(encodeChunk(series(scaled)).length / 1024).toBeLessThan(2);
  });
  it('is refused, never misread, when any of its bytes was changed', () => {
    const list = Array.from({ length: 200 }, (_, row) => [1.7e12 + row * 1000, Math.sin(row), 0] as const);
    for (const [bytes, decode] of [
      [encodeChunk(series(list)), decodeChunk],
      [encodeTimes(series(list).timeMs), decodeTimes],
      [encodeChunk(series(list)), (changed: Uint8Array) => valueBefore(changed, undefined, 1.8e12)],
    ] as const) {
      expect(decode(bytes)).not.toBeNull();
      for (let at = 0; at < bytes.length; at++) {
        const changed = bytes.slice();
        changed[at] = (changed[at] as number) ^ (1 + (at % 255));
        expect(decode(changed)).toBeNull();
      }
      expect(decode(bytes.subarray(0, bytes.length - 8))).toBeNull();
      expect(decode(new Uint8Array(0))).toBeNull();
    }
  });
  it('is read to an end in bounded time and space whatever the bytes say, a right check sum or not', () => {
    const start = fc.constantFrom(1, 2, 0x72, 3);
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 400 }), fc.boolean(), (mark, noise, isChecked) => {
        const bytes = new Uint8Array(4 + (noise.length & ~3) + 4);
        bytes.set(noise.subarray(0, noise.length & ~3), 1);
        bytes[0] = mark;
        if (isChecked) new DataView(bytes.buffer).setUint32(bytes.length - 4, crc32(bytes.subarray(0, bytes.length - 4)), true);
        const back = decodeChunk(bytes);
        expect(back?.timeMs.length ?? 0).toBeLessThanOrEqual(maxChunkRows);
        expect(decodeTimes(bytes)?.length ?? 0).toBeLessThanOrEqual(maxChunkRows);
        const found = valueBefore(bytes, undefined, 1.7e12);
        expect(found?.row ?? 0).toBeLessThanOrEqual(maxChunkRows);
      }),
      { numRuns: 2000 },
    );
  });
  it('written by the first version of the format is read as it was', () => {
    const wave = Array.from({ length: 130 }, (_, row) => {
      const value = Math.round((50 + 3 * Math.sin(row / 9)) * 100) / 100;
      return [1.7e12 + row * 1000 + ((row * 7) % 10), value, row > 60 && row < 64 ? 0x80000000 : 0] as const;
    });
    const roots = Array.from({ length: 40 }, (_, row) => [1.7e12 + row * 1000.125, Math.sqrt(row) - 3, 0] as const);
    const odd = [
      [5, Number.NaN, 1],
      [5, -0, 1],
      [4, Infinity, 0],
      [1e15, Number.MIN_VALUE, 0],
      [-3.25, 0, 0xffffffff],
      [7, 1, 0],
      [7, 1, 0],
    ] as const;
    for (const [at, list] of [wave, roots, odd, []].entries()) {
      const bytes = Buffer.from(versionOneChunks[at] as string, 'base64');
      expectSame(decodeChunk(bytes), series(list));
    }
    const found = valueBefore(Buffer.from(versionOneChunks[0] as string, 'base64'), undefined, 1.7e12 + 62_500);
    expect(found).toMatchObject({ row: 62, quality: 0x80000000 });
  });
});

describe('the newest sample of a chunk at or before a time', () => {
  const expectFound = (list: readonly (readonly [number, number, number])[], probeMs: number): void => {
    const sent = series(list.toSorted(([a], [b]) => a - b));
    const row = sent.timeMs.findLastIndex((time) => time <= probeMs);
    const expected = row < 0 ? null : { row, timeMs: sent.timeMs[row], value: sent.value[row], quality: sent.quality[row] };
    const inline = valueBefore(encodeChunk(sent), undefined, probeMs);
    const outside = valueBefore(encodeChunk(sent, { times: 'outside' }), sent.timeMs, probeMs);
    expect(inline).toEqual(expected);
    expect(outside).toEqual(expected);
  };
  it('is what decoding all of it gives, whatever the samples', () => {
    fc.assert(
      fc.property(rows, time, fc.nat(), (list, probe, at) => {
        expectFound(list, probe);
        const known = list[at % Math.max(1, list.length)];
        if (known !== undefined) expectFound(list, known[0]);
      }),
      { numRuns: 300 },
    );
  });
  it('is what decoding all of it gives for the signals plants are made of', () => {
    fc.assert(
      fc.property(plantSignal, fc.double({ min: -0.1, max: 1.1, noNaN: true }), (list, share) => {
        const from = (list[0] as readonly [number, number, number])[0];
        const to = (list.at(-1) as readonly [number, number, number])[0];
        expectFound(list, from + share * (to - from));
        expectFound(list, (list[Math.floor(Math.min(0.999, Math.max(0, share)) * list.length)] as readonly [number, number, number])[0]);
      }),
      { numRuns: 400 },
    );
  });
});
