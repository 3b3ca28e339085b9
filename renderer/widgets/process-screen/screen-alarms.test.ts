import { describe, expect, it } from 'vitest';
import type { AlarmState, Priority } from '#shared/model/alarm.ts';
import { deviation } from './deviation.ts';
import { type AlarmRows, alarmWords, screenAlarms } from './screen-alarms.ts';

const row = (priority: Priority, state: AlarmState, isConditionTrue?: boolean) => ({ priority, standing: { state, isConditionTrue } });
type Rows = readonly ReturnType<typeof row>[];
function alarmsOf(told: Rows, hidden: Rows = []) {
  const below = new Map([['U1', { active: [2, 0, 1, 0] as const, returned: [0, 1, 0, 2] as const, shelved: 1, suppressed: 2, outOfService: 1 }]]);
  const book: AlarmRows = {
    told: told.map((one, at) => ({
      priority: one.priority,
      standing: { ...one.standing, raisedMs: at },
      definition: { message: `Message ${at}` },
      tag: 'T',
      asset: at === 1 ? 'P-2' : 'P-1',
    })),
    byTag: new Map([['T', told]]),
    byAsset: new Map([['P-1', told]]),
    hiddenByTag: new Map([['T', hidden]]),
    hiddenByAsset: new Map([['P-1', hidden]]),
    below,
  };
  return screenAlarms(() => book);
}

describe('alarms on a screen', () => {
  it('marks with the highest priority that is active, not with one that only waits for its acknowledge', () => {
    const alarms = alarmsOf([row(1, 'returned-unacked'), row(3, 'active-acked'), row(2, 'active-acked')]);
    expect(alarms.ofTag('T')).toEqual({ priority: 2, state: 'active-acked' });
    expect(alarms.ofAsset('P-1')).toEqual({ priority: 2, state: 'active-acked' });
  });
  it('keeps the mark of an alarm that is gone but not acknowledged', () => {
    expect(alarmsOf([row(4, 'returned-unacked')]).ofTag('T')).toEqual({ priority: 4, state: 'returned-unacked' });
    expect(alarmsOf([]).ofTag('T')).toBeNull();
  });
  it('counts active, returned and hidden alarms of the unit and all below it', () => {
    const alarms = alarmsOf([]);
    expect([alarms.countsBelow('U1'), alarms.returnedBelow('U1'), alarms.hiddenBelow('U1')]).toEqual([{ 1: 2, 2: 0, 3: 1, 4: 0 }, 3, 4]);
    expect([alarms.countsBelow('U9'), alarms.returnedBelow('U9'), alarms.hiddenBelow('U9')]).toEqual([{ 1: 0, 2: 0, 3: 0, 4: 0 }, 0, 0]);
  });
  it('marks what a person hid, and what the design suppresses while it would be active', () => {
    expect(alarmsOf([], [row(3, 'shelved', false), row(2, 'suppressed', false)]).hiddenOfTag('T')).toEqual({
      priority: 3,
      state: 'shelved',
    });
    expect(alarmsOf([], [row(3, 'out-of-service'), row(2, 'suppressed', true)]).hiddenOfAsset('P-1')).toEqual({
      priority: 2,
      state: 'suppressed',
    });
    expect(alarmsOf([], [row(2, 'suppressed', false)]).hiddenOfTag('T')).toBeNull();
  });
  it('lists the first alarms of the assets asked for and counts all of them', () => {
    const alarms = alarmsOf([row(1, 'active-unacked'), row(2, 'active-unacked'), row(2, 'active-acked'), row(4, 'active-acked')]);
    const { rows, total } = alarms.standing((asset) => asset === 'P-1', 2);
    expect(rows.map(({ message, priority, raisedMs }) => [message, priority, raisedMs])).toEqual([
      ['Message 0', 1, 0],
      ['Message 2', 2, 2],
    ]);
    expect(total).toBe(3);
    expect(alarms.standing(() => false, 2)).toEqual({ rows: [], total: 0 });
  });
  it('says by name that an alarm is hidden, or its priority', () => {
    expect(
      [null, { priority: 2 as const, state: 'shelved' as const }, { priority: 2 as const, state: 'active-acked' as const }].map(alarmWords),
    ).toEqual(['', ', alarm shelved', ', alarm priority 2']);
  });
});

describe('deviation from the normal range', () => {
  it('is 0 in the middle and ±1 at the edges', () => {
    expect([deviation(50, [40, 60]), deviation(60, [40, 60]), deviation(40, [40, 60]), deviation(90, [40, 60])]).toEqual([0, 1, -1, 4]);
  });
});
