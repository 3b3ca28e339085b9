import type { Database } from 'better-sqlite3';
import { hashOf, noHash } from '../records/record-hash.ts';
import type { Migration } from './migration.ts';

/** A line of the audit log as it was kept before there were records. */
export type OldLine = { seq: number; time_ms: number; user: string; role: string; action: string; subject: string; detail: string; result: string | null; intent: number | null };

export const records: Migration = {
  version: 8,
  name: 'records in a hash chain, the audit log among them',
  sql: `
    -- What people did and decided, one line after the other, never changed: seq 1, 2, 3, ... over all streams.
    -- hash: SHA-256 over the hash of the line before and this line (records/record-hash.ts). op: number of the act, made by
    -- the console. source_ms: when what it tells of happened, where that is not time_ms. body: JSON, names in order.
    CREATE TABLE record (
      seq INTEGER PRIMARY KEY, stream TEXT NOT NULL, kind TEXT NOT NULL, op TEXT, time_ms REAL NOT NULL, source_ms REAL,
      user TEXT, role TEXT, body TEXT NOT NULL, hash BLOB NOT NULL);
    CREATE INDEX record_by_stream ON record (stream, seq);
    CREATE UNIQUE INDEX record_by_op ON record (stream, op) WHERE op IS NOT NULL;

    -- Photos and papers by the SHA-256 of their bytes in hex; records name them.
    CREATE TABLE attachment (number INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, bytes INTEGER NOT NULL, type TEXT NOT NULL, body BLOB NOT NULL);
    CREATE INDEX attachment_by_bytes ON attachment (bytes);
  `,
  run(db: Database) {
    chainOldLines(db);
    // The audit log is a stream of the records, asked for as before: by time, by what ended, by what was done to what.
    db.exec(`
      DROP TABLE audit;
      CREATE INDEX audit_intent_by_time ON record (time_ms, seq) WHERE stream = 'audit' AND body ->> '$.intent' IS NULL;
      CREATE INDEX audit_by_intent ON record (body ->> '$.intent', seq) WHERE stream = 'audit' AND body ->> '$.intent' IS NOT NULL;
      CREATE INDEX audit_intent_by_subject ON record (kind, body ->> '$.subject', seq) WHERE stream = 'audit' AND body ->> '$.intent' IS NULL;
    `);
  },
};

/** The lines of the log there was before, in their order, as the first records. What became of them until now no chain tells. */
function chainOldLines(db: Database): void {
  const chain = oldLineChain(db);
  // A cursor would be open on one table while another is written: pages of it are read whole.
  const page = db.prepare<[number], OldLine>('SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT 1000');
  for (let lines = page.all(0); lines.length > 0; lines = page.all(lines.at(-1)?.seq ?? 0)) for (const line of lines) chain(line);
}

/** Puts lines of the older log at the beginning of an empty chain, one a call, in their order. */
export function oldLineChain(db: Database): (line: OldLine) => void {
  const insert = db.prepare('INSERT INTO record (seq, stream, kind, op, time_ms, source_ms, user, role, body, hash) VALUES (?, ?, ?, NULL, ?, NULL, ?, ?, ?, ?)');
  const numbers = new Map<number, number>();
  let hash: Uint8Array = noHash;
  let seq = 0;
  return ({ seq: before, time_ms: timeMs, user, role, action, subject, detail, result, intent }) => {
    seq++;
    numbers.set(before, seq);
    // 0 names no line: what was ended is lost, and the end is no beginning for that.
    const body = auditText({ subject, detail, result, intent: intent === null ? null : (numbers.get(intent) ?? 0) });
    hash = hashOf(hash, { seq, stream: 'audit', kind: action, op: null, timeMs, sourceMs: null, user, role, body });
    insert.run(seq, 'audit', action, timeMs, user, role, body, hash);
  };
}

/** Names in order, as everywhere in the records. */
const auditText = ({ subject, detail, result, intent }: Pick<OldLine, 'subject' | 'detail' | 'result' | 'intent'>): string => JSON.stringify({ detail, intent, result, subject });
