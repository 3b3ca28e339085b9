import type { Database } from 'better-sqlite3';
import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import { beginsAnew, foldEvent } from '#shared/model/alarm-fold.ts';
import { type EventRow, toEvent } from './journal-table.ts';

type Span = { readonly fromMs: number; readonly toMs: number };

/**
 * The journal by engine time. Where the clock was set back, events count by the time they carry, not by
 * their number: one wrong minute does not move the past of other times.
 */
export function pastReader(db: Database) {
  const nextAlarm = db.prepare<[string], string | null>('SELECT min(alarm) FROM alarm_event WHERE alarm > ?').pluck();
  const lastOf = db.prepare<[string, number], EventRow>(
    'SELECT * FROM alarm_event WHERE alarm = +? AND engine_ms <= ? ORDER BY engine_ms DESC, seq DESC',
  );
  const lastSeq = db.prepare<[number], number>('SELECT seq FROM alarm_event WHERE engine_ms <= ? ORDER BY engine_ms DESC, seq DESC LIMIT 1').pluck();
  const within = db.prepare<[number, number, number], EventRow>(
    'SELECT * FROM alarm_event WHERE engine_ms >= ? AND engine_ms <= ? ORDER BY engine_ms, seq LIMIT ?',
  );
  const raised = db.prepare<[number, number, number, number, number], { alarm: string; col: number; count: number }>(
    `SELECT alarm, min(CAST((engine_ms - ?) / ? AS INTEGER), ?) AS col, count(*) AS count FROM alarm_event
     WHERE kind = 'raised' AND engine_ms >= ? AND engine_ms <= ? GROUP BY 1, 2`,
  );
  const nextRaised = db.prepare<[number], EventRow>(
    "SELECT * FROM alarm_event WHERE kind = 'raised' AND engine_ms > ? ORDER BY engine_ms, seq LIMIT 1",
  );
  const previousRaised = db.prepare<[number], EventRow>(
    "SELECT * FROM alarm_event WHERE kind = 'raised' AND engine_ms < ? ORDER BY engine_ms DESC, seq DESC LIMIT 1",
  );
  /** What led to where one alarm stood: its newest events back to one that needs none before it, oldest first; none when it was normal. */
  const leadingTo = (alarm: string, atMs: number): readonly AlarmEvent[] => {
    const since: AlarmEvent[] = [];
    for (const row of lastOf.iterate(alarm, atMs)) {
      const event = toEvent(row);
      if (since.length === 0 && event.to === 'normal') return [];
      since.push(event);
      if (beginsAnew(event)) break;
    }
    return since.reverse();
  };
  const eachAlarm = function* (): Generator<string> {
    for (let alarm = nextAlarm.get(''); typeof alarm === 'string'; alarm = nextAlarm.get(alarm)) yield alarm;
  };

  return {
    /** Every alarm that was not normal at an engine time, in the order of their ids. A lookup an alarm: it does not grow with the journal. */
    standingAt: (atMs: number): { seq: number; standings: readonly AlarmStanding[] } =>
      db.transaction(() => {
        const standings: AlarmStanding[] = [];
        for (const alarm of eachAlarm()) {
          // Folded as the alarm engine does.
          const standing = leadingTo(alarm, atMs).reduce<AlarmStanding | undefined>(foldEvent, undefined);
          if (standing !== undefined) standings.push(standing);
        }
        return { seq: lastSeq.get(atMs) ?? 0, standings };
      })(),
    /** The events that made those standings, by number. */
    leadingTo: (atMs: number): readonly AlarmEvent[] =>
      db.transaction(() => {
        const events: AlarmEvent[] = [];
        for (const alarm of eachAlarm()) for (const event of leadingTo(alarm, atMs)) events.push(event);
        return events.sort((a, b) => a.seq - b.seq);
      })(),
    eventsIn: ({ fromMs, toMs, limit }: Span & { readonly limit: number }): readonly AlarmEvent[] => within.all(fromMs, toMs, limit).map(toEvent),
    raisedIn: ({ fromMs, toMs, width }: Span & { readonly width: number }) =>
      raised.all(fromMs, (toMs - fromMs) / width, width - 1, fromMs, toMs).map(({ alarm, col, count }) => ({ alarm, column: col, count })),
    nextRaised: (atMs: number, direction: 1 | -1): AlarmEvent | null => {
      const row = (direction === 1 ? nextRaised : previousRaised).get(atMs);
      return row === undefined ? null : toEvent(row);
    },
  };
}
