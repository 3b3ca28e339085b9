import { describe, expect, it } from 'vitest';
import { firstTurn, standing, touched, touchHoldMs, turn, turnedTo } from './rotation.ts';

const rotation = { screens: ['level-1', 'u100', 'u200'], seconds: 10 };

describe('screens that rotate', () => {
  it('follow each other in their time and begin again', () => {
    let turning = firstTurn(0);
    const seen: number[] = [];
    for (let nowMs = 0; nowMs <= 35_000; nowMs += 1000) {
      turning = turn(turning, rotation, false, nowMs);
      seen.push(turning.at);
    }
    expect(seen.filter((at, place) => at !== seen[place - 1])).toEqual([0, 1, 2, 0]);
    expect(seen.indexOf(1)).toBe(10);
  });

  it('stand still while an urgent alarm stands in the area shown, and go on a full time after it is dealt with', () => {
    let turning = turn(firstTurn(0), rotation, true, 9000);
    turning = turn(turning, rotation, true, 60_000);
    expect(turning.at).toBe(0);
    expect(standing(turning, true, 60_000)).toBe('alarm');
    expect(turn(turning, rotation, false, 69_999).at).toBe(0);
    expect(turn(turning, rotation, false, 70_000).at).toBe(1);
  });

  it('stand still for two minutes after somebody touched them', () => {
    let turning = touched(firstTurn(0), 5000);
    expect(standing(turning, false, 5000)).toBe('touch');
    turning = turn(turning, rotation, false, 5000 + touchHoldMs - 1);
    expect(turning.at).toBe(0);
    expect(turn(turning, rotation, false, 5000 + touchHoldMs + 10_000).at).toBe(1);
  });

  it('go to another screen by hand, in both directions and round', () => {
    expect(turnedTo(-1, rotation, 0).at).toBe(2);
    expect(turnedTo(3, rotation, 0).at).toBe(0);
  });
});
