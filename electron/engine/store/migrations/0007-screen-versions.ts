import type { Migration } from './migration.ts';

export const screenVersions: Migration = {
  version: 7,
  name: 'every text the drawings of the project had',
  sql: `
    -- One row a text, however often it came: hash is SHA-256 of its UTF-8 in base64url, bytes its length, body the text deflated.
    CREATE TABLE drawing_text (number INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, bytes INTEGER NOT NULL, body BLOB NOT NULL);

    -- When a drawing came to have a text, by whom and how; source as in the contract. The texts stay while a version names them.
    CREATE TABLE drawing_version (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, name TEXT NOT NULL, time_ms REAL NOT NULL, source TEXT NOT NULL,
      user TEXT, note TEXT NOT NULL, hash TEXT NOT NULL);
    CREATE INDEX drawing_version_by_name ON drawing_version (kind, name, seq);
    CREATE INDEX drawing_version_by_hash ON drawing_version (hash);
  `,
};
