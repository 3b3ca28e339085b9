import { expect, it } from 'vitest';
import { boundsOf, nearestPoint } from './xy-bounds.ts';

it('both axes hold every point, and one alone', () => {
  expect(boundsOf(Float64Array.of(0, Number.NaN, 100))).toEqual({ low: -4, high: 104, isLog: false });
  expect(boundsOf(Float64Array.of(20, 20))).toEqual({ low: 19, high: 21, isLog: false });
  expect(boundsOf(Float64Array.of(0))).toEqual({ low: -1, high: 1, isLog: false });
  expect(boundsOf(Float64Array.of(Number.NaN))).toEqual({ low: 0, high: 1, isLog: false });
});
it('the point under the pointer is the nearest, as the eye sees it, or none', () => {
  const [x, y] = [Float64Array.of(0, 10, Number.NaN, 10.4), Float64Array.of(0, 1000, 5, 1000)];
  const per = { x: 10, y: 0.1 };
  expect(nearestPoint(x, y, { x: 10.1, y: 1010 }, per, 20)).toBe(1);
  expect(nearestPoint(x, y, { x: 10.39, y: 1000 }, per, 20)).toBe(3);
  expect(nearestPoint(x, y, { x: 50, y: 500 }, per, 20)).toBe(-1);
});
