import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeChunk, encodeTimes } from '#electron/engine/store/codec/chunk-codec.ts';
import { plainPieces, type SeriesPieces, unpackSeries, withRows } from './series-pieces.ts';
import { emptySeries, type GrowingSeries, type HistorySeries, pushRow } from './series.ts';

type Row = readonly [timeMs: number, value: number, quality: number];
const series = (rows: readonly Row[]): HistorySeries => ({
  timeMs: Float64Array.from(rows, ([time]) => time),
  value: Float64Array.from(rows, ([, value]) => value),
  quality: Uint32Array.from(rows, ([, , quality]) => quality),
});
const growing = (rows: readonly Row[]): GrowingSeries => {
  const to = emptySeries();
  for (const row of rows) pushRow(to, ...row);
  return to;
};
const rowsOf = ({ timeMs, value, quality }: HistorySeries): Row[] => Array.from(timeMs, (time, row) => [time, value[row] as number, quality[row] as number]);

const wave = Array.from({ length: 500 }, (_, row): Row => [1.7e12 + row * 1000 + (row % 7), Math.round(5000 * Math.sin(row / 30)) / 100, row % 90 === 0 ? 0x80050000 : 0]);
/** Two chunks, the second with its times outside, and plain rows before and behind. */
const whole = ((): SeriesPieces => {
  const times = encodeTimes(series(wave.slice(200, 400)).timeMs);
  const bodies = [encodeChunk(series(wave.slice(10, 200))), times, encodeChunk(series(wave.slice(200, 400)), { times: 'outside' })];
  const bytes = new Uint8Array(bodies.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const body of bodies) {
    bytes.set(body, at);
    at += body.length;
  }
  const layout = Uint32Array.of(10, 0, 0, 190, 0, (bodies[0] as Uint8Array).length, 200, times.length, (bodies[2] as Uint8Array).length, 100, 0, 0);
  return { fromMs: 0, toMs: 1e15, limit: 1000, isCut: false, bytes, layout, ...series([...wave.slice(0, 10), ...wave.slice(400)]) };
})();

describe('samples in pieces', () => {
  it('come together as they were recorded, and cut to span and limit', () => {
    const all = unpackSeries(whole, 1000);
    expect(all?.truncated).toBe(false);
    expect(rowsOf(all as HistorySeries)).toEqual(wave);
    const part = unpackSeries({ ...whole, fromMs: 1.7e12 + 50_500, toMs: 1.7e12 + 300_000, limit: 100 }, 1000);
    expect(part?.truncated).toBe(true);
    expect(rowsOf(part as HistorySeries)).toEqual(wave.slice(50, 151));
  });

  it('take rows in before and behind, which of equal times come first and last', () => {
    const at = 1.7e12 + 100_000 + (100 % 7);
    const more = withRows(whole, [growing([[at, -1, 1]]), growing([])], [growing([[at, -2, 2]]), growing([[5, -3, 3]])]);
    const found = unpackSeries({ ...more, fromMs: at, toMs: at }, 1000);
    expect(rowsOf(found as HistorySeries).map(([, value]) => value)).toEqual([wave[99]?.[1], -1, wave[100]?.[1], -2]);
    expect(rowsOf(unpackSeries(more, 1000) as HistorySeries)[0]).toEqual([5, -3, 3]);
    expect(withRows(whole, [], [growing([])])).toBe(whole);
  });

  it('that were cut already stay cut: rows put to them behind their end are left out', () => {
    const pieces = plainPieces(series(wave.slice(0, 50)), { fromMs: 0, toMs: 1e15, limit: 50 }, true);
    const found = unpackSeries(withRows(pieces, [], [growing([[1.7e12 + 500, 1, 0], [1.8e12, 2, 0]])]), 0);
    expect(found?.truncated).toBe(true);
    expect(rowsOf(found as HistorySeries)).toEqual([wave[0], [1.7e12 + 500, 1, 0], ...wave.slice(1, 49)]);
    expect(unpackSeries(plainPieces(series([]), { fromMs: 0, toMs: 1, limit: 5 }, false), 0)).toEqual({ ...series([]), truncated: false });
  });

  it('are refused when chunks hold more than was asked for, or a piece is none', () => {
    expect(unpackSeries(whole, 390)).not.toBeNull();
    expect(unpackSeries(whole, 389)).toBeNull();
    const lie = (change: (layout: Uint32Array) => void, more: Partial<SeriesPieces> = {}): unknown => {
      const layout = whole.layout.slice();
      change(layout);
      return unpackSeries({ ...whole, ...more, layout }, 1_000_000);
    };
    for (let at = 0; at < whole.layout.length; at++) {
      for (const by of [1, 4, -1, 0x7fff_ffff]) expect(lie((layout) => (layout[at] = (layout[at] as number) + by))).toBeNull();
      expect(lie((layout) => (layout[at] = (layout[at] as number) === 0 ? 4 : 0))).toBeNull();
    }
    expect(lie((layout) => layout.fill(0))).toBeNull();
    expect(unpackSeries({ ...whole, layout: whole.layout.slice(0, -1) }, 1000)).toBeNull();
    expect(unpackSeries({ ...whole, layout: whole.layout.slice(0, -3) }, 1000)).toBeNull();
    expect(lie(() => undefined, { bytes: whole.bytes.slice(0, -4) })).toBeNull();
    expect(lie(() => undefined, { value: whole.value.slice(1) })).toBeNull();
    expect(lie(() => undefined, { quality: whole.quality.slice(1) })).toBeNull();
  });

  it('end in bounded time and space whatever their bytes say: all rows asked for, or none', () => {
    let refused = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: whole.bytes.length - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 }), (changes) => {
        const bytes = whole.bytes.slice();
        for (const [at, byte] of changes) bytes[at] = byte;
        const found = unpackSeries({ ...whole, bytes }, 1000);
        if (found === null) refused++;
        else expect(found.timeMs.length).toBeLessThanOrEqual(500);
      }),
      { numRuns: 3000 },
    );
    expect(refused).toBeGreaterThan(300);
  });

  it('of noise that calls itself chunks are refused or read, and cost no more than their rows', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.uint8Array({ minLength: 8, maxLength: 80 }), fc.integer({ min: 1, max: 65_535 }), fc.boolean()), { minLength: 1, maxLength: 6 }), (noises) => {
        const bodies = noises.map(([noise, rows, isOutside]) => {
          const body = new Uint8Array(noise.subarray(0, noise.length & ~3));
          body[0] = 2;
          body[1] = rows & 0xff;
          body[2] = rows >>> 8;
          body[3] = isOutside ? (body[3] as number) | 1 : (body[3] as number) & 0xfe;
          return { rows, body, times: isOutside ? encodeTimes(Float64Array.from({ length: rows }, (_, row) => row)) : new Uint8Array(0) };
        });
        const bytes = new Uint8Array(bodies.flatMap(({ times, body }) => [...times, ...body]));
        const layout = Uint32Array.from(bodies.flatMap(({ rows, times, body }) => [rows, times.length, body.length]));
        const rows = bodies.reduce((sum, { rows: each }) => sum + each, 0);
        const found = unpackSeries({ fromMs: -1e15, toMs: 1e15, limit: 1e6, isCut: false, bytes, layout, ...series([]) }, 400_000);
        expect(found === null || found.timeMs.length <= rows).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
