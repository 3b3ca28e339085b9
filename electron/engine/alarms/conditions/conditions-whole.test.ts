import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Q } from '#shared/model/quality.ts';
import { createConditionRig, type RigRow } from '../../../../test/support/condition-rig.ts';

const high = { id: 'H', kind: 'high', tag: 'T', limit: 100 };
/** One alarm of every kind that judges values, on two signals. */
const everyKind = [
  { ...high, id: 'HH', kind: 'high-high', limit: 120, deadband: 3 },
  { ...high, deadband: 5, onDelayMs: 700, offDelayMs: 300 },
  { id: 'L', kind: 'low', tag: 'T', limit: 20, offDelayMs: 400 },
  { id: 'LL', kind: 'low-low', tag: 'T', limit: 5 },
  { id: 'DEV', kind: 'deviation', tag: 'T', reference: 'R', high: 30, low: -30, onDelayMs: 500 },
  { id: 'RATE', kind: 'rate-of-change', tag: 'T', limit: 100, perS: 1, overMs: 2000 },
  { id: 'DIS', kind: 'discrete', tag: 'T', state: 50 },
  { id: 'OFF', kind: 'off-normal', tag: 'R', normal: 50 },
  { id: 'TRIP', kind: 'trip', tag: 'R', state: 110, onDelayMs: 300 },
  { id: 'CHG', kind: 'change-of-state', tag: 'R' },
  { id: 'FRZ', kind: 'frozen', tag: 'T', band: 1, withinMs: 1500 },
  { id: 'STK', kind: 'stuck', tag: 'T', reference: 'R', band: 10, withinMs: 1200 },
];
const usable = [Q.good, Q.good, Q.good, Q.uncertain, Q.goodLocalOverride];
const useless = [Q.badNotConnected, Q.badSensorFailure, Q.badWaitingForInitialData, Q.bad, Q.uncertainLastUsable];
const step = (qualities: readonly number[]) =>
  fc.record({
    afterMs: fc.constantFrom(0, 20, 150, 900, 2500),
    tag: fc.constantFrom('T', 'R'),
    value: fc.constantFrom(0, 10, 50, 98, 110, 130),
    quality: fc.constantFrom(...qualities),
  });

describe('alarm conditions', () => {
  it('see every excursion of one sample and more, whatever steps the clock of the source makes, however samples are cut into batches', () => {
    const clockStep = fc.constantFrom(0, 0, 0, -3_600_000, 3_600_000, -1, 0.25);
    const sample = fc.record({ value: fc.constantFrom(99, 100, 100.5, 180), stepMs: clockStep, endsBatch: fc.boolean() });
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 60 }), (samples) => {
        const rig = createConditionRig([high]);
        let sourceMs = 1e12;
        let batch: RigRow[] = [];
        let crossings = 0;
        let isAbove = false;
        samples.forEach(({ value, stepMs, endsBatch }, at) => {
          sourceMs += 20 + stepMs;
          batch.push(['T', sourceMs, value]);
          if (value > 100 !== isAbove) crossings++;
          isAbove = value > 100;
          if (!endsBatch) return;
          rig.feed(at * 20, ...batch);
          batch = [];
        });
        rig.feed(samples.length * 20, ...batch);
        expect(rig.told).toHaveLength(crossings);
        expect(rig.conditions.isTrue(0)).toBe(isAbove);
      }),
    );
  });

  it('with any alarm and any delay: bad and stale data raise, clear and satisfy nothing, however long they last', () => {
    fc.assert(
      fc.property(fc.array(step(usable), { maxLength: 30 }), fc.array(step(useless), { minLength: 1, maxLength: 12 }), (before, outage) => {
        const rig = createConditionRig(everyKind);
        let now = 0;
        for (const { afterMs, tag, value, quality } of before) rig.feed((now += afterMs), [tag, 1e12 + now, value, quality]);
        // The outage takes both signals with it at once, and everything that was due is due before it.
        rig.feed(now, ['T', 1e12 + now, Number.NaN, Q.badNotConnected], ['R', 1e12 + now, Number.NaN, Q.badNotConnected]);
        const told = rig.told.length;
        for (const { afterMs, tag, value, quality } of outage) rig.feed((now += afterMs), [tag, 1e12 + now, quality === Q.uncertainLastUsable ? value : Number.NaN, quality]);
        rig.until(now + 3_600_000);
        expect(rig.told.slice(told)).toEqual([]);
        expect(rig.conditions.pending).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it('truths alternate for each alarm, and what is told is what stands', () => {
    fc.assert(
      fc.property(fc.array(step([...usable, ...useless, Q.uncertainEngineeringUnitsExceeded]), { maxLength: 80 }), (steps) => {
        const rig = createConditionRig(everyKind);
        let now = 0;
        for (const { afterMs, tag, value, quality } of steps) rig.feed((now += afterMs), [tag, 1e12 + now, quality >>> 31 === 1 ? Number.NaN : value, quality]);
        rig.until(now + 60_000);
        everyKind.forEach(({ id }, alarm) => {
          const of = rig.told.map((line) => line.split(' ')).filter(([whose]) => whose === id);
          of.forEach(([, isTrue], nth) => expect(isTrue).toBe(String(nth % 2 === 0)));
          expect(rig.conditions.isTrue(alarm)).toBe(of.length % 2 === 1);
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe('a delay', () => {
  const delayed = { ...high, onDelayMs: 500, offDelayMs: 200 };
  it.each([-3_600_000, 3_600_000])('is over on time although the clock of the source steps by %d ms meanwhile', (stepMs) => {
    const rig = createConditionRig([delayed]);
    rig.feed(0, ['T', 10_000, 150]);
    rig.feed(100, ['T', 10_100 + stepMs, 151]);
    rig.until(499);
    expect(rig.told).toEqual([]);
    rig.until(500);
    expect(rig.told).toEqual(['H true 10500 151']);
  });
  it('counts by source time for samples a hiccup of the network held back: nothing that lasted long enough is missed', () => {
    const rig = createConditionRig([delayed]);
    rig.feed(0, ['T', 0, 50]);
    rig.feed(3000, ['T', 1000, 150], ['T', 1700, 90], ['T', 2000, 150], ['T', 2300, 90], ['T', 2950, 90]);
    rig.until(10_000);
    expect(rig.told).toEqual(['H true 1500 150', 'H false 1900 90']);
  });
  it('is not taken for over because a clock was set forward: no more time can have passed than passed here', () => {
    const rig = createConditionRig([delayed]);
    rig.feed(1000, ['T', 1000, 50]);
    rig.feed(1100, ['T', 1100, 150]);
    rig.feed(1200, ['T', 3_601_200, 50]);
    rig.until(10_000);
    expect(rig.told).toEqual([]);
  });
  it('counts while it runs and its data go away, if it was over before', () => {
    const rig = createConditionRig([delayed]);
    rig.feed(0, ['T', 0, 150]);
    // The wake-up came late: the bad sample is there first.
    const batch = { length: 1, tag: Uint32Array.of(0), timeMs: Float64Array.of(600), value: Float64Array.of(Number.NaN), quality: Uint32Array.of(Q.badNotConnected) };
    rig.conditions.judge(batch, 600);
    expect(rig.told).toEqual(['H true 500 150']);
  });
  it('has its wake-up told: one per end, none when nothing waits', () => {
    const rig = createConditionRig([delayed]);
    expect(rig.conditions.dueMs).toBe(Infinity);
    rig.feed(1000, ['T', 1000, 150]);
    expect(rig.conditions.dueMs).toBe(1500);
    rig.feed(1100, ['T', 1100, 50]);
    expect(rig.conditions.dueMs).toBe(Infinity);
  });
});

it('a change found after bad or stale data says how long nothing was seen, through its delay, whatever kind it is', () => {
  const alarms = [high, { ...high, id: 'D', onDelayMs: 500 }, { id: 'DEV', kind: 'deviation', tag: 'T', reference: 'R', high: 30 }];
  const rig = createConditionRig(alarms);
  rig.feed(0, ['T', 0, 50], ['R', 0, 50]);
  rig.feed(1000, ['T', 1000, Number.NaN, Q.badNotConnected]);
  rig.feed(5000, ['T', 5000, Number.NaN, Q.badTimeout]);
  rig.feed(9000, ['T', 9000, 150]);
  rig.until(9500);
  expect(rig.unseenMs).toEqual([8000, 8000, 8000]);
  rig.feed(9600, ['T', 9600, 50]);
  expect(rig.unseenMs.slice(3)).toEqual([0, 0, 0]);
});
