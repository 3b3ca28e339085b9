import { describe, expect, it } from 'vitest';
import { LoadRules } from '../model/alarm-load.ts';
import { createLiveLoad, windowSpan } from './live-load.ts';
import { shiftStartMs } from './shift-start.ts';

const rules = LoadRules.parse({});
const minute = 60_000;
const startMs = Date.UTC(2026, 10, 28, 6);
const live = (operators = 1) => createLiveLoad(() => ({ operators, rules }));
const windowOf = (load: ReturnType<typeof live>, id: string, nowMs: number) =>
  load.read(nowMs, startMs).windows.find((window) => window.id === id);

describe('the load as it runs', () => {
  it('says since when there is a flood: from the eleventh alarm in ten minutes until fewer than five came in the last ten', () => {
    const load = live();
    for (let second = 0; second < 10; second++) load.add(startMs + second * 1000);
    expect(load.read(startMs + minute, startMs).floodSinceMs).toBeNull();
    load.add(startMs + 20_000);
    expect(load.read(startMs + minute, startMs)).toMatchObject({ last10: 11, floodSinceMs: startMs + 20_000 });
    for (let second = 0; second < 5; second++) load.add(startMs + 9 * minute + second * 1000);
    expect(load.read(startMs + 12 * minute, startMs)).toMatchObject({ last10: 5, floodSinceMs: startMs + 20_000 });
    expect(load.read(startMs + 19 * minute + 1000, startMs)).toMatchObject({ last10: 3, floodSinceMs: null });
  });

  it('a flood that ebbed unseen is over when the next alarm comes', () => {
    const load = live();
    for (let second = 0; second < 11; second++) load.add(startMs + second * 1000);
    load.add(startMs + 60 * minute);
    expect(load.read(startMs + 60 * minute, startMs)).toMatchObject({ last10: 1, floodSinceMs: null });
  });

  it('windows hold what came in them, by whole intervals, for one operator', () => {
    const load = live(2);
    for (let at = 0; at < 30; at++) load.add(startMs + at * 10 * minute);
    const nowMs = startMs + 295 * minute;
    expect(windowOf(load, 'hour', nowMs)).toMatchObject({ fromMs: startMs + 240 * minute, alarms: 6, bins: 6, most: 1, over: 0 });
    expect(windowOf(load, 'shift', nowMs)).toMatchObject({ fromMs: startMs, alarms: 30, bins: 30 });
    expect(windowOf(load, 'shift', nowMs)?.per10Min).toBeCloseTo(30 / 2 / 29.5, 6);
  });

  it('goes on from what the journal tells of the last thirty days', () => {
    const load = live();
    const counts = new Uint32Array(30 * 24 * 60);
    counts[0] = 7;
    counts[counts.length - 1] = 12;
    const endMs = startMs + 30 * 86_400_000;
    load.seed(startMs, counts);
    load.add(endMs + 1000);
    const now = load.read(endMs + 2000, endMs);
    expect(now).toMatchObject({ last10: 13, floodSinceMs: endMs - minute, isWhole: true });
    expect(now.windows.find(({ id }) => id === 'month')).toMatchObject({ alarms: 13, fromMs: startMs + 10 * minute });
    expect(now.windows.find(({ id }) => id === 'shift')).toMatchObject({ alarms: 1, per10Min: null });
  });

  it('takes a plant that never was quiet from the journal in work that does not grow with its alarms', () => {
    let judged = 0;
    const load = createLiveLoad(() => {
      judged++;
      return { operators: 1, rules };
    });
    load.seed(startMs, new Uint32Array(30 * 24 * 60).fill(1000));
    expect(judged).toBeLessThanOrEqual(2 * 30 * 24 * 60);
    expect(load.read(startMs + 30 * 86_400_000 - 1, startMs)).toMatchObject({ last10: 10_000, floodSinceMs: startMs });
  });

  it('forgets what is older than thirty days', () => {
    const load = live();
    load.add(startMs);
    expect(windowOf(load, 'month', startMs + 29 * 86_400_000)?.alarms).toBe(1);
    expect(windowOf(load, 'month', startMs + 31 * 86_400_000)?.alarms).toBe(0);
    expect(windowOf(load, 'month', startMs + 99 * 86_400_000)?.alarms).toBe(0);
  });

  it('a clock set back an hour does not keep a flood for an hour', () => {
    const load = live();
    for (let second = 0; second < 20; second++) load.add(startMs + 60 * minute + second * 1000);
    load.add(startMs);
    expect(load.read(startMs + 1000, startMs)).toMatchObject({ last10: 1, floodSinceMs: null });
  });
});

describe('windows and shifts', () => {
  it('a window begins on the edge of an interval', () => {
    expect(windowSpan('day', startMs + 5 * minute, startMs)).toEqual({
      fromMs: startMs - 86_400_000 + 10 * minute,
      toMs: startMs + 5 * minute,
    });
    // A shift that has only just begun has no edge yet.
    expect(windowSpan('shift', startMs + 6 * minute, startMs + 5 * minute)).toEqual({
      fromMs: startMs + 5 * minute,
      toMs: startMs + 6 * minute,
    });
  });

  it('a shift begins at the latest of its times of day, local time, also before midnight', () => {
    const local = (day: number, hour: number, min = 0): number => new Date(2026, 10, day, hour, min).getTime();
    const shifts = ['22:00', '06:00', '14:00'];
    expect(shiftStartMs(local(28, 5, 59), shifts)).toBe(local(27, 22));
    expect(shiftStartMs(local(28, 6), shifts)).toBe(local(28, 6));
    expect(shiftStartMs(local(28, 23), shifts)).toBe(local(28, 22));
  });
});
