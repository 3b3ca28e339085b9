import type { Migration } from './migration.ts';

export const summaries: Migration = {
  version: 2,
  name: 'shared times, summaries',
  sql: `
    -- Source times that chunks of several tags have in common; refs: how many of them there are.
    CREATE TABLE history_time (id INTEGER PRIMARY KEY AUTOINCREMENT, refs INTEGER NOT NULL, body BLOB NOT NULL);

    -- time_id: where the times of a chunk are when they are not in its body. mean_good over good_ms: its good part, values held.
    -- Of chunks with a known_check these are NULL where they follow: first_good_ms is first_ms, last_good_ms is last_ms, good_ms
    -- is the whole length.
    ALTER TABLE history_chunk ADD COLUMN time_id INTEGER;
    ALTER TABLE history_chunk ADD COLUMN mean_good REAL;
    ALTER TABLE history_chunk ADD COLUMN good_ms REAL;
    -- Checksums that bind the body to key and time_id, and the other columns to each other; NULL in chunks of the first format.
    ALTER TABLE history_chunk ADD COLUMN body_check INTEGER;
    ALTER TABLE history_chunk ADD COLUMN known_check INTEGER;

    -- 256 buckets of level_ms each from start_ms on, a multiple of their length. Without bytes: not true any more, to be made
    -- anew from the level below.
    CREATE TABLE history_summary (
      id INTEGER PRIMARY KEY, key INTEGER NOT NULL, level_ms INTEGER NOT NULL, start_ms REAL NOT NULL, body BLOB NOT NULL);
    CREATE UNIQUE INDEX history_summary_by_key ON history_summary (key, level_ms, start_ms);
    CREATE INDEX history_summary_by_time ON history_summary (level_ms, start_ms);
    CREATE INDEX history_summary_stale ON history_summary (key, level_ms, start_ms) WHERE length(body) = 0;

    -- Longest chunk of the tag. Raw samples up to gone_ms may have been dropped. sealed_*: before it every
    -- bucket with samples has a summary.
    ALTER TABLE tag_key ADD COLUMN max_span_ms REAL NOT NULL DEFAULT 86400000;
    -- overlaps: 1 where chunks of the tag may share a stretch of time, as late samples make them.
    ALTER TABLE tag_key ADD COLUMN overlaps INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE tag_key ADD COLUMN gone_ms REAL;
    ALTER TABLE tag_key ADD COLUMN sealed_minutes_ms REAL;
    ALTER TABLE tag_key ADD COLUMN sealed_tens_ms REAL;
    ALTER TABLE tag_key ADD COLUMN sealed_hours_ms REAL;
  `,
};
