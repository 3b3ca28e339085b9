import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { AlarmStanding, AlarmState } from '#shared/model/alarm.ts';
import { FirstOutGroup } from '#shared/model/first-out.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import { smallDirectory } from '../testing/small-directory.ts';
import { buildAlarmBook } from './alarm-book-keeper.ts';
import { createDirectoryIndex } from './directory-index.ts';
import type { FirstOutPicture } from './first-out-feed.ts';
import { sceneOrders, showIn3d, showViewIn3d, worstFault } from './scene-orders.ts';

const directory = createDirectoryIndex(smallDirectory());
const standing = (alarm: string, state: AlarmState, seq: number): AlarmStanding => ({ alarm: alarm as AlarmId, state, raisedMs: seq, returnedMs: null, acknowledgedMs: null, acknowledgedBy: null, value: 1, quality: 0, seq });
const group = (first: string) =>
  FirstOutGroup.parse({
    id: 1,
    startMs: 0,
    lastMs: 1,
    isOver: false,
    alarmCount: 2,
    ranked: [{ alarm: first, seq: 1, tag: null, asset: null, timeMs: 0, uncertaintyMs: 0, score: 0.9, why: [] }],
    undecided: [],
    members: [{ alarm: first, seq: 1, timeMs: 0, uncertaintyMs: 0, parent: null, via: null }],
    runbook: null,
  });
const faultOf = (list: readonly AlarmStanding[], groups: readonly FirstOutGroup[] = []) =>
  worstFault({
    alarms: createStore(() => buildAlarmBook(new Map(list.map((one) => [one.alarm, one])), [], 9, directory)),
    firstOut: createStore((): FirstOutPicture => ({ groups, trips: [], isKnown: true, problem: null })),
  })?.standing.alarm ?? null;

describe('the fault that one key flies to', () => {
  it('is the first-out of the burst before the operator, though others are worse', () => {
    expect(faultOf([standing('FT-1.HH', 'active-unacked', 2), standing('TT-2.H', 'active-unacked', 1)], [group('TT-2.H')])).toBe('TT-2.H');
  });

  it('is the worst alarm where there is no burst, or where its first-out is gone', () => {
    expect(faultOf([standing('TT-2.H', 'active-unacked', 1), standing('FT-1.HH', 'active-acked', 2)])).toBe('FT-1.HH');
    expect(faultOf([standing('FT-1.HH', 'active-unacked', 2)], [group('TT-2.H')])).toBe('FT-1.HH');
  });

  it('is one that stands rather than one that only waits for its acknowledge, and none that is shelved', () => {
    expect(faultOf([standing('FT-1.HH', 'returned-unacked', 2), standing('TT-2.H', 'active-acked', 1)])).toBe('TT-2.H');
    expect(faultOf([standing('FT-1.HH', 'shelved', 2)])).toBeNull();
    expect(faultOf([])).toBeNull();
  });
});

describe('an order to the 3D view', () => {
  it('is the last one that was given: an asset, or a view with the scene it belongs to, each counted', () => {
    const { count } = sceneOrders.getState();
    showIn3d('P-101', true);
    expect(sceneOrders.getState()).toEqual({ order: { asset: 'P-101', isIsolated: true, view: null }, count: count + 1 });
    showViewIn3d({ scene: 'works', view: 'boiler' });
    expect(sceneOrders.getState()).toEqual({ order: { asset: null, view: { scene: 'works', view: 'boiler' } }, count: count + 2 });
  });
});
