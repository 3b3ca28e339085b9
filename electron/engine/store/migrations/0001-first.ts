import type { Migration } from './migration.ts';

export const first: Migration = {
  version: 1,
  name: 'first tables',
  sql: `
    -- Small facts by name.
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

    -- Persistent numbers of tags. closed_seq: every sample of this tag in blocks up to it is in a chunk.
    CREATE TABLE tag_key (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, closed_seq INTEGER NOT NULL DEFAULT 0);

    -- Write-ahead blocks of samples of many tags, one per group commit, until all their samples are in chunks.
    CREATE TABLE history_block (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, min_ms REAL NOT NULL, max_ms REAL NOT NULL, count INTEGER NOT NULL, body BLOB NOT NULL);

    -- Closed stretches of one tag, at most a day long each; values are NULL where all samples are bad.
    CREATE TABLE history_chunk (
      id INTEGER PRIMARY KEY, key INTEGER NOT NULL, first_ms REAL NOT NULL, last_ms REAL NOT NULL,
      count INTEGER NOT NULL, bad INTEGER NOT NULL, first_good_ms REAL, first_good REAL, min_good REAL, max_good REAL,
      last_good_ms REAL, last_good REAL, body BLOB NOT NULL);
    CREATE INDEX history_chunk_by_key ON history_chunk (key, last_ms, first_ms);

    CREATE TABLE alarm_event (
      seq INTEGER PRIMARY KEY, alarm TEXT NOT NULL, kind TEXT NOT NULL, state_from TEXT NOT NULL, state_to TEXT NOT NULL,
      time_ms REAL NOT NULL, engine_ms REAL NOT NULL, value REAL, quality INTEGER NOT NULL, user TEXT, comment TEXT);
    CREATE INDEX alarm_event_by_alarm ON alarm_event (alarm, seq);
    CREATE INDEX alarm_event_by_time ON alarm_event (time_ms);

    -- Where each alarm that is not normal stands, as JSON.
    CREATE TABLE alarm_standing (alarm TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;

    CREATE TABLE text (number INTEGER PRIMARY KEY, text TEXT NOT NULL);

    CREATE TABLE audit (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, time_ms REAL NOT NULL, user TEXT NOT NULL, role TEXT NOT NULL, action TEXT NOT NULL,
      subject TEXT NOT NULL, detail TEXT NOT NULL, result TEXT, intent INTEGER);
  `,
};
