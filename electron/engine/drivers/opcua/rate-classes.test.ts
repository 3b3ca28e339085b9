import { describe, expect, test } from 'vitest';
import type { DriverTag } from '../driver.ts';
import { OpcuaAddress } from './address.ts';
import { OpcuaOptions } from './options.ts';
import { describeGrant, planRateClasses } from './rate-classes.ts';

const endpoint = 'opc.tcp://127.0.0.1:4840';
const tag = (index: number, periodMs: number, isAlarmed = false): DriverTag<OpcuaAddress> => ({ index, id: `T${index}`, address: OpcuaAddress.parse('i=1'), type: 'float', periodMs, writable: false, isAlarmed });
const plan = (tags: readonly DriverTag<OpcuaAddress>[], options: Record<string, unknown> = {}) =>
  planRateClasses(tags, OpcuaOptions.parse({ endpoint, ...options })).map(({ periodMs, isAlarmed, samplingMs, publishingIntervalMs, queueSize, tags: members }) => ({ periodMs, isAlarmed, samplingMs, publishingIntervalMs, queueSize, tags: members.map(({ id }) => id) }));

describe('The subscriptions of an OPC UA device', () => {
  test('hold tags of one period together, and those with alarms whatever their period', () => {
    expect(plan([tag(0, 1000), tag(1, 5000, true), tag(2, 100), tag(3, 1000), tag(4, 1000, true)])).toEqual([
      // Every change, in a queue for one each 10 ms, told within 50 ms however slow the tag is.
      { periodMs: 1000, isAlarmed: true, samplingMs: 0, publishingIntervalMs: 50, queueSize: 1000, tags: ['T1', 'T4'] },
      { periodMs: 100, isAlarmed: false, samplingMs: 100, publishingIntervalMs: 25, queueSize: 100, tags: ['T2'] },
      { periodMs: 1000, isAlarmed: false, samplingMs: 1000, publishingIntervalMs: 250, queueSize: 10, tags: ['T0', 'T3'] },
    ]);
  });

  test('sample tags with alarms like the others where the project wants that', () => {
    expect(plan([tag(0, 1000, true), tag(1, 1000)], { alarmedEveryChange: false })).toEqual([{ periodMs: 1000, isAlarmed: false, samplingMs: 1000, publishingIntervalMs: 250, queueSize: 10, tags: ['T0', 'T1'] }]);
  });

  test('have the queue the project names, and never one without end', () => {
    expect(plan([tag(0, 1000, true)], { queueSize: 7 })[0]!.queueSize).toBe(7);
    expect(plan([tag(0, 1000, true)], { holdMs: 600_000 })[0]!.queueSize).toBe(10_000);
  });

  test('say what may go unseen of tags with alarms', () => {
    expect(describeGrant([])).toBeNull();
    expect(describeGrant([{ slowestMs: 0, smallestQueue: Number.MAX_SAFE_INTEGER }])).toBeNull();
    expect(describeGrant([{ slowestMs: 0, smallestQueue: 1000 }])).toBe('the server tells every change');
    expect(describeGrant([{ slowestMs: 0, smallestQueue: 10 }, { slowestMs: 100, smallestQueue: 5 }])).toBe('sampled each 100 ms: what is shorter may go unseen');
    expect(describeGrant([{ slowestMs: 100, smallestQueue: 1 }])).toMatch(/; one value is queued, so that of several changes between two publishes only the last comes$/);
  });
});
