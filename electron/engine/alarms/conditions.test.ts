import { beforeEach, describe, expect, it } from 'vitest';
import { AlarmDefinition } from '#shared/model/alarm.ts';
import { Q } from '#shared/model/quality.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';
import { createConditions, type Conditions } from './conditions.ts';

const high = AlarmDefinition.parse({ id: 'H', tag: 'T', kind: 'high', limit: 100, deadband: 5, onDelayMs: 500, offDelayMs: 200, priority: 2, message: 'm' });
const trip = AlarmDefinition.parse({ id: 'F', tag: 'B', kind: 'discrete', state: 1, priority: 1, message: 'm' });

describe('an alarm condition', () => {
  let heard: (string | number | boolean)[][];
  let conditions: Conditions;
  const feed = (tag: number, timeMs: number, value: number, monotonicMs: number, quality: number = Q.good): void => {
    const batch = createBatch(1);
    pushSample(batch, tag, timeMs, value, quality);
    conditions.judge(batch, monotonicMs);
  };
  beforeEach(() => {
    heard = [];
    conditions = createConditions([high, trip], (tag) => ({ T: 0, B: 1 })[tag], 2, () => false, (alarm, isTrue, timeMs, value) => heard.push([alarm, isTrue, timeMs, value]));
  });

  it('turns true at once without a delay, at the source time of the sample', () => {
    feed(1, 1000.25, 1, 0);
    expect(heard).toEqual([[1, true, 1000.25, 1]]);
  });
  it('waits for the on-delay and is stamped with source time plus delay', () => {
    feed(0, 1000, 101, 0);
    conditions.elapse(499);
    expect(heard).toEqual([]);
    conditions.elapse(500);
    expect(heard).toEqual([[0, true, 1500, 101]]);
  });
  it('forgets an excursion shorter than the on-delay', () => {
    feed(0, 1000, 101, 0);
    feed(0, 1300, 94, 300);
    conditions.elapse(1000);
    expect(heard).toEqual([]);
    expect(conditions.pending).toBe(0);
  });
  it('stays true inside the deadband and returns after the off-delay', () => {
    feed(0, 1000, 101, 0);
    conditions.elapse(500);
    feed(0, 2000, 96, 1000);
    conditions.elapse(5000);
    feed(0, 7000, 95, 6000);
    conditions.elapse(6200);
    expect(heard).toEqual([
      [0, true, 1500, 101],
      [0, false, 7200, 95],
    ]);
  });
  it('neither clears nor raises on bad or stale samples', () => {
    feed(1, 1000, 1, 0);
    feed(1, 2000, Number.NaN, 1000, Q.badNotConnected);
    feed(1, 3000, 0, 2000, Q.uncertainLastUsable);
    expect(heard).toHaveLength(1);
    expect(conditions.isTrue(1)).toBe(true);
    feed(1, 4000, 0, 3000);
    expect(heard).toHaveLength(2);
  });
  it('may be raised by a value outside the measuring range, but not cleared by one', () => {
    feed(1, 1000, 1, 0, Q.uncertainEngineeringUnitsExceeded);
    expect(heard).toHaveLength(1);
    feed(1, 2000, 0, 1000, Q.uncertainEngineeringUnitsExceeded);
    expect(conditions.isTrue(1)).toBe(true);
    feed(1, 3000, 0, 2000);
    expect(conditions.isTrue(1)).toBe(false);
  });
  it('holds a running delay while the value is bad: only time with good data counts', () => {
    feed(0, 1000, 101, 0);
    feed(0, 1200, Number.NaN, 200, Q.badNotConnected);
    conditions.elapse(5000);
    expect(heard).toEqual([]);
    feed(0, 6000, 102, 5000);
    conditions.elapse(5299);
    expect(heard).toEqual([]);
    conditions.elapse(5300);
    expect(heard).toEqual([[0, true, 6300, 102]]);
  });
});
