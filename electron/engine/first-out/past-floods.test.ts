import { describe, expect, it } from 'vitest';
import type { AlarmId } from '#shared/model/ids.ts';
import type { Burst } from './open-burst.ts';
import { createPastFloods, rememberedAlarms, rememberedBursts } from './past-floods.ts';

const id = (text: string): AlarmId => text as AlarmId;
const burst = (number: number, startMs: number, alarms: readonly (readonly [string, number, number?])[]): Burst => ({
  id: number,
  startMs,
  lastMs: startMs + Math.max(...alarms.map(([, at]) => at)),
  isOver: true,
  alarmCount: alarms.length,
  version: 1,
  alarms: () => alarms.map(([alarm, at, uncertaintyMs = 0], seq) => ({ alarm: id(alarm), seq, tag: null, asset: null, timeMs: startMs + at, uncertaintyMs, returnedMs: null, raises: 1, raisesPerMin: 1, raisesBefore: 0, strength: 1 })),
});

describe('past floods', () => {
  it('tell in how many of the bursts with an alarm another came surely after it', () => {
    const past = createPastFloods(100);
    past.learn(burst(1, 1000, [['A', 0], ['B', 50], ['C', 60]]));
    past.learn(burst(2, 5000, [['B', 0], ['A', 40]]));
    past.learn(burst(3, 9000, [['A', 0, 30], ['B', 20, 30]]));
    expect(past.after(id('A'), id('B'), 1e9)).toEqual({ count: 1, of: 3 });
    expect(past.after(id('B'), id('A'), 1e9)).toEqual({ count: 1, of: 3 });
    expect(past.after(id('A'), id('C'), 1e9)).toEqual({ count: 1, of: 3 });
    expect(past.after(id('X'), id('A'), 1e9)).toEqual({ count: 0, of: 0 });
  });

  it('count only what was over by then, so that a burst is never judged by itself or by a later one', () => {
    const past = createPastFloods(100);
    past.learn(burst(1, 1000, [['A', 0], ['B', 50]]));
    expect(past.after(id('A'), id('B'), 1000)).toEqual({ count: 0, of: 0 });
    expect(past.after(id('A'), id('B'), 1149)).toEqual({ count: 0, of: 0 });
    expect(past.after(id('A'), id('B'), 1150)).toEqual({ count: 1, of: 1 });
  });

  it('remember a burst once, no more than the last 200, and the first 100 alarms of each', () => {
    const past = createPastFloods(0);
    for (let number = 0; number < rememberedBursts + 50; number++) {
      past.learn(burst(number, number * 1000, [[`F-${number}`, 0], ['A', 5]]));
      past.learn(burst(number, number * 1000, [[`F-${number}`, 0], ['A', 5]]));
    }
    expect(past.size).toBe(rememberedBursts);
    expect(past.after(id('F-3'), id('A'), 1e9).of).toBe(0);
    expect(past.after(id('A'), id('A'), 1e9).of).toBe(rememberedBursts);
    past.learn(burst(999, 1e7, Array.from({ length: 150 }, (_, at) => [`L-${at}`, at] as const)));
    expect(past.after(id('L-0'), id(`L-${rememberedAlarms - 1}`), 1e9).count).toBe(1);
    expect(past.after(id('L-0'), id(`L-${rememberedAlarms}`), 1e9).count).toBe(0);
  });
});
