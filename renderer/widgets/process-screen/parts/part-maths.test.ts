import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IndicatorScale } from '../../indicator-scale.ts';
import { fitText, wrapText } from './fit-text.ts';
import { baseOf, fractionIn, groupScale, limitsIn, zonesIn } from './group-scale.ts';
import { partOptions } from './part-options.ts';
import { spoke, starRadii, starRadius } from './star-shape.ts';
import { laneRange, layLanes } from './trend-lanes.ts';
import { createXyTail } from './xy-tail.ts';
import { addSample, createPixelColumns } from '#shared/math/pixel-columns.ts';
import { readPoints } from '#shared/screen/part-points.ts';

const overlay = { width: (_style: unknown, text: string): number => text.length * 10 };
const style = { size: 12, weight: 400, family: 'ui', grows: true } as const;
const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const scale = (
  low: number,
  high: number,
  limits: readonly number[] = [],
  normal: readonly [number, number] | null = null,
): IndicatorScale => ({
  low,
  high,
  normal,
  limits: limits.map((value) => ({ kind: 'high', value, priority: 2 })),
});

describe('text in a room', () => {
  it('never is wider than its room, and is whole where it fits', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.integer({ min: 10, max: 400 }), (text, width) => {
        const fitted = fitText(overlay, style, text, width);
        expect(fitted.length * 10).toBeLessThanOrEqual(Math.max(10, width));
        if (text.length * 10 <= width) expect(fitted).toBe(text);
        else expect(fitted.endsWith('…')).toBe(true);
      }),
    );
  });
  it('on lines keeps the order of its words and never takes more lines than it may', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { maxLength: 20 }),
        fc.integer({ min: 100, max: 300 }),
        fc.integer({ min: 1, max: 6 }),
        (words, width, lines) => {
          const out = wrapText(overlay, style, words.join(' '), width, lines);
          expect(out.length).toBeLessThanOrEqual(lines);
          for (const line of out) expect(line.length * 10).toBeLessThanOrEqual(width);
          const joined = out.join(' ');
          expect(words.join(' ').startsWith(joined.replace(/…$/, '').trimEnd())).toBe(true);
          if (!joined.endsWith('…')) expect(joined).toBe(words.join(' '));
        },
      ),
    );
  });
});

describe('the one scale of a group', () => {
  it('holds the scales of all bars where the screen asks for none', () => {
    expect(groupScale([scale(0, 100), null, scale(-20, 60)], Number.NaN, Number.NaN)).toEqual({ low: -20, high: 100 });
    expect(groupScale([null], Number.NaN, Number.NaN)).toEqual({ low: 0, high: 100 });
    expect(groupScale([scale(0, 100)], 20, Number.NaN)).toEqual({ low: 20, high: 100 });
    expect(groupScale([scale(0, 100)], 90, 10)).toEqual({ low: 0, high: 100 });
  });
  it('has every value and zone between 0 and 1, and only limits that are on it', () => {
    fc.assert(
      fc.property(number, number, number, fc.array(number, { maxLength: 4 }), (a, b, value, limits) => {
        fc.pre(a !== b);
        const group = { low: Math.min(a, b), high: Math.max(a, b) };
        const fraction = fractionIn(group, value);
        expect(fraction >= 0 && fraction <= 1).toBe(true);
        for (const { from, to } of zonesIn(group, scale(group.low, group.high, limits)))
          expect(from >= 0 && to <= 1 && to > from).toBe(true);
        expect(limitsIn(group, scale(0, 1, limits))).toHaveLength(
          limits.filter((limit) => limit >= group.low && limit <= group.high).length,
        );
        expect(baseOf(group)).toBeCloseTo(group.low < 0 && group.high > 0 ? fractionIn(group, 0) : 0, 9);
      }),
    );
  });
  it('draws no zone for a value without limits and normal band: the ground says it', () => {
    expect(zonesIn({ low: 0, high: 100 }, scale(0, 100))).toEqual([]);
    expect(zonesIn({ low: 0, high: 100 }, scale(0, 100, [], [40, 60]))).toEqual([{ kind: 'normal', from: 0.4, to: 0.6 }]);
  });
});

describe('a star', () => {
  it('has the middle of the normal range half out and its edges on the band, and grows with the value', () => {
    expect([starRadius(50, [40, 60]), starRadius(60, [40, 60]), starRadius(40, [40, 60])]).toEqual([
      starRadii.middle,
      starRadii.high,
      starRadii.low,
    ]);
    expect(starRadius(1e9, [40, 60])).toBe(1);
    expect(starRadius(-1e9, [40, 60])).toBe(starRadii.least);
    expect(starRadius(Number.NaN, [40, 60])).toBeNaN();
    fc.assert(
      fc.property(number, number, (a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        expect(starRadius(less, [40, 60])).toBeLessThanOrEqual(starRadius(more, [40, 60]));
      }),
    );
  });
  it('has its spokes round the circle, the first up', () => {
    expect(spoke(0, 4).map((part) => Math.round(part))).toEqual([0, -1]);
    expect(spoke(1, 4).map((part) => Math.round(part))).toEqual([1, 0]);
    for (const [x, y] of Array.from({ length: 7 }, (_, at) => spoke(at, 7))) expect(Math.hypot(x, y)).toBeCloseTo(1, 12);
  });
});

describe('lanes of a trend', () => {
  const pen = (unit: string, normal: readonly [number, number] | null = null, limits: readonly number[] = []) => ({ unit, normal, limits });
  it('are one for each unit, over each other without a gap too much', () => {
    const lanes = layLanes([pen('bar'), pen('°C'), pen('bar')], 10, 106);
    expect(lanes).toEqual([
      { pens: [0, 2], top: 10, height: 50 },
      { pens: [1], top: 66, height: 50 },
    ]);
  });
  it('show the normal band, all extremes of the window, and a limit that is near, but not one far away', () => {
    const columns = createPixelColumns(1000, 0, 10);
    addSample(columns, 2500, 50, 0);
    addSample(columns, 2600, 70, 0);
    addSample(columns, 2700, 50, 0);
    const [lane] = layLanes([pen('bar', [40, 60], [75, 400])], 0, 100);
    if (lane === undefined) throw new Error('no lane');
    const range = laneRange(lane, [pen('bar', [40, 60], [75, 400])], [columns], 0, null);
    expect(range.low).toBeLessThanOrEqual(40);
    expect(range.high).toBeGreaterThanOrEqual(75);
    expect(range.high).toBeLessThan(150);
    expect(laneRange(lane, [pen('bar', [40, 60], [75, 400])], [columns], 0, range)).toBe(range);
  });
});

describe('the tail of an operating point', () => {
  const past = (last: readonly number[], bad: readonly number[] = []) => {
    const row = Float64Array.from(last);
    return {
      timeMs: row.map((_, at) => at * 1000),
      first: row,
      min: row,
      max: row,
      last: row,
      mean: row,
      count: Uint32Array.from(last, (value, at) => (Number.isNaN(value) && !bad.includes(at) ? 0 : 1)),
      badCount: Uint32Array.from(last, (_, at) => (bad.includes(at) ? 1 : 0)),
    };
  };
  const order = (tail: ReturnType<typeof createXyTail>): readonly number[] =>
    Array.from({ length: tail.slots }, (_, n) => tail.x[(tail.newest + 1 + n) % tail.slots] as number);
  it('keeps the last points in their order and forgets what is older', () => {
    const tail = createXyTail(5000, 5);
    for (let second = 0; second < 8; second++) tail.push(second * 1000, second, second);
    expect(order(tail)).toEqual([3, 4, 5, 6, 7]);
  });
  it('has a gap where nobody looked, and does not go back in time', () => {
    const tail = createXyTail(5000, 5);
    tail.push(0, 1, 1);
    tail.push(3000, 2, 2);
    expect(tail.push(1000, 9, 9)).toBe(false);
    expect(order(tail)).toEqual([Number.NaN, 1, Number.NaN, Number.NaN, 2]);
  });
  it('takes the past under what was seen since: held where nothing came, not known after a bad value', () => {
    const tail = createXyTail(5000, 5);
    tail.push(4000, 9, 9);
    tail.load(past([1, Number.NaN, 3, Number.NaN], [3]), past([1, 2, 3, 4]));
    expect(order(tail)).toEqual([1, 1, 3, Number.NaN, 9]);
  });
});

describe('what a screen says of a part', () => {
  it('is held within the bounds of the catalogue, and its own value stands where nothing can be read', () => {
    const width = (text: string | undefined): number => partOptions('counter', text === undefined ? {} : { width: text }).number('width');
    expect([width(undefined), width('wide'), width('300'), width('1'), width('99999')]).toEqual([200, 200, 300, 140, 600]);
    expect(partOptions('bar-group', {}).number('low')).toBeNaN();
    expect([...partOptions('multi-state', { show: ' all  plain ' }).words('show')]).toEqual(['all', 'plain']);
  });
  it('points are pairs of numbers or none at all', () => {
    expect([...readPoints('1,2 3.5,-4e2')]).toEqual([1, 2, 3.5, -400]);
    for (const text of ['', '1,2 3', '1,x', 'Infinity,1', undefined]) expect([...readPoints(text)]).toEqual([]);
  });
});
