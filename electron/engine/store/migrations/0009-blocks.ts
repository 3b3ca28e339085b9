import type { Migration } from './migration.ts';

export const blocks: Migration = {
  version: 9,
  name: 'blocks packed, and numbered without a table of numbers',
  sql: `
    -- The number given last is kept with what is closed (history.last_seq): a table of numbers is a page more in each commit.
    -- The version also keeps earlier programs from blocks whose values they would misread.
    INSERT INTO meta (name, value) SELECT 'history.last_seq', CAST(seq AS TEXT) FROM sqlite_sequence WHERE name = 'history_block';
    CREATE TABLE history_block_plain (
      seq INTEGER PRIMARY KEY, min_ms REAL NOT NULL, max_ms REAL NOT NULL, count INTEGER NOT NULL, body BLOB NOT NULL);
    INSERT INTO history_block_plain (seq, min_ms, max_ms, count, body) SELECT seq, min_ms, max_ms, count, body FROM history_block ORDER BY seq;
    DROP TABLE history_block;
    ALTER TABLE history_block_plain RENAME TO history_block;
  `,
};
