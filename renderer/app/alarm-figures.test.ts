import { describe, expect, it } from 'vitest';
import type { AlarmEvent, AlarmEventKind, AlarmStanding, AlarmState } from '#shared/model/alarm.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import { buildAlarmBook } from '../client/alarm-book-keeper.ts';
import { createDirectoryIndex } from '../client/directory-index.ts';
import { smallDirectory } from '../testing/small-directory.ts';
import { alarmsPerWindow, windowMs } from './alarm-rate-count.ts';
import { soundingOf } from './horn.ts';

const directory = createDirectoryIndex(smallDirectory());
const event = (alarm: string, timeMs: number, kind: AlarmEventKind = 'raised'): AlarmEvent => ({
  seq: timeMs,
  alarm: alarm as AlarmId,
  kind,
  from: kind === 'raised' ? 'normal' : 'active-unacked',
  to: kind === 'raised' ? 'active-unacked' : 'active-acked',
  timeMs,
  engineMs: timeMs,
  value: null,
  quality: 0,
});

describe('the alarm rate', () => {
  it('counts alarms that came per ten minutes, the newest window last, and nothing else', () => {
    const now = 100 * windowMs;
    const events = [event('FT-1.H', now - 1), event('FT-1.H', now - windowMs + 1), event('FT-1.H', now - windowMs - 1), event('FT-1.H', now - 5, 'acknowledged'), event('FT-1.H', now - 50 * windowMs)];
    expect(alarmsPerWindow(events, now, 3)).toEqual([0, 1, 2]);
  });
});

describe('the horn', () => {
  const standing = (alarm: string, state: AlarmState, seq: number): AlarmStanding => ({ alarm: alarm as AlarmId, state, raisedMs: seq, returnedMs: null, acknowledgedMs: null, acknowledgedBy: null, value: null, quality: 0, seq });
  const book = (...list: AlarmStanding[]) => buildAlarmBook(new Map(list.map((one) => [one.alarm, one])), [], 9, directory);

  it('sounds the worst active unacknowledged alarm', () => {
    expect(soundingOf(book(standing('TT-2.H', 'active-unacked', 1), standing('FT-1.H', 'active-unacked', 2)), 0)).toBe(2);
  });
  it('is quiet for acknowledged, cleared and shelved alarms', () => {
    expect(soundingOf(book(standing('FT-1.HH', 'active-acked', 1), standing('FT-1.H', 'returned-unacked', 2), standing('TT-2.H', 'shelved', 3)), 0)).toBeNull();
  });
  it('stays silent after silence until a newer occurrence comes', () => {
    const silenced = [standing('FT-1.HH', 'active-unacked', 5)];
    expect(soundingOf(book(...silenced), 5)).toBeNull();
    expect(soundingOf(book(...silenced, standing('TT-2.H', 'active-unacked', 6)), 5)).toBe(3);
  });
});
