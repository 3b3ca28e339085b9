import type { Migration } from './migration.ts';

export const notes: Migration = {
  version: 3,
  name: 'notes, and the journal and audit log by time',
  sql: `
    -- Notes of people on a stretch of time; never changed but for being withdrawn. tags: JSON list of tag ids.
    CREATE TABLE note (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, from_ms REAL NOT NULL, to_ms REAL, made_ms REAL NOT NULL, user TEXT NOT NULL,
      text TEXT NOT NULL, tags TEXT NOT NULL, asset TEXT, withdrawn_ms REAL, withdrawn_by TEXT);
    CREATE INDEX note_by_time ON note (from_ms);

    -- The past is asked for by engine time: the last events of each alarm, events of a span, raised ones alone.
    CREATE INDEX alarm_event_by_alarm_time ON alarm_event (alarm, engine_ms, seq);
    CREATE INDEX alarm_event_by_engine ON alarm_event (engine_ms, seq);
    CREATE INDEX alarm_raised_by_engine ON alarm_event (engine_ms, seq, alarm) WHERE kind = 'raised';

    CREATE INDEX audit_intent_by_time ON audit (time_ms, seq) WHERE intent IS NULL;
    CREATE INDEX audit_by_intent ON audit (intent) WHERE intent IS NOT NULL;
  `,
};
