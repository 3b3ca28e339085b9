import { describe, expect, it } from 'vitest';
import type { AlarmEvent, AlarmStanding, AlarmState } from '#shared/model/alarm.ts';
import type { AlarmId, AssetId, TagId } from '#shared/model/ids.ts';
import { smallDirectory } from '../testing/small-directory.ts';
import { appendEvents, keptEvents, prependEvents } from './alarm-book.ts';
import { buildAlarmBook } from './alarm-book-keeper.ts';
import { createDirectoryIndex } from './directory-index.ts';

const directory = createDirectoryIndex(smallDirectory());
const standing = (alarm: string, state: AlarmState, seq: number): AlarmStanding => ({
  alarm: alarm as AlarmId,
  state,
  raisedMs: 1000 + seq,
  returnedMs: null,
  acknowledgedMs: null,
  acknowledgedBy: null,
  value: 1,
  quality: 0,
  seq,
});
const book = (...list: AlarmStanding[]) => buildAlarmBook(new Map(list.map((one) => [one.alarm, one])), [], 9, directory);
const event = (seq: number): AlarmEvent => ({ seq, alarm: 'FT-1.H' as AlarmId, kind: 'raised', from: 'normal', to: 'active-unacked', timeMs: seq, engineMs: seq, value: null, quality: 0 });

describe('the alarm book', () => {
  it('counts active and unacknowledged alarms of each priority, a cleared one among the unacknowledged only', () => {
    const { counts, unacked } = book(standing('FT-1.HH', 'active-unacked', 1), standing('FT-1.H', 'returned-unacked', 2), standing('TT-2.H', 'active-acked', 3), standing('TT-2.D', 'latched-unacked', 4));
    expect(counts).toEqual({ 1: { active: 1, unacked: 1 }, 2: { active: 0, unacked: 1 }, 3: { active: 1, unacked: 0 }, 4: { active: 1, unacked: 1 } });
    expect(unacked).toBe(3);
  });

  it('tells unacknowledged alarms first, by priority, then the newest, then the acknowledged', () => {
    const { told, rows } = book(standing('TT-2.H', 'active-acked', 9), standing('TT-2.D', 'active-unacked', 8), standing('FT-1.H', 'active-unacked', 3), standing('FT-1.HH', 'active-unacked', 1));
    expect(told.map((row) => row.standing.alarm)).toEqual(['FT-1.HH', 'FT-1.H', 'TT-2.D', 'TT-2.H']);
    expect(rows.map((row) => row.standing.alarm)).toEqual(['TT-2.H', 'TT-2.D', 'FT-1.H', 'FT-1.HH']);
  });

  it('keeps shelved, suppressed and out-of-service alarms out of what is told, but counts them', () => {
    const now = book(standing('FT-1.HH', 'shelved', 1), standing('FT-1.H', 'suppressed', 2), standing('TT-2.H', 'out-of-service', 3));
    expect(now.told).toEqual([]);
    expect([now.shelved, now.suppressed, now.outOfService]).toEqual([1, 1, 1]);
    expect(now.rows).toHaveLength(3);
  });

  it('finds the alarms of a tag and of an asset, worst first', () => {
    const now = book(standing('FT-1.H', 'active-unacked', 5), standing('FT-1.HH', 'active-unacked', 2), standing('TT-2.H', 'active-acked', 3));
    expect(now.byTag.get('FT-1' as TagId)?.map((row) => row.priority)).toEqual([1, 2]);
    expect(now.byAsset.get('P-1' as AssetId)).toHaveLength(2);
    expect(now.byAsset.get('U2' as AssetId)).toHaveLength(1);
  });

  it('still lists an alarm that the project no longer defines', () => {
    const now = book(standing('GONE.H', 'active-unacked', 1));
    expect(now.rows[0]).toMatchObject({ definition: null, priority: 4, tag: null, tagIndex: -1 });
    expect(now.unacked).toBe(1);
  });

  it('keeps the journal in order without doubles, whichever way events come', () => {
    const late = appendEvents([event(5), event(6)], [event(6), event(7)]);
    expect(late.map(({ seq }) => seq)).toEqual([5, 6, 7]);
    expect(prependEvents(late, [event(5), event(4), event(3)]).map(({ seq }) => seq)).toEqual([3, 4, 5, 6, 7]);
    expect(appendEvents(late, [event(6)])).toBe(late);
  });

  it('drops the oldest events beyond what is kept', () => {
    const many = appendEvents([], Array.from({ length: keptEvents + 10 }, (_, at) => event(at + 1)));
    expect(many).toHaveLength(keptEvents);
    expect(many[0]?.seq).toBe(11);
  });
});
