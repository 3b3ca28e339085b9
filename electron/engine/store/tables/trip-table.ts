import type { Database } from 'better-sqlite3';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import type { TripHistory, TripQuery, TripReset } from '../store-types.ts';
import { type EventRow, toEvent } from './journal-table.ts';

type ResetRow = { group_id: string; engine_ms: number; after_seq: number; user: string | null };

const toReset = (row: ResetRow): TripReset => ({ group: row.group_id, engineMs: row.engine_ms, afterSeq: row.after_seq, user: row.user });

/** Writes resets of trip groups; call it in a transaction. */
export function tripWriter(db: Database): (resets: readonly TripReset[]) => void {
  const insert = db.prepare('INSERT INTO trip_reset (group_id, engine_ms, after_seq, user) VALUES (?, ?, ?, ?)');
  return (resets) => {
    for (const { group, engineMs, afterSeq, user } of resets) insert.run(group, engineMs, afterSeq, user);
  };
}

export function tripReader(db: Database) {
  // The newest by number: where the clock was set back, the last one made is the one that counts.
  const newest = db.prepare<[string, number], ResetRow>(
    'SELECT group_id, engine_ms, after_seq, user FROM trip_reset WHERE group_id = ? AND engine_ms <= ? ORDER BY seq DESC LIMIT 1',
  );
  const within = db.prepare<[number, number], ResetRow>('SELECT group_id, engine_ms, after_seq, user FROM trip_reset WHERE engine_ms > ? AND engine_ms <= ? ORDER BY seq');
  const raised = db.prepare<[string, number, number], EventRow>(
    "SELECT * FROM alarm_event WHERE kind = 'raised' AND alarm = ? AND seq > ? AND engine_ms <= ? ORDER BY seq LIMIT 1",
  );
  return {
    /** For each group its newest reset at an engine time and the first event that raised each of its alarms since; in the order asked. */
    at: ({ groups, atMs }: TripQuery): readonly TripHistory[] =>
      db.transaction(() =>
        groups.map(({ group, alarms }) => {
          const row = newest.get(group, atMs);
          if (row === undefined) return { group, reset: null, raised: [] };
          const events: AlarmEvent[] = [];
          for (const alarm of alarms) {
            const event = raised.get(alarm, row.after_seq, atMs);
            if (event !== undefined) events.push(toEvent(event));
          }
          return { group, reset: toReset(row), raised: events };
        }),
      )(),
    /** Resets with `fromMs` < engine time <= `toMs`, in the order they were made. */
    in: ({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): readonly TripReset[] => within.all(fromMs, toMs).map(toReset),
  };
}
