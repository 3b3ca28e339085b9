import { describe, expect, it } from 'vitest';
import { Q } from '#shared/model/quality.ts';
import { createConditionRig } from '../../../../test/support/condition-rig.ts';

const bad = [Number.NaN, Q.badSensorFailure] as const;

describe('a deviation', () => {
  const deviation = { id: 'D', kind: 'deviation', tag: 'PV', reference: 'SP', high: 5, low: -3, deadband: 1 };
  it('is judged when either signal moves, on both sides, with its deadband', () => {
    const rig = createConditionRig([deviation]);
    rig.feed(0, ['PV', 0, 50]);
    rig.feed(1, ['SP', 1, 50]);
    rig.feed(2, ['PV', 2, 55], ['PV', 3, 55.1]);
    rig.feed(4, ['SP', 4, 50.9]);
    rig.feed(5, ['SP', 5, 51.2]);
    rig.feed(6, ['SP', 6, 58.4]);
    expect(rig.told).toEqual(['D true 3 55.1', 'D false 5 55.1', 'D true 6 55.1']);
  });
  it('is not judged while its reference is bad or stale, and neither raises nor clears then', () => {
    const rig = createConditionRig([deviation]);
    rig.feed(0, ['PV', 0, 50], ['SP', 0, 50]);
    rig.feed(1, ['SP', 1, ...bad]);
    rig.feed(2, ['PV', 2, 90]);
    rig.feed(3, ['SP', 3, 50, Q.uncertainLastUsable]);
    rig.feed(4, ['PV', 4, 91]);
    expect(rig.told).toEqual([]);
    rig.feed(5, ['SP', 5, 50]);
    rig.feed(6, ['SP', 6, ...bad], ['PV', 6, 50]);
    expect(rig.told).toEqual(['D true 5 91']);
  });
  it('does not see a setpoint and its signal half changed that change in one scan', () => {
    const rig = createConditionRig([deviation]);
    rig.feed(0, ['PV', 0, 10], ['SP', 0, 10]);
    rig.feed(1, ['SP', 500, 80], ['PV', 500, 80]);
    // As an OPC UA server sends it: all samples of one item, then all of the next.
    rig.feed(2, ['SP', 600, 20], ['SP', 700, 90], ['PV', 600, 20], ['PV', 700, 90]);
    expect(rig.told).toEqual([]);
  });
});

describe('a change of state', () => {
  const change = { id: 'C', kind: 'change-of-state', tag: 'S' };
  it('comes and goes with every change of the value; the first value is none', () => {
    const rig = createConditionRig([change]);
    rig.feed(0, ['S', 0, 1]);
    rig.feed(1, ['S', 1, 1]);
    rig.feed(2, ['S', 2, 2], ['S', 3, 0]);
    expect(rig.told).toEqual(['C true 2 2', 'C false 2 2', 'C true 3 0', 'C false 3 0']);
    expect(rig.conditions.isTrue(0)).toBe(false);
  });
  it('is seen when the link is back, if the value changed while it was lost', () => {
    const rig = createConditionRig([change]);
    rig.feed(0, ['S', 0, 1]);
    rig.feed(1, ['S', 1, ...bad]);
    rig.feed(2, ['S', 2, 1]);
    expect(rig.told).toEqual([]);
    rig.feed(3, ['S', 3, ...bad]);
    rig.feed(4, ['S', 4, 2]);
    expect(rig.told).toEqual(['C true 4 2', 'C false 4 2']);
  });
  it('waits out its on-delay, forgets a value that came back before, and counts a chain of changes from the first', () => {
    const rig = createConditionRig([{ ...change, onDelayMs: 500 }]);
    rig.feed(0, ['S', 0, 1]);
    rig.feed(100, ['S', 100, 2]);
    rig.feed(300, ['S', 300, 1]);
    rig.until(2000);
    expect(rig.told).toEqual([]);
    rig.feed(2000, ['S', 2000, 2]);
    rig.feed(2300, ['S', 2300, 3]);
    rig.until(2600);
    expect(rig.told).toEqual(['C true 2500 3', 'C false 2500 3']);
  });
  it('tells both changes when a burst brings a state that had stood for its delay and the one after it', () => {
    const rig = createConditionRig([{ ...change, onDelayMs: 500 }]);
    rig.feed(0, ['S', 0, 1]);
    rig.feed(5000, ['S', 1000, 2], ['S', 1900, 1]);
    rig.until(6000);
    expect(rig.told).toEqual(['C true 1500 2', 'C false 1500 2', 'C true 2400 1', 'C false 2400 1']);
  });
});

describe('states and trips', () => {
  it('off-normal is any other value than the normal one, a trip is the one value', () => {
    const rig = createConditionRig([
      { id: 'O', kind: 'off-normal', tag: 'M', normal: 2 },
      { id: 'T', kind: 'trip', tag: 'M', state: 7 },
    ]);
    rig.feed(0, ['M', 0, 2], ['M', 1, 3], ['M', 2, 7], ['M', 3, ...bad], ['M', 4, 2]);
    expect(rig.told).toEqual(['O true 1 3', 'T true 2 7', 'O false 4 2', 'T false 4 2']);
  });
});

describe('bad quality and communication', () => {
  const both = [
    { id: 'Q', kind: 'bad-quality', tag: 'T' },
    { id: 'L', kind: 'communication', tag: 'T' },
  ];
  it('a failed sensor is bad quality, and its device answers', () => {
    const rig = createConditionRig(both);
    rig.feed(0, ['T', 0, 5]);
    rig.feed(1, ['T', 1, ...bad]);
    rig.feed(2, ['T', 2, 5]);
    expect(rig.told).toEqual(['Q true 1 NaN', 'Q false 2 5']);
  });
  it('a lost link is both; a stale value is a lost device, and says nothing of the sensor', () => {
    const rig = createConditionRig(both);
    rig.feed(0, ['T', 0, 5]);
    rig.feed(1, ['T', 1, Number.NaN, Q.badNotConnected]);
    rig.feed(2, ['T', 2, 6]);
    rig.feed(3, ['T', 2, 6, Q.uncertainLastUsable]);
    rig.feed(4, ['T', 4, ...bad]);
    expect(rig.told).toEqual(['Q true 1 NaN', 'L true 1 NaN', 'Q false 2 6', 'L false 2 6', 'L true 2 6', 'Q true 4 NaN', 'L false 4 NaN']);
  });
  it('what is out of service or wrongly set up is no lost link', () => {
    const rig = createConditionRig(both);
    rig.feed(0, ['T', 0, Number.NaN, Q.badOutOfService]);
    expect(rig.told).toEqual(['Q true 0 NaN']);
  });
  it('the on-delay runs while the value is bad, and any number of bad samples does not restart it', () => {
    const rig = createConditionRig([{ ...both[0], onDelayMs: 1000 }]);
    rig.feed(0, ['T', 0, 5]);
    for (const at of [100, 400, 800]) rig.feed(at, ['T', at, ...bad]);
    rig.until(1099);
    expect(rig.told).toEqual([]);
    rig.until(1100);
    expect(rig.told).toEqual(['Q true 1100 NaN']);
    rig.feed(1200, ['T', 1200, 5]);
    expect(rig.told).toHaveLength(2);
  });
  it('a device that is still starting is not called bad until the grace time is over', () => {
    const rig = createConditionRig(both, { tags: ['T'], plant: { graceEndMs: 15_000 } });
    rig.feed(0, ['T', 0, Number.NaN, Q.badNotConnected]);
    rig.until(14_999);
    expect(rig.told).toEqual([]);
    rig.until(15_000);
    expect(rig.told).toEqual(['Q true 0 NaN', 'L true 0 NaN']);
    const answered = createConditionRig(both, { plant: { graceEndMs: 15_000 } });
    answered.feed(0, ['T', 0, 1]);
    answered.feed(10, ['T', 10, Number.NaN, Q.badNotConnected]);
    expect(answered.told).toHaveLength(2);
  });
});

describe('a frozen signal', () => {
  const frozen = { id: 'F', kind: 'frozen', tag: 'DT', band: 0.5, withinMs: 10_000 };
  it('is one that is read again and again and never moves by more than its band', () => {
    const rig = createConditionRig([frozen], { polled: ['DT'] });
    rig.feed(0, ['DT', 1000, 7]);
    for (let at = 1000; at <= 9000; at += 1000) rig.repeat(at, 'DT');
    rig.feed(9500, ['DT', 10_500, 7.4]);
    rig.until(10_000);
    expect(rig.told).toEqual([]);
    rig.repeat(10_100, 'DT');
    rig.until(12_000);
    expect(rig.told).toEqual(['F true 11000 7.4']);
    rig.feed(13_000, ['DT', 14_000, 7.6]);
    expect(rig.told.at(-1)).toBe('F false 14000 7.6');
  });
  it('is not one that is not heard: no sample was due to prove it', () => {
    const rig = createConditionRig([frozen], { polled: ['DT'] });
    rig.feed(0, ['DT', 0, 7]);
    rig.until(60_000);
    rig.feed(60_000, ['DT', 0, 7, Q.uncertainLastUsable]);
    rig.until(120_000);
    expect(rig.told).toEqual([]);
  });
  it('where only changes are reported, silence of a good value is standing still', () => {
    const rig = createConditionRig([frozen]);
    rig.feed(0, ['DT', 500, 7]);
    rig.until(9999);
    expect(rig.told).toEqual([]);
    rig.until(10_000);
    expect(rig.told).toEqual(['F true 10500 7']);
  });
  it('does not count time with bad data, and a bad value does not end it', () => {
    const rig = createConditionRig([frozen]);
    rig.feed(0, ['DT', 0, 7]);
    rig.feed(6000, ['DT', 6000, ...bad]);
    rig.until(50_000);
    rig.feed(50_000, ['DT', 50_000, 7]);
    rig.until(53_999);
    expect(rig.told).toEqual([]);
    rig.until(54_000);
    expect(rig.told).toEqual(['F true 54000 7']);
    rig.feed(55_000, ['DT', 55_000, ...bad]);
    rig.feed(56_000, ['DT', 56_000, 7]);
    expect(rig.told).toHaveLength(1);
  });
  it('a slow creep that stays inside the band within the time is frozen, one that leaves it is not', () => {
    const rig = createConditionRig([frozen]);
    for (let at = 0; at <= 40_000; at += 1000) rig.feed(at, ['DT', at, at * 0.00006]);
    expect(rig.told).toEqual([]);
  });
});

describe('a stuck signal', () => {
  const stuck = { id: 'S', kind: 'stuck', tag: 'POS', reference: 'CMD', band: 2, withinMs: 5000 };
  it('is one whose reference moved and that did not follow in time; it ends when the signal moves', () => {
    const rig = createConditionRig([stuck]);
    rig.feed(0, ['CMD', 0, 40], ['POS', 0, 41]);
    rig.feed(1000, ['CMD', 1000, 60]);
    rig.feed(3000, ['POS', 3000, 41.5]);
    rig.until(5999);
    expect(rig.told).toEqual([]);
    rig.until(6000);
    expect(rig.told).toEqual(['S true 6000 41.5']);
    rig.feed(9000, ['POS', 9000, 58]);
    expect(rig.told.at(-1)).toBe('S false 9000 58');
  });
  it('is none that follows, however often the reference moves', () => {
    const rig = createConditionRig([stuck]);
    for (let at = 0; at < 60_000; at += 1000) rig.feed(at, ['CMD', at, at / 100], ['POS', at, Math.max(0, at - 2000) / 100]);
    rig.until(60_000);
    expect(rig.told).toEqual([]);
  });
  it('is none that was heard to follow before its reference, which is read less often', () => {
    const rig = createConditionRig([stuck], { periodMs: 500 });
    rig.feed(0, ['CMD', 0, 0], ['POS', 0, 0]);
    rig.feed(1200, ['POS', 1200, 100]);
    rig.feed(1500, ['CMD', 1500, 100]);
    rig.until(20_000);
    expect(rig.told).toEqual([]);
    // This time it stays where it is.
    rig.feed(21_000, ['CMD', 21_000, 0]);
    rig.until(26_000);
    expect(rig.told).toEqual(['S true 26000 100']);
  });
  it('ends when the reference comes back, and is not judged while either is bad', () => {
    const rig = createConditionRig([stuck]);
    rig.feed(0, ['CMD', 0, 0], ['POS', 0, 0]);
    rig.feed(1000, ['CMD', 1000, 50]);
    rig.feed(2000, ['POS', 2000, ...bad]);
    rig.until(30_000);
    rig.feed(30_000, ['POS', 30_000, 0]);
    rig.until(33_999);
    expect(rig.told).toEqual([]);
    rig.until(34_000);
    expect(rig.told).toEqual(['S true 34000 0']);
    rig.feed(35_000, ['CMD', 35_000, 0]);
    expect(rig.told.at(-1)).toBe('S false 35000 0');
  });
  it('is looked at to an end: one that may not clear, its value outside the range, and whose reference moves again', () => {
    const rig = createConditionRig([stuck]);
    rig.feed(0, ['CMD', 0, 0], ['POS', 0, 0]);
    rig.feed(1000, ['CMD', 1000, 50]);
    rig.until(6000);
    rig.feed(7000, ['CMD', 7000, 0, Q.uncertainEngineeringUnitsExceeded]);
    rig.feed(8000, ['CMD', 8000, 50]);
    rig.until(60_000);
    expect(rig.told).toEqual(['S true 6000 0']);
    expect(rig.conditions.pending).toBe(0);
  });
  it('stays stuck over a restart of the console until it moves', () => {
    const rig = createConditionRig([stuck], { startsTrue: true });
    rig.feed(0, ['CMD', 0, 50], ['POS', 0, 0]);
    rig.feed(1000, ['CMD', 1000, 50.5]);
    expect(rig.told).toEqual([]);
    rig.feed(2000, ['POS', 2000, 30]);
    expect(rig.told).toEqual(['S false 2000 30']);
  });
});

describe('an expression', () => {
  /** {A} > 0 && {B} > 0, with the worse quality, as the compiled ones have it. */
  const and = {
    inputs: [0, 1],
    evaluate(source: { value: Float64Array; quality: Uint32Array; timeMs: Float64Array }, out: { value: number; quality: number; timeMs: number }) {
      out.quality = Math.max(source.quality[0] as number, source.quality[1] as number);
      out.value = out.quality >>> 31 === 1 ? Number.NaN : Number((source.value[0] as number) > 0 && (source.value[1] as number) > 0);
      out.timeMs = Math.max(source.timeMs[0] as number, source.timeMs[1] as number);
    },
  };
  const rigOf = () => createConditionRig([{ id: 'E', kind: 'expression', tag: 'A', expression: '{A} > 0 && {B} > 0' }], { tags: ['A', 'B'], plant: { expressions: new Map([['E', and]]) } });
  it('is judged on the values as they were at each moment of a batch: a pulse inside it is seen', () => {
    const rig = rigOf();
    rig.feed(0, ['A', 0, 1], ['B', 0, 0]);
    rig.feed(1, ['B', 10, 1], ['B', 30, 0]);
    expect(rig.told).toEqual(['E true 10 1', 'E false 30 1']);
  });
  it('sees no moment that never was: signals of one time are taken together, whatever order they came in', () => {
    const rig = rigOf();
    rig.feed(0, ['A', 0, 1], ['B', 0, 0]);
    rig.feed(1, ['B', 10, 1], ['B', 20, 0], ['A', 10, 0], ['A', 20, 1]);
    expect(rig.told).toEqual([]);
  });
  it('neither raises nor clears on bad quality, nor before all of it has been heard', () => {
    const rig = rigOf();
    rig.feed(0, ['A', 0, 1]);
    rig.feed(1, ['B', 1, 1]);
    rig.feed(2, ['B', 2, ...bad]);
    rig.feed(3, ['A', 3, 0]);
    expect(rig.told).toEqual(['E true 1 1']);
    rig.feed(4, ['B', 4, 1]);
    expect(rig.told).toEqual(['E true 1 1', 'E false 4 0']);
  });
  it('keeps the order of a signal whose clock was set back inside a batch: the last value is the one that stands', () => {
    const rig = rigOf();
    rig.feed(0, ['A', 5000, 1], ['B', 5000, 0]);
    rig.feed(1, ['B', 6000, 0], ['B', 6100, 1], ['B', 2000, 0]);
    expect(rig.told).toEqual(['E true 6100 1', 'E false 6100 1']);
    expect(rig.conditions.isTrue(0)).toBe(false);
  });
  it('sees a pulse that a coarse clock stamped with one time', () => {
    const rig = rigOf();
    rig.feed(0, ['A', 0, 1], ['B', 0, 0]);
    rig.feed(1, ['B', 1000, 1], ['B', 1000, 0]);
    expect(rig.told).toEqual(['E true 1000 1', 'E false 1000 1']);
  });
});
