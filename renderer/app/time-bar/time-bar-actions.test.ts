import { describe, expect, it } from 'vitest';
import { movedByKey, steppedTo } from './time-bar-actions.ts';

describe('keys on the time bar', () => {
  const bar = { fromMs: 0, toMs: 180_000 };
  it('move the moment by a column, with Shift by ten, and to the ends', () => {
    expect([movedByKey('ArrowLeft', false, bar, 90_000, 180), movedByKey('ArrowRight', true, bar, 90_000, 180)]).toEqual([89_000, 100_000]);
    expect([movedByKey('Home', false, bar, 90_000, 180), movedByKey('End', false, bar, 90_000, 180), movedByKey('x', false, bar, 90_000, 180)]).toEqual([0, 180_000, null]);
  });
  it('go from note to note and stay at the last', () => {
    expect([steppedTo('ArrowRight', 0, 3), steppedTo('ArrowRight', 2, 3), steppedTo('ArrowLeft', 0, 3)]).toEqual([1, 2, 0]);
    expect([steppedTo('Home', 2, 3), steppedTo('End', 0, 3), steppedTo('Enter', 1, 3), steppedTo('End', 0, 0)]).toEqual([0, 2, null, null]);
  });
});
