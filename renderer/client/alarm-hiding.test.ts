import { describe, expect, it } from 'vitest';
import type { AlarmStanding } from '#shared/model/alarm.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import { smallDirectory } from '../testing/small-directory.ts';
import { acknowledgeRows, refusalWords } from './alarm-actions.ts';
import { endOfShiftMs, shelfLimitMs, shelfTimes, shelvable } from './alarm-hiding.ts';
import { type AlarmRow, rowOf } from './alarm-rows.ts';
import { createDirectoryIndex, type DirectoryIndex } from './directory-index.ts';
import { notices } from './notices.ts';

const base = smallDirectory();
const directory: DirectoryIndex = createDirectoryIndex({
  ...base,
  logic: { ...base.logic, classes: [{ id: 'safety', name: 'Safety', maxShelveMin: 30 }] },
  alarms: base.alarms.map((alarm) => (alarm.id === 'TT-2.H' ? { ...alarm, class: 'safety' } : alarm.id === 'TT-2.D' ? { ...alarm, maxShelveMin: 0, class: 'safety' } : alarm)),
});
const row = (alarm: string, state: AlarmStanding['state'] = 'active-unacked', seq = 1): AlarmRow =>
  rowOf({ alarm: alarm as AlarmId, state, raisedMs: 1, returnedMs: null, acknowledgedMs: null, acknowledgedBy: null, value: null, quality: 0, seq }, directory);
const local = (hour: number, minute = 0, day = 18): number => new Date(2026, 10, day, hour, minute).getTime();

describe('the time on a shelf', () => {
  it('ends with this shift: at the next beginning of one, tomorrow’s too', () => {
    const shifts = ['06:00', '14:00', '22:00'];
    expect([local(13, 59), local(14), local(23, 30)].map((now) => endOfShiftMs(shifts, now))).toEqual([local(14), local(22), local(6, 0, 19)]);
    expect(shelfTimes(shifts, local(13)).map(({ forMs }) => forMs / 60_000)).toEqual([15, 60, 240, 60]);
  });
  it('is at least a minute, as the engine wants it, a moment before the shift ends', () => expect(shelfTimes(['06:00'], local(6) - 5).at(-1)?.forMs).toBe(60_000));
  it('is limited by the alarm, else by its class, else by the project', () =>
    expect(['TT-2.D', 'TT-2.H', 'FT-1.H'].map((alarm) => shelfLimitMs(row(alarm), directory) / 60_000)).toEqual([0, 30, 720]));
});

describe('several alarms that are shelved at once', () => {
  const all = [row('FT-1.HH'), row('FT-1.H'), row('TT-2.H'), row('TT-2.D')];
  it('are shelved where they may be, and each other one is said why', () => {
    const { rows, notes } = shelvable(all, 3_600_000, false, directory);
    expect(rows.map(({ standing }) => standing.alarm)).toEqual(['FT-1.H']);
    expect(notes).toEqual(['FT-1.HH cannot be shelved here: priority 1 needs the role lead.', 'TT-2.D may not be shelved by its design.', 'TT-2.H may be shelved for at most 30 min.']);
  });
  it('may be of priority 1 for a lead', () => expect(shelvable(all, 900_000, true, directory).rows.map(({ standing }) => standing.alarm)).toEqual(['FT-1.HH', 'FT-1.H', 'TT-2.H']));
});

describe('what was refused of several alarms', () => {
  it('is told in one notice: the first three by name and reason, the rest by number', () => {
    const refused = ['A', 'B', 'C', 'D', 'E'].map((alarm) => ({ alarm: alarm as AlarmId, reason: 'it was raised again' }));
    expect(refusalWords({ done: ['Z' as AlarmId], refused }, 'acknowledged')).toBe('5 of 6 were not acknowledged. A: it was raised again. B: it was raised again. C: it was raised again. And 2 more.');
    expect(refusalWords({ done: [], refused: [{ alarm: 'A' as AlarmId, reason: 'M. Ortega has acknowledged it.' }] }, 'acknowledged')).toBe('A was not acknowledged: M. Ortega has acknowledged it.');
    expect(refusalWords({ done: ['Z' as AlarmId], refused: [] }, 'acknowledged')).toBeNull();
  });
  it('is put together over calls of 500 each, which name the occurrences seen', async () => {
    notices.setState({ list: [] });
    const asked: number[] = [];
    const call = ((_name: string, { occurrences }: { occurrences: readonly { alarm: AlarmId; seq: number }[] }) => {
      asked.push(occurrences.length);
      const [first, ...rest] = occurrences.map(({ alarm }) => alarm);
      return Promise.resolve({ ok: true, value: { done: rest, refused: [{ alarm: first, reason: 'it was raised again' }] } });
    }) as never;
    const many = Array.from({ length: 1100 }, (_, at) => row('FT-1.H', 'active-unacked', at + 1));
    expect(await acknowledgeRows({ call }, [...many, row('TT-2.H', 'active-acked')])).toBe(1097);
    expect(asked).toEqual([500, 500, 100]);
    expect(notices.getState().list.map(({ sentence }) => sentence)).toEqual(['3 of 1100 were not acknowledged. FT-1.H: it was raised again. FT-1.H: it was raised again. FT-1.H: it was raised again.']);
  });
});
