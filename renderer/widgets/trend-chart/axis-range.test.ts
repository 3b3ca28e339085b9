import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisDecimals, roundRange, steadyRange } from './axis-range.ts';
import { endPlaces, lanesInRoom, layOutLanes, placeLanes, spreadLabels } from './lanes.ts';
import type { TrendPen } from './trend-frame.ts';

describe('the range of an axis', () => {
  it('holds what is to be shown and is not much wider', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e5, max: 1e5, noNaN: true }), fc.double({ min: 1e-3, max: 1e5, noNaN: true }), fc.constantFrom(2, 4), (low, size, intervals) => {
        const range = roundRange(low, low + size, intervals);
        expect(range.low).toBeLessThanOrEqual(low + size * 1e-6);
        expect(range.high).toBeGreaterThanOrEqual(low + size - size * 1e-6);
        expect(range.high - range.low).toBeLessThanOrEqual(size * 3.2);
      }),
    );
  });
  it('exists for a value that stands still', () => {
    for (const value of [0, 7, -3, 1e6]) {
      const { low, high } = roundRange(value, value, 2);
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThan(value);
    }
  });
  it('does not move while a live signal stays inside', () => {
    const first = steadyRange(null, 20, 30, 2);
    expect(steadyRange(first, 21, 29, 2)).toBe(first);
    expect(steadyRange(first, 20, first.high + 1, 2).high).toBeGreaterThan(first.high);
  });
  it('comes closer again when little of it is used', () => {
    const wide = steadyRange(null, 0, 1000, 2);
    expect(steadyRange(wide, 10, 20, 2).high).toBeLessThan(100);
  });
  it('has labels with as many decimals as they need', () => {
    expect(axisDecimals({ low: 0, high: 3, intervals: 2 })).toBe(1);
    expect(axisDecimals({ low: 0, high: 100, intervals: 4 })).toBe(0);
    expect(axisDecimals({ low: 0.8, high: 1.3, intervals: 2 })).toBe(2);
  });
});

const pen = (id: string, unit: string, title = 'K-201'): TrendPen => ({
  id,
  number: 1,
  title,
  unit,
  decimals: 1,
  isState: false,
  draw: 'line',
  joinMs: 3000,
  limits: [],
  normal: null,
  range: null,
  states: null,
  lane: null,
  axis: null,
  isLog: false,
});

describe('lanes', () => {
  it('take two pens each, on one axis where the unit is the same', () => {
    const lanes = layOutLanes([pen('A', '°C'), pen('B', '°C'), pen('C', 'bar'), pen('D', 'rpm', 'M-1'), pen('E', '%')], 'lanes');
    expect(lanes.map(({ pens, scales }) => [pens, scales.map(({ side, pens: members }) => [side, members])])).toEqual([
      [[0, 1], [['left', [0, 1]]]],
      [[2, 3], [['left', [2]], ['right', [3]]]],
      [[4], [['left', [4]]]],
    ]);
    expect(lanes.map(({ title }) => title)).toEqual(['K-201', 'K-201, M-1', 'K-201']);
  });
  it('stay at most six when there are many pens, in the order of the pens', () => {
    for (const count of [12, 13, 24]) {
      const lanes = layOutLanes(Array.from({ length: count }, (_, at) => pen(`P-${at}`, `unit ${at}`)), 'lanes');
      expect(lanes.length).toBeLessThanOrEqual(6);
      expect(lanes.flatMap(({ pens }) => pens)).toEqual(Array.from({ length: count }, (_, at) => at));
    }
  });
  it('are fewer in a low plot, none lower than can be read, and every pen stays in one', () => {
    const sizes = { gap: 7, band: 26, least: 36 };
    const room = fc.record({ count: fc.integer({ min: 1, max: 24 }), states: fc.integer({ min: 0, max: 3 }), height: fc.integer({ min: 20, max: 900 }) });
    fc.assert(
      fc.property(room, ({ count, states, height }) => {
        const pens = Array.from({ length: count + states }, (_, at) => ({ ...pen(`P-${at}`, `unit ${at}`), isState: at >= count }));
        const lanes = layOutLanes(pens, 'lanes', lanesInRoom(pens, height, sizes));
        expect(lanes.flatMap((lane) => lane.pens)).toEqual(pens.map((_, at) => at));
        const lines = placeLanes(lanes, 0, height, sizes.gap, sizes.band).filter((_, at) => lanes[at]?.kind === 'lines');
        if (lines.length > 1) for (const lane of lines) expect(lane.height).toBeGreaterThanOrEqual(sizes.least - 1e-9);
      }),
    );
    const twelve = Array.from({ length: 12 }, (_, at) => pen(`P-${at}`, `unit ${at}`));
    expect([900, 170, 100, 40].map((height) => layOutLanes(twelve, 'lanes', lanesInRoom(twelve, height, sizes)).length)).toEqual([6, 4, 2, 1]);
  });
  it('fill the plot from top to bottom', () => {
    const places = placeLanes([{ kind: 'lines' }, { kind: 'lines' }, { kind: 'lines' }], 10, 320, 10, 26);
    expect(places.map(({ top, height }) => [top, top + height])).toEqual([[10, 110], [120, 220], [230, 330]]);
  });
  it('of states are bands of a fixed height, the lines share the rest', () => {
    const places = placeLanes([{ kind: 'lines' }, { kind: 'states' }, { kind: 'lines' }], 0, 246, 10, 26);
    expect(places).toEqual([{ top: 0, height: 100 }, { top: 110, height: 26 }, { top: 146, height: 100 }]);
  });
  it('hold the pens that were put into them together, wherever those stand in the list', () => {
    const lanes = layOutLanes([{ ...pen('A', 'bar'), lane: 2 }, pen('B', 'bar'), { ...pen('C', 'rpm'), lane: 2 }, { ...pen('D', ''), isState: true }], 'lanes');
    expect(lanes.map(({ kind, pens }) => [kind, pens])).toEqual([['lines', [0, 2]], ['lines', [1]], ['states', [3]]]);
  });
  it('have the numbers at the line ends side by side where they are too low for all of them', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 90, noNaN: true }), { maxLength: 24 }), fc.integer({ min: 16, max: 90 }), (wished, height) => {
        const places = endPlaces(wished, 15, 0, height);
        expect(places.length).toBe(wished.length);
        for (const [at, one] of places.entries()) {
          expect(one.y).toBeGreaterThanOrEqual(7.5 - 1e-9);
          expect(one.y).toBeLessThanOrEqual(height - 7.5 + 1e-9);
          for (const other of places.slice(at + 1)) if (other.column === one.column) expect(Math.abs(other.y - one.y)).toBeGreaterThanOrEqual(15 - 1e-9);
        }
        if (wished.length * 15 <= height) expect(places.every(({ column }) => column === 0)).toBe(true);
      }),
    );
  });
  it('keep the numbers at the line ends apart and inside', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 400, noNaN: true }), { maxLength: 24 }), (wished) => {
        const places = spreadLabels(wished, 15, 0, 400);
        const sorted = places.toSorted((a, b) => a - b);
        sorted.forEach((place, at) => {
          expect(place).toBeGreaterThanOrEqual(7.5 - 1e-9);
          expect(place).toBeLessThanOrEqual(392.5 + 1e-9);
          if (at > 0) expect(place - (sorted[at - 1] as number)).toBeGreaterThanOrEqual(15 - 1e-9);
        });
      }),
    );
  });
});
