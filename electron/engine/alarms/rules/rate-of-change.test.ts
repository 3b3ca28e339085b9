import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Q } from '#shared/model/quality.ts';
import { type ConditionRig, createConditionRig } from '../../../../test/support/condition-rig.ts';

/** More than 6 units a minute, measured over 10 s: 1 unit in 10 s. */
const rate = { id: 'R', kind: 'rate-of-change', tag: 'TT', limit: 6, perS: 60, overMs: 10_000 };
const seconds = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at);
/** Feeds value(t) once a second, source time as the engine's, t in s. */
const ramp = (rig: ConditionRig, from: number, to: number, value: (t: number) => number, sourceMs = (t: number) => t * 1000): void => {
  for (const t of seconds(from, to)) rig.feed(t * 1000, ['TT', sourceMs(t), value(t)]);
};
const truths = (rig: ConditionRig): string[] => rig.told.map((line) => line.split(' ').slice(1, 3).join(' '));

describe('a rate of change', () => {
  it('is reached when the value has moved by the limit in the time, and is over when it has not any more', () => {
    const rig = createConditionRig([rate], { periodMs: 1000 });
    ramp(rig, 0, 60, (t) => (t < 20 ? 5 : t < 40 ? 5 + (t - 20) * 0.2 : 9));
    // 0.2 a second: more than 1 unit in 10 s from 25 s on; at 45 s the last 10 s brought exactly 1.
    expect(truths(rig)).toEqual(['true 26000', 'false 45000']);
  });
  it('is not reached by a slower ramp, whatever jitter its times have', () => {
    const times = fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: 120, maxLength: 120 });
    fc.assert(
      fc.property(times, fc.double({ min: -0.095, max: 0.095, noNaN: true }), (jitter, slope) => {
        const rig = createConditionRig([rate], { periodMs: 1000 });
        for (const t of seconds(0, 120)) {
          const at = t + (jitter[t] as number);
          rig.feed(t * 1000 + 500, ['TT', at * 1000, 20 + slope * at]);
        }
        expect(rig.told).toEqual([]);
      }),
    );
  });
  it('is reached by a faster one, however many samples it comes in', () => {
    fc.assert(
      fc.property(fc.constantFrom(10, 20, 100, 500, 1000, 2500), fc.double({ min: 0.11, max: 5, noNaN: true }), fc.boolean(), (periodMs, slope, isFalling) => {
        const rig = createConditionRig([rate], { periodMs });
        for (let at = 0; at <= 15_000; at += periodMs) rig.feed(at, ['TT', at, (isFalling ? -slope : slope) * (at / 1000)]);
        expect(rig.told[0]).toMatch(/^R true/);
        expect(rig.told).toHaveLength(1);
      }),
      { numRuns: 40 },
    );
  });
  it('minds the direction asked for', () => {
    const rig = createConditionRig([
      { ...rate, id: 'UP', direction: 'rising' },
      { ...rate, id: 'DOWN', direction: 'falling' },
    ]);
    ramp(rig, 0, 20, (t) => -t);
    expect(rig.told.map((line) => line.split(' ')[0])).toEqual(['DOWN']);
  });
  it('of a value reported on change: a step after a quiet hour counts as one, and is over when the time is', () => {
    const rig = createConditionRig([rate]);
    rig.feed(0, ['TT', 0, 5]);
    rig.until(3_600_000);
    rig.feed(3_600_000, ['TT', 3_600_000, 6.5]);
    rig.until(3_700_000);
    expect(truths(rig)).toEqual(['true 3600000', expect.stringMatching(/^false 36(09|10)\d\d\d/)]);
    // Nothing is looked at any more once the value has been flat for the whole time.
    expect(rig.conditions.pending).toBe(0);
  });
  it('of a value that is read each second and did not change for long: the same', () => {
    const rig = createConditionRig([rate], { periodMs: 1000, polled: ['TT'] });
    rig.feed(0, ['TT', 0, 5]);
    rig.feed(600_000, ['TT', 600_000, 6.5]);
    rig.until(700_000);
    expect(truths(rig)).toEqual(['true 600000', expect.stringMatching(/^false 6(08|09|10)\d\d\d/)]);
  });
  it.each([-3_600_000, -20_000, 20_000, 3_600_000])('a step of the clock by %d ms neither hides nor makes a rate', (step) => {
    const stepped = (t: number): number => t * 1000 + (t >= 30 ? step : 0);
    const steady = createConditionRig([rate], { periodMs: 1000 });
    ramp(steady, 0, 80, (t) => 0.08 * t, stepped);
    expect(steady.told).toEqual([]);
    const fast = createConditionRig([rate], { periodMs: 1000 });
    ramp(fast, 0, 80, (t) => (t < 28 ? 0 : (t - 28) * 0.5), stepped);
    expect(fast.told).toHaveLength(1);
    expect(fast.told[0]).toMatch(/^R true/);
    // No later than without the step: 31 s of the ramp's 28.
    expect(fast.told[0]).toBe(`R true ${31_000 + step} 1.5`);
  });
  it('samples that a hiccup of the network held back keep their own distances', () => {
    const rig = createConditionRig([rate], { periodMs: 1000 });
    ramp(rig, 0, 20, (t) => 0.09 * t);
    const late = seconds(20, 40).map((t) => ['TT', t * 1000, 0.09 * t] as const);
    rig.feed(40_000, ...late);
    ramp(rig, 41, 60, (t) => 0.09 * t);
    expect(rig.told).toEqual([]);
  });
  it('samples of one time count as the last of them', () => {
    const rig = createConditionRig([rate], { periodMs: 1000 });
    for (const t of seconds(0, 40)) rig.feed(t * 1000, ['TT', t * 1000, 99], ['TT', t * 1000, 5]);
    // The first reading of 99 is a spike that is there and gone within one time stamp.
    expect(rig.conditions.isTrue(0)).toBe(false);
  });
  it('begins anew after bad data: what was before them is not compared with what is after', () => {
    const rig = createConditionRig([rate], { periodMs: 1000 });
    ramp(rig, 0, 20, () => 5);
    rig.feed(20_000, ['TT', 20_000, Number.NaN, Q.badSensorFailure]);
    ramp(rig, 21, 40, () => 95);
    expect(rig.told).toEqual([]);
  });
  it('bad data end no rate that stands; that takes the whole time with good data', () => {
    const rig = createConditionRig([rate], { periodMs: 1000 });
    ramp(rig, 0, 20, (t) => t);
    rig.feed(20_000, ['TT', 20_000, Number.NaN, Q.badNotConnected]);
    rig.until(60_000);
    expect(rig.told).toHaveLength(1);
    ramp(rig, 60, 69, () => 20);
    expect(rig.told).toHaveLength(1);
    ramp(rig, 69, 72, () => 20);
    expect(truths(rig).at(-1)).toBe('false 70000');
  });
  it('a short excursion that is back within the time is as fast as it was', () => {
    const rig = createConditionRig([{ ...rate, overMs: 1000, limit: 60 }], { periodMs: 100 });
    for (let at = 0; at < 5000; at += 100) rig.feed(at, ['TT', at, at >= 2000 && at < 2300 ? 8 : 5]);
    expect(truths(rig)[0]).toBe('true 2000');
    expect(rig.conditions.isTrue(0)).toBe(false);
  });
});
