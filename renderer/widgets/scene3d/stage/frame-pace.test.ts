import { describe, expect, it } from 'vitest';
import { flowClass } from './flow-arrows.ts';
import { createFramePace } from './frame-pace.ts';

describe('the pace of frames', () => {
  it('gives up detail while frames are slow, and takes it back when they are quick', () => {
    const pace = createFramePace(false);
    const first = pace.moving();
    expect(first.resolution).toBe(1);
    for (let i = 0; i < 60; i++) pace.moved(60);
    const slow = pace.moving();
    expect(slow.resolution).toBeLessThan(0.6);
    expect(slow.budget).toBeLessThan(first.budget);
    expect(slow.hasEdges).toBe(false);
    pace.rested();
    for (let i = 0; i < 200; i++) pace.moved(16);
    expect(pace.moving()).toEqual(first);
  });
  it('is never coarser than two fifths of the screen, and a pause of the page says nothing', () => {
    const pace = createFramePace(true);
    for (let i = 0; i < 500; i++) pace.moved(200);
    expect(pace.moving().resolution).toBeCloseTo(0.4, 5);
    const before = pace.moving();
    pace.moved(5000);
    expect(pace.moving()).toEqual(before);
  });
  it('draws finer than the screen at rest where a processor smooths edges, until that is too slow', () => {
    const pace = createFramePace(true);
    expect(pace.resting().resolution).toBeGreaterThan(1);
    pace.stood(200);
    expect(pace.resting().resolution).toBe(1);
    const whole = pace.resting().budget;
    pace.stood(200);
    expect(pace.resting().budget).toBeLessThan(whole);
    expect(createFramePace(false).resting().resolution).toBe(1);
  });
});

it('shows flow in four steps of closeness, the way it goes, and none where it stands or is unknown', () => {
  expect([0, 0.01, Number.NaN, 0.2, 0.5, 1, -1, 3].map(flowClass)).toEqual([0, 0, 0, 1, 2, 4, -4, 4]);
});
