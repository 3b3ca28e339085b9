import type { Database } from 'better-sqlite3';
import type { AlarmEvent, AlarmStanding, Hiding } from '#shared/model/alarm.ts';

export type EventRow = {
  seq: number;
  alarm: string;
  kind: string;
  state_from: string;
  state_to: string;
  time_ms: number;
  engine_ms: number;
  value: number | null;
  quality: number;
  user: string | null;
  comment: string | null;
  uncertainty_ms: number | null;
  /** JSON text. */
  hiding: string | null;
};

export const toEvent = (row: EventRow): AlarmEvent =>
  ({
    seq: row.seq,
    alarm: row.alarm,
    kind: row.kind,
    from: row.state_from,
    to: row.state_to,
    timeMs: row.time_ms,
    engineMs: row.engine_ms,
    value: row.value,
    quality: row.quality,
    ...(row.user === null ? {} : { user: row.user }),
    ...(row.comment === null ? {} : { comment: row.comment }),
    ...(row.uncertainty_ms === null ? {} : { uncertaintyMs: row.uncertainty_ms }),
    ...(row.hiding === null ? {} : { hiding: JSON.parse(row.hiding) as Hiding }),
  }) as AlarmEvent;

/** Writes alarm events and standings; call it in a transaction. An event already there with the same content is left alone. */
export function journalWriter(db: Database): (events: readonly AlarmEvent[], standings: readonly AlarmStanding[]) => void {
  const insert = db.prepare(
    `INSERT INTO alarm_event (seq, alarm, kind, state_from, state_to, time_ms, engine_ms, value, quality, user, comment, uncertainty_ms, hiding)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (seq) DO NOTHING`,
  );
  const find = db.prepare<[number], EventRow>('SELECT * FROM alarm_event WHERE seq = ?');
  const stand = db.prepare('INSERT INTO alarm_standing (alarm, body) VALUES (?, ?) ON CONFLICT (alarm) DO UPDATE SET body = excluded.body');
  const clear = db.prepare('DELETE FROM alarm_standing WHERE alarm = ?');
  return (events, standings) => {
    for (const event of events) {
      const { seq, alarm, kind, from, to, timeMs, engineMs, value, quality, user, comment, uncertaintyMs, hiding } = event;
      const done = insert.run(seq, alarm, kind, from, to, timeMs, engineMs, value, quality, user ?? null, comment ?? null, uncertaintyMs ?? null, hiding === undefined ? null : JSON.stringify(hiding));
      if (done.changes === 1) continue;
      const there = find.get(seq);
      if (there?.alarm !== alarm || there.kind !== kind || there.time_ms !== timeMs) {
        throw new Error(`The alarm journal already has another event with number ${seq}.`);
      }
    }
    for (const standing of standings) {
      if (standing.state === 'normal') clear.run(standing.alarm);
      else stand.run(standing.alarm, JSON.stringify(standing));
    }
  };
}

export function journalReader(db: Database) {
  const since = db.prepare<[number, number], EventRow>('SELECT * FROM alarm_event WHERE seq > ? ORDER BY seq LIMIT ?');
  const before = db.prepare<[number, number], EventRow>('SELECT * FROM alarm_event WHERE seq < ? ORDER BY seq DESC LIMIT ?');
  const last = db.prepare<[], number | null>('SELECT max(seq) FROM alarm_event').pluck();
  const standings = db.prepare<[], string>('SELECT body FROM alarm_standing ORDER BY alarm').pluck();
  return {
    since: (seq: number, limit: number): readonly AlarmEvent[] => since.all(seq, limit).map(toEvent),
    before: (seq: number | null, limit: number): readonly AlarmEvent[] => before.all(seq ?? Number.MAX_SAFE_INTEGER, limit).map(toEvent),
    lastSeq: (): number => last.get() ?? 0,
    standings: (): readonly AlarmStanding[] => standings.all().map((body) => JSON.parse(body) as AlarmStanding),
  };
}
