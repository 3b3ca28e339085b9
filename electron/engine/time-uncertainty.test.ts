import { describe, expect, it } from 'vitest';
import { AlarmDefinition } from '#shared/model/alarm.ts';
import { DeviceDefinition, type LinkHealth } from '#shared/model/device.ts';
import { DeviceId } from '#shared/model/ids.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import type { CompiledExpression } from '#shared/expressions/compiled-expression.ts';
import { createTimeUncertainty } from './time-uncertainty.ts';

const reads = (...inputs: number[]): CompiledExpression => ({ text: '', resultType: 'bool', inputs, evaluate: () => undefined });
const devices = [
  DeviceDefinition.parse({ id: 'MOD', name: 'Modbus', driver: 'modbus' }),
  DeviceDefinition.parse({ id: 'SOE', name: 'Recorder', driver: 'opcua', clock: { accuracyMs: 1 } }),
  DeviceDefinition.parse({ id: 'OPC', name: 'Plain server', driver: 'opcua' }),
];
const tags = [
  { id: 'M', device: 'MOD', address: 'x' },
  { id: 'S.STATE', device: 'SOE', address: 'x', type: 'bool' },
  { id: 'S.VALUE', device: 'SOE', address: 'x' },
  { id: 'O.STATE', device: 'OPC', address: 'x', type: 'bool' },
  { id: 'CALC' },
  { id: 'CALC2' },
  { id: 'MOD.LINK', type: 'bool' },
  { id: 'SYSTEM.STORAGE', type: 'enum' },
].map((tag) => TagDefinition.parse({ name: 'n', asset: 'A', ...tag }));
const alarm = (tag: string, more: object = {}): AlarmDefinition => AlarmDefinition.parse({ id: `${tag}.A`, tag, priority: 2, message: 'm', ...(Object.hasOwn(more, 'kind') ? {} : { kind: 'discrete', state: 1 }), ...more });
const alarms = [
  ...tags.map((tag) => alarm(tag.id)),
  alarm('S.VALUE', { id: 'DEV', kind: 'deviation', reference: 'M', high: 1 }),
  alarm('S.STATE', { id: 'EXP', kind: 'expression', expression: '{O.STATE}' }),
];
const of = (health: readonly Partial<LinkHealth>[] = [], nowMs = 10_000, unseenMs = 0): Record<string, number | undefined> => {
  const uncertainty = createTimeUncertainty({
    project: {
      tags,
      devices,
      alarms,
      expressions: new Map([
        [4, reads(1, 0)],
        [5, reads(4, 3)],
      ]),
      alarmExpressions: new Map([[alarms.at(-1)!.id, reads(1, 3)]]),
      directory: new Map(tags.map((tag, index) => [tag.id, { index, type: tag.type }])),
    },
    timesFromDevice: (driver) => driver === 'opcua',
    periodMs: Float64Array.of(500, 20, 20, 200, 0, 0, 0, 0),
  });
  for (const one of health) {
    uncertainty.linkChanged(
      { device: DeviceId.parse('MOD'), state: 'up', endpoint: '', roundTripMs: null, requests: 0, errors: 0, reconnects: 0, lastGoodMs: null, problem: null, nextAttemptMs: null, refusedTags: [], details: {}, ...one },
      nowMs,
    );
  }
  return Object.fromEntries(alarms.map(({ id }, index) => [id, uncertainty.of(index, unseenMs)]));
};
const device = (id: string) => DeviceId.parse(id);

describe('the time of an event', () => {
  it('of a value stamped as it is read may be off by its period and half a round trip, by three periods where the device is too slow', () => {
    expect(of()['M.A']).toBe(500);
    expect(of([{ roundTripMs: 30 }])['M.A']).toBe(515);
    expect(of([{ roundTripMs: 30, state: 'slow' }])['M.A']).toBe(1515);
  });
  it('found when the link was back may be as old as the outage, unless the device stamped it meanwhile', () => {
    expect(of([], 0, 60_000)).toMatchObject({ 'M.A': 60_000, 'S.STATE.A': 1 });
  });
  it('of a state its device stamps is as good as the clock of the device is said to be; a number is sampled besides', () => {
    expect(of()).toMatchObject({ 'S.STATE.A': 1, 'S.VALUE.A': 21 });
  });
  it('of a device that says nothing of its clock: 50 ms, and a state may have been sampled', () => {
    expect(of()['O.STATE.A']).toBe(250);
  });
  it('is off by what the clock of its device is measured to be off, less what the measurement may be wrong', () => {
    expect(of([{ device: device('SOE'), clock: { aheadMs: -2500, errorMs: 3 } }])['S.STATE.A']).toBe(2498);
    expect(of([{ device: device('SOE'), clock: { aheadMs: 2, errorMs: 3 } }])['S.STATE.A']).toBe(1);
  });
  it('of a lost link is off by the silence before the loss was noticed, and unknown for one that never answered', () => {
    expect(of([{ state: 'down', lastGoodMs: 7400 }])['MOD.LINK.A']).toBe(2600);
    expect(of([{ state: 'down', lastGoodMs: null }])['MOD.LINK.A']).toBeUndefined();
  });
  it('of several signals is that of the worst, through calculated tags and expressions', () => {
    expect(of()).toMatchObject({ 'CALC.A': 500, 'CALC2.A': 500, DEV: 500, EXP: 250 });
  });
  it('of what the console notices itself is exact', () => {
    expect(of()['SYSTEM.STORAGE.A']).toBe(0);
  });
});
