import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { addSample, advanceTo, createPixelColumns, markLost, type PixelColumns } from '#shared/math/pixel-columns.ts';
import { Q } from '#shared/model/quality.ts';
import type { PlacedLane } from './lane-ranges.ts';
import { createPenLayer, type PenLayer } from './pen-layer.ts';
import type { TrendFrame, TrendPen } from './trend-frame.ts';

const size = { width: 400, height: 60, ratio: 1 };
const stepMs = 40;
const pixelMs = 30;
const spanMs = size.width * pixelMs;
const startMs = 1_700_000_000_000;
const theme = { penPixels: [0x6fb7ff, 0x5fd3c0], accentPixel: 0x55aaff, earlierPixel: 0x808080 };

beforeAll(() => {
  // Node has none; the layer takes its size and bytes only.
  globalThis.ImageData ??= class {
    readonly width: number;
    readonly height: number;
    readonly data: Uint8ClampedArray;
    constructor(width: number, height: number) {
      [this.width, this.height, this.data] = [width, height, new Uint8ClampedArray(width * height * 4)];
    }
  } as unknown as typeof ImageData;
});

const penOf = (number: number, more: Partial<TrendPen> = {}): TrendPen => ({ id: `T-${number}`, number, title: '', unit: '', decimals: 1, isState: false, draw: 'line', joinMs: 400, limits: [], normal: null, range: [0, 100], states: null, lane: null, axis: null, isLog: false, ...more });
/** A plain line, one in steps, one with dashes, and one of which samples far apart are joined. */
const pens = [penOf(1), penOf(2, { draw: 'step' }), penOf(9), penOf(17, { joinMs: 4000 })];
const mostLagMs = 6000;
const shiftMs = 90 * pixelMs;
const columnsOf = (): PixelColumns => createPixelColumns(stepMs, Math.floor((startMs - spanMs - mostLagMs) / stepMs), Math.ceil((spanMs + mostLagMs) / stepMs) + 20);
const placed: readonly PlacedLane[] = [
  { lane: { kind: 'lines', title: '', pens: [0, 1], scales: [{ key: 'a', pens: [0, 1], side: 'left' }] }, top: 0, height: 30, ranges: [{ low: 0, high: 100, intervals: 4 }], hidden: [] },
  { lane: { kind: 'lines', title: '', pens: [2, 3], scales: [{ key: 'b', pens: [2, 3], side: 'left' }] }, top: 30, height: 30, ranges: [{ low: 0, high: 100, intervals: 4 }], hidden: [] },
];
/** The first pen has the second as its setpoint, the third its own past beside it. */
const frameOf = (columns: readonly PixelColumns[], movedPx: number, lagMs = 0, lostMs: number | null = null): TrendFrame => {
  const nowMs = startMs + movedPx * pixelMs - 7;
  const toMs = nowMs + 7 - lagMs;
  const only = (place: number, one: number): readonly (PixelColumns | null)[] => columns.map((_, at) => (at === place ? (columns[one] as PixelColumns) : null));
  return { fromMs: toMs - spanMs, toMs, nowMs, lostMs, columns, setpoints: only(0, 1), earlier: { columns: only(2, 2), shiftMs }, selected: 1, marks: [] };
};
const draw = (layer: PenLayer, frame: TrendFrame): Int32Array => new Int32Array(layer.draw(frame, placed, size).data.buffer.slice(0));

/** Where two pictures differ by more than rounding does; the first columns have nothing beside them to take from when they are painted anew. */
function differences(kept: Int32Array, fresh: Int32Array): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < kept.length; at++) {
    const [a, b] = [kept[at] as number, fresh[at] as number];
    if (a === b || at % size.width < 4) continue;
    const alpha = (pixel: number): number => pixel >>> 24;
    const channel = (pixel: number, by: number): number => (((pixel >>> by) & 255) * alpha(pixel)) / 255;
    const off = Math.max(Math.abs(alpha(a) - alpha(b)), ...[0, 8, 16].map((by) => Math.abs(channel(a, by) - channel(b, by))));
    if (off > 2) found.push(`x ${at % size.width} y ${Math.floor(at / size.width)}: ${(a >>> 0).toString(16)} for ${(b >>> 0).toString(16)}`);
  }
  return found;
}

const sample = fc.record({ pen: fc.nat(3), backMs: fc.oneof({ weight: 8, arbitrary: fc.nat(60) }, { weight: 1, arbitrary: fc.nat(3000) }), value: fc.double({ min: -5, max: 105, noNaN: true }), isBad: fc.nat(9).map((one) => one === 0) });
const step = fc.record({ movedPx: fc.oneof({ weight: 9, arbitrary: fc.nat(4) }, { weight: 1, arbitrary: fc.nat(150) }), samples: fc.array(sample, { maxLength: 12 }), isLost: fc.nat(19).map((one) => one === 0) });

describe('a picture of which most is kept', () => {
  it('is the picture painted from nothing, whatever comes in', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 25 }), fc.constantFrom(0, 0, 300, mostLagMs), fc.nat(40), (steps, lagMs, lostAt) => {
        const kept = createPenLayer(pens, 'lanes', theme);
        const columns = pens.map(columnsOf);
        let moved = 0;
        let lostMs: number | null = null;
        for (const [at, { movedPx, samples, isLost }] of steps.entries()) {
          moved += movedPx;
          if (at === lostAt) lostMs = startMs + moved * pixelMs - 100;
          const frame = frameOf(columns, moved, lagMs, lostMs);
          for (const one of columns) advanceTo(one, Math.floor(frame.nowMs / stepMs) + 3);
          if (isLost) for (const one of columns) markLost(one, frame.nowMs);
          for (const { pen, backMs, value, isBad } of samples.toSorted((a, b) => b.backMs - a.backMs)) addSample(columns[pen] as PixelColumns, frame.nowMs - backMs, value, isBad ? Q.badSensorFailure : Q.good);
          const fresh = createPenLayer(pens, 'lanes', theme);
          const [mine, wanted] = [draw(kept, frame), draw(fresh, frame)];
          expect(differences(mine, wanted)).toEqual([]);
          expect([...kept.drawn.ends].map((y) => y.toFixed(2))).toEqual([...fresh.drawn.ends].map((y) => y.toFixed(2)));
          for (const at of pens.keys()) {
            const round = (gaps: readonly number[] | undefined): readonly number[] => (gaps ?? []).map((x) => Math.round(x * 100) / 100);
            expect(round(kept.drawn.gaps[at])).toEqual(round(fresh.drawn.gaps[at]));
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('moves what stands there, and paints no pixel of it again', () => {
    const layer = createPenLayer(pens, 'lanes', theme);
    const columns = pens.map(columnsOf);
    for (const one of columns) for (let ms = startMs - spanMs; ms < startMs - 10; ms += 20) addSample(one, ms, 20 + ((ms / 20) % 7), Q.good);
    const image = layer.draw(frameOf(columns, 0), placed, size);
    const pixels = new Int32Array(image.data.buffer);
    const foreign = 0x12345678;
    const at = 25 * size.width + 200;
    pixels[at] = foreign;
    for (const movedPx of [1, 1, 4]) {
      const frame = frameOf(columns, movedPx);
      for (const one of columns) addSample(one, frame.nowMs, 24, Q.good);
      expect(layer.draw(frame, placed, size)).toBe(image);
      expect(pixels[at - movedPx]).toBe(foreign);
    }
    // Another selection, an older sample, another beginning than on a whole pixel: all of it is painted.
    layer.draw({ ...frameOf(columns, 4), selected: 0 }, placed, size);
    expect(pixels[at - 4]).not.toBe(foreign);
    pixels[at] = foreign;
    addSample(columns[0] as PixelColumns, startMs - 5000, 90, Q.good);
    layer.draw({ ...frameOf(columns, 4), selected: 0 }, placed, size);
    expect(pixels[at]).not.toBe(foreign);
    pixels[at] = foreign;
    layer.draw({ ...frameOf(columns, 5.4), selected: 0 }, placed, size);
    expect(pixels.indexOf(foreign)).toBe(-1);
  });
});
