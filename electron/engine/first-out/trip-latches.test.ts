import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { AlarmId } from '#shared/model/ids.ts';
import { LogicFile } from '#shared/model/logic.ts';
import { createTripLatches, type Raise, raiseOf } from './trip-latches.ts';

const id = (text: string): AlarmId => text as AlarmId;
const groups = LogicFile.parse({ tripGroups: [{ id: 'K-201', name: 'Compressor trip', alarms: ['A', 'B', 'C'] }, { id: 'BOILER', name: 'Boiler trip', alarms: ['C', 'D'] }] }).tripGroups;
const raise = (alarm: string, seq: number, timeMs: number, uncertaintyMs = 0): Raise => ({ alarm: id(alarm), seq, timeMs, uncertaintyMs });
const nothing = (): boolean => false;

describe('a trip group', () => {
  it('keeps the mark on its first alarm when others follow, when it returns and when it comes again', () => {
    const latches = createTripLatches(groups);
    expect(latches.held(nothing)).toEqual([]);
    expect(latches.take(raise('B', 1, 1000))).toBe(true);
    expect(latches.take(raise('A', 2, 1400))).toBe(true);
    expect(latches.take(raise('B', 3, 9000))).toBe(false);
    expect(latches.held(nothing)).toEqual([{ group: 'K-201', first: ['B'], later: ['A'], firstMs: 1000, uncertaintyMs: 0, isResettable: true }]);
  });

  it('is resettable only when none of its alarms is active, and counts anew from the reset on', () => {
    const latches = createTripLatches(groups);
    latches.take(raise('A', 1, 1000));
    expect(latches.held((alarm) => alarm === 'B')[0]?.isResettable).toBe(false);
    expect(latches.activeOf('K-201', (alarm) => alarm === 'B')).toEqual(['B']);
    // An alarm that came while the reset was on its way to disk is not swallowed by it.
    latches.take(raise('C', 5, 2000));
    expect(latches.clear('K-201', 4)).toBe(true);
    expect(latches.held(nothing)[0]).toMatchObject({ group: 'K-201', first: ['C'], later: [] });
    expect(latches.clear('NONE', 4)).toBe(false);
  });

  it('marks several as first when the clocks cannot tell, and one heard late takes its place by source time', () => {
    const latches = createTripLatches(groups);
    latches.take(raise('A', 1, 1000, 50));
    latches.take(raise('B', 2, 1080, 40));
    latches.take(raise('C', 3, 1200, 40));
    expect(latches.held(nothing)[0]).toMatchObject({ first: ['A', 'B'], later: ['C'], firstMs: 1000, uncertaintyMs: 50 });
    const late = createTripLatches(groups);
    late.take(raise('A', 1, 1000, 1));
    late.take(raise('B', 2, 900, 1));
    expect(late.held(nothing)[0]).toMatchObject({ first: ['B'], later: ['A'] });
  });

  it('is told apart from another that shares an alarm, and hears nothing of alarms of no group', () => {
    const latches = createTripLatches(groups);
    expect(latches.take(raise('X', 1, 1))).toBe(false);
    latches.take(raise('C', 2, 5));
    latches.clear('BOILER', 2);
    expect(latches.held(nothing).map(({ group }) => group)).toEqual(['K-201']);
  });

  it('holds every alarm once, and the true first is always among those marked, whatever the errors of the clocks and the order of arrival', () => {
    const moments = fc.uniqueArray(fc.record({ alarm: fc.constantFrom('A', 'B', 'C'), trueMs: fc.integer({ min: 0, max: 500 }), errorMs: fc.integer({ min: -200, max: 200 }), spareMs: fc.integer({ min: 0, max: 100 }) }), { selector: ({ alarm }) => alarm, minLength: 1 });
    fc.assert(
      fc.property(moments, (all) => {
        const latches = createTripLatches(groups);
        all.forEach(({ alarm, trueMs, errorMs, spareMs }, at) => latches.take(raise(alarm, at + 1, trueMs + errorMs, Math.abs(errorMs) + spareMs)));
        const [held] = latches.held(nothing);
        const least = Math.min(...all.map(({ trueMs }) => trueMs));
        for (const { alarm, trueMs } of all) if (trueMs === least) expect(held?.first).toContain(alarm);
        expect([...(held?.first ?? []), ...(held?.later ?? [])].toSorted()).toEqual(all.map(({ alarm }) => alarm).toSorted());
      }),
      { numRuns: 500 },
    );
  });
});

it('takes only what raises an alarm from the journal', () => {
  const event = { seq: 3, alarm: id('A'), kind: 'raised', from: 'normal', to: 'active-unacked', timeMs: 10, engineMs: 12, value: 1, quality: 0 } as const;
  expect(raiseOf(event)).toEqual({ alarm: 'A', seq: 3, timeMs: 10, uncertaintyMs: 0 });
  expect(raiseOf({ ...event, uncertaintyMs: 50 })).toMatchObject({ uncertaintyMs: 50 });
  expect(raiseOf({ ...event, kind: 'returned' })).toBeNull();
});
