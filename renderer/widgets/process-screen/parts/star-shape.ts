import { deviation } from '../deviation.ts';

/** Radius of the normal range's middle, of its edges, and of where the outermost deviations are held, in parts of the star's radius. */
export const starRadii = { middle: 0.5, low: 0.28, high: 0.72, least: 0.05, most: 1 } as const;

/** Radius of a value on its spoke, 0 to 1: the middle of the normal range at half, its edges at 0.28 and 0.72, held near centre and rim. NaN for no number. */
export function starRadius(value: number, normal: readonly [number, number]): number {
  const { middle, high, least, most } = starRadii;
  return Math.min(most, Math.max(least, middle + deviation(value, normal) * (high - middle)));
}

/** The direction of spoke `at` of `count`: the first points up, the others follow clockwise; y grows downwards. */
export function spoke(at: number, count: number): readonly [number, number] {
  const turn = (at / count) * 2 * Math.PI - Math.PI / 2;
  return [Math.cos(turn), Math.sin(turn)];
}
