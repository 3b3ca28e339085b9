import { describe, expect, it } from 'vitest';
import type { AlarmStanding, AlarmState, Priority } from '#shared/model/alarm.ts';
import type { AlarmId, AssetId } from '#shared/model/ids.ts';
import { buildAlarmBook } from '../../client/alarm-book-keeper.ts';
import { createDirectoryIndex } from '../../client/directory-index.ts';
import { smallDirectory } from '../../testing/small-directory.ts';
import { type AlarmFilter, type AlarmGroup, filterRows, groupCounts, heldRows, holdRows } from './alarm-filter.ts';
import { appendOlder, putNewer } from './journal-pages.ts';

const directory = createDirectoryIndex(smallDirectory());
const standing = (alarm: string, state: AlarmState, seq: number): AlarmStanding => ({ alarm: alarm as AlarmId, state, raisedMs: seq, returnedMs: null, acknowledgedMs: null, acknowledgedBy: null, value: null, quality: 0, seq });
const book = (...list: AlarmStanding[]) => buildAlarmBook(new Map(list.map((one) => [one.alarm, one])), [], 9, directory);
const filter = (group: AlarmGroup, priorities: readonly Priority[] = [], area: string | null = null): AlarmFilter => ({ group, priorities: new Set(priorities), area: area as AssetId | null });
const ids = (rows: ReturnType<typeof filterRows>): string[] => rows.map((row) => row.standing.alarm);

const now = book(standing('FT-1.HH', 'active-acked', 1), standing('FT-1.H', 'returned-unacked', 2), standing('TT-2.H', 'active-unacked', 3), standing('TT-2.D', 'shelved', 4));

describe('the alarm filter', () => {
  it('shows active and still unacknowledged alarms, newest first', () => expect(ids(filterRows(now, filter('active'), directory))).toEqual(['TT-2.H', 'FT-1.H', 'FT-1.HH']));
  it('shows by priority and by area', () => {
    expect(ids(filterRows(now, filter('active', [1, 2]), directory))).toEqual(['FT-1.H', 'FT-1.HH']);
    expect(ids(filterRows(now, filter('active', [], 'U2'), directory))).toEqual(['TT-2.H']);
  });
  it('counts every group exactly, whatever is chosen', () => expect(groupCounts(now)).toEqual({ active: 3, unacked: 2, shelved: 1, suppressed: 0, 'out-of-service': 0 }));
});

describe('a list with the pointer in it', () => {
  const held = filterRows(now, filter('unacked'), directory);

  it('holds nothing while it is empty, so that alarms are seen at once, and what is there once the pointer moves', () => {
    expect(holdRows(null, [])).toBe(null);
    const first = holdRows(null, held);
    expect(first).toBe(held);
    expect(holdRows(first, [])).toBe(held);
  });
  it('keeps its rows in place, shows their new state, and lets new ones wait', () => {
    const later = book(standing('FT-1.H', 'returned-unacked', 2), standing('TT-2.H', 'active-acked', 3), standing('FT-1.HH', 'active-unacked', 7));
    const { rows, waiting } = heldRows(held, filterRows(later, filter('unacked'), directory), later);
    expect(rows.map((row) => [row.standing.alarm, row.standing.state])).toEqual([['TT-2.H', 'active-acked'], ['FT-1.H', 'returned-unacked']]);
    expect(waiting).toBe(1);
  });
  it('keeps the row of an alarm that is gone, as cleared', () => {
    const later = book(standing('TT-2.H', 'active-unacked', 3));
    expect(heldRows(held, filterRows(later, filter('unacked'), directory), later).rows.map((row) => row.standing.state)).toEqual(['active-unacked', 'normal']);
  });
  it('lets a new occurrence of a shown alarm wait, so that an acknowledge never lands on it', () => {
    const later = book(standing('TT-2.H', 'active-unacked', 8), standing('FT-1.H', 'returned-unacked', 2));
    const { rows, waiting } = heldRows(held, filterRows(later, filter('unacked'), directory), later);
    expect(rows[0]?.standing.seq).toBe(3);
    expect(waiting).toBe(1);
  });
});

describe('pages of the journal', () => {
  const page = (...seqs: number[]) => seqs.map((seq) => ({ seq, alarm: 'A' as AlarmId, kind: 'raised' as const, from: 'normal' as const, to: 'active-unacked' as const, timeMs: seq, engineMs: seq, value: null, quality: 0 }));
  it('join behind and in front without doubles', () => {
    expect(appendOlder(page(9, 8), page(8, 7, 6)).map(({ seq }) => seq)).toEqual([9, 8, 7, 6]);
    expect(putNewer(page(9, 8), page(11, 10, 9)).map(({ seq }) => seq)).toEqual([11, 10, 9, 8]);
    const held = page(9);
    expect(putNewer(held, page(9))).toBe(held);
  });
});
