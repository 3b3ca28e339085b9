import type { Database } from 'better-sqlite3';
import type { AuditEntry } from '../store-types.ts';

type Line = AuditEntry & { readonly seq: number };
type LineRow = { seq: number; time_ms: number; user: string; role: string; action: string; subject: string; detail: string; result: string | null; intent: number | null };
type Limited = { readonly limit: number };

const of = `stream = 'audit'`;
const isIntent = `${of} AND body ->> '$.intent' IS NULL`;
const said = `seq, time_ms, user, role, kind AS action, body ->> '$.subject' AS subject, body ->> '$.detail' AS detail`;
// The plus: a number compared as a number of a table would not be looked for in the index of an expression.
const howItEnded = `(SELECT ended.body ->> '$.result' FROM record AS ended INDEXED BY audit_by_intent
  WHERE ended.stream = 'audit' AND ended.body ->> '$.intent' IS NOT NULL AND ended.body ->> '$.intent' = +record.seq ORDER BY ended.seq DESC LIMIT 1)`;
const intents = `SELECT ${said}, ${howItEnded} AS result, NULL AS intent FROM record`;

/** What is asked of the audit log, which is the stream `audit` of the records. Indexes are named: a slow plan would read all of it. */
export const auditQueries = {
  before: `SELECT ${said}, body ->> '$.result' AS result, body ->> '$.intent' AS intent FROM record WHERE ${of} AND seq < ? ORDER BY seq DESC LIMIT ?`,
  in: `${intents} INDEXED BY audit_intent_by_time WHERE ${isIntent} AND time_ms >= ? AND time_ms <= ? ORDER BY time_ms DESC, seq DESC LIMIT ?`,
  of: `${intents} INDEXED BY audit_intent_by_subject WHERE ${isIntent} AND kind = ? AND body ->> '$.subject' = ? ORDER BY seq DESC LIMIT ?`,
  open: `${intents} INDEXED BY audit_intent_by_subject WHERE ${isIntent} AND kind = ? AND ${howItEnded} IS NULL ORDER BY seq DESC LIMIT ?`,
};

/** Reads the audit log. Of an intent `result` tells how it ended, null while nobody knows. */
export function auditReader(db: Database) {
  const before = db.prepare<[number, number], LineRow>(auditQueries.before);
  const within = db.prepare<[number, number, number], LineRow>(auditQueries.in);
  const ofSubject = db.prepare<[string, string, number], LineRow>(auditQueries.of);
  const open = db.prepare<[string, number], LineRow>(auditQueries.open);
  return {
    before: (seq: number | null, limit: number): readonly Line[] => before.all(seq ?? Number.MAX_SAFE_INTEGER, limit).map(toLine),
    /** Intents of a span, oldest first, the newest `limit`. */
    in: ({ fromMs, toMs, limit }: Limited & { readonly fromMs: number; readonly toMs: number }): readonly Line[] => within.all(fromMs, toMs, limit).reverse().map(toLine),
    /** Intents of one action without any line of how they ended, oldest first, the newest `limit`. */
    open: ({ action, limit }: Limited & { readonly action: string }): readonly Line[] => open.all(action, limit).reverse().map(toLine),
    of: ({ action, subject, limit }: Limited & { readonly action: string; readonly subject: string }): readonly Line[] => ofSubject.all(action, subject, limit).map(toLine),
  };
}

const toLine = ({ time_ms: timeMs, ...row }: LineRow): Line => ({ ...row, timeMs });
