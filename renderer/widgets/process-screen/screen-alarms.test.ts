import { describe, expect, it } from 'vitest';
import type { AlarmState, Priority } from '#shared/model/alarm.ts';
import { deviation } from './deviation.ts';
import { type AlarmRows, screenAlarms } from './screen-alarms.ts';

const row = (priority: Priority, state: AlarmState, asset: string) => ({ priority, standing: { state }, asset });
function alarmsOf(rows: readonly ReturnType<typeof row>[]) {
  const book: AlarmRows = { byTag: new Map([['T', rows]]), byAsset: new Map([['P-1', rows]]), told: rows };
  return screenAlarms(() => book, { isWithin: (asset, ancestor) => asset === ancestor || (asset === 'P-1' && ancestor === 'U1') });
}

describe('alarms on a screen', () => {
  it('marks with the highest priority that is active, not with one that only waits for its acknowledge', () => {
    const alarms = alarmsOf([row(1, 'returned-unacked', 'P-1'), row(3, 'active-acked', 'P-1'), row(2, 'active-acked', 'P-1')]);
    expect(alarms.ofTag('T')).toEqual({ priority: 2, state: 'active-acked' });
    expect(alarms.ofAsset('P-1')).toEqual({ priority: 2, state: 'active-acked' });
  });
  it('keeps the mark of an alarm that is gone but not acknowledged', () => {
    expect(alarmsOf([row(4, 'returned-unacked', 'P-1')]).ofTag('T')).toEqual({ priority: 4, state: 'returned-unacked' });
    expect(alarmsOf([]).ofTag('T')).toBeNull();
  });
  it('counts active alarms of the unit and all below it', () => {
    const alarms = alarmsOf([
      row(1, 'active-unacked', 'P-1'),
      row(1, 'latched-acked', 'U1'),
      row(3, 'returned-unacked', 'P-1'),
      row(2, 'active-acked', 'X'),
    ]);
    expect(alarms.countsBelow('U1')).toEqual({ 1: 2, 2: 0, 3: 0, 4: 0 });
  });
});

describe('deviation from the normal range', () => {
  it('is 0 in the middle and ±1 at the edges', () => {
    expect([deviation(50, [40, 60]), deviation(60, [40, 60]), deviation(40, [40, 60]), deviation(90, [40, 60])]).toEqual([0, 1, -1, 4]);
  });
});
