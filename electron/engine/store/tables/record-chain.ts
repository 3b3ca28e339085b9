import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { type KeptRecord, longestRecord, type RecordBody } from '#shared/model/kept-record.ts';
import { canonicalText, hashOf, noHash } from '../records/record-hash.ts';
import { StoreError } from '../store-error.ts';
import type { AttachmentRow, AuditEntry, ChainHead, RecordDraft, RecordsAppended, StreamHead } from '../store-types.ts';

export type RecordRow = {
  seq: number;
  stream: string;
  kind: string;
  op: string | null;
  time_ms: number;
  source_ms: number | null;
  user: string | null;
  role: string | null;
  /** JSON text. */
  body: string;
  hash: Uint8Array;
};

/** All attachments of a plant together; a photo has some 2 MB. */
const mostAttachedBytes = 8 * 1024 ** 3;

const hex = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');

const toRecord = ({ seq, stream, kind, op, time_ms, source_ms, user, role, body, hash }: RecordRow): KeptRecord => ({
  seq,
  stream,
  kind,
  opId: op,
  timeMs: time_ms,
  sourceMs: source_ms,
  user,
  role,
  body: JSON.parse(body) as RecordBody,
  hash: hex(hash),
});

/**
 * Writes records at the end of the chain; call it in a transaction. The end is read at each call and not remembered, so
 * that a transaction given back leaves nothing wrong behind.
 */
export function chainWriter(db: Database) {
  const end = db.prepare<[], { seq: number; hash: Uint8Array }>('SELECT seq, hash FROM record ORDER BY seq DESC LIMIT 1');
  const insert = db.prepare('INSERT INTO record (seq, stream, kind, op, time_ms, source_ms, user, role, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const byOp = db.prepare<[string, string], RecordRow>('SELECT * FROM record WHERE stream = ? AND op = ?');
  const between = db.prepare<[number, number], RecordRow>('SELECT * FROM record WHERE seq >= ? AND seq < ? ORDER BY seq');
  const lastOf = db.prepare<[string], RecordRow>('SELECT * FROM record WHERE stream = ? ORDER BY seq DESC LIMIT 1');
  const knows = db.prepare<[string], number>('SELECT 1 FROM attachment WHERE hash = ?').pluck();
  const attached = db.prepare<[], number>('SELECT total(bytes) FROM attachment').pluck();
  const keep = db.prepare('INSERT INTO attachment (hash, bytes, type, body) VALUES (?, ?, ?, ?)');

  const add = ({ stream, kind, opId, timeMs, sourceMs, user, role, body }: RecordDraft): KeptRecord => {
    const { seq: lastSeq, hash: before } = end.get() ?? { seq: 0, hash: noHash };
    const text = textOf(body);
    const seq = lastSeq + 1;
    const hash = hashOf(before, { seq, stream, kind, op: opId, timeMs, sourceMs, user, role, body: text });
    insert.run(seq, stream, kind, opId, timeMs, sourceMs, user, role, text, hash);
    return { seq, stream, kind, opId, timeMs, sourceMs, user, role, body: JSON.parse(text) as RecordBody, hash: hex(hash) };
  };
  /** The records of an act that was done before; null when the number stands for another act. */
  const doneBefore = (first: RecordRow, drafts: readonly RecordDraft[]): readonly KeptRecord[] | null => {
    const rows = between.all(first.seq, first.seq + drafts.length);
    const isSame = rows.length === drafts.length && drafts.every(({ stream, kind, user, body }, at) => {
      const row = rows[at];
      return row?.stream === stream && row.kind === kind && row.user === user && row.body === textOf(body);
    });
    return isSame ? rows.map(toRecord) : null;
  };

  return {
    append(drafts: readonly RecordDraft[], lastSeq: number | null): RecordsAppended {
      const [first] = drafts;
      if (first === undefined) return { state: 'done', records: [] };
      const same = first.opId === null ? undefined : byOp.get(first.stream, first.opId);
      if (same !== undefined) {
        const records = doneBefore(same, drafts);
        return records === null ? { state: 'other-act', last: toRecord(same) } : { state: 'again', records };
      }
      if (lastSeq !== null) {
        const last = lastOf.get(first.stream);
        if ((last?.seq ?? 0) !== lastSeq) return { state: 'moved-on', last: last === undefined ? null : toRecord(last) };
      }
      return { state: 'done', records: drafts.map(add) };
    },
    /** Number of the line. */
    addAudit: ({ timeMs, user, role, action, subject, detail, result, intent }: AuditEntry): number =>
      add({ stream: 'audit', kind: action, opId: null, timeMs, sourceMs: null, user, role, body: { subject, detail, result, intent } }).seq,
    /** As they are, with their numbers and hashes: what is missing between them stays missing. */
    carry(records: readonly KeptRecord[]): void {
      for (const { seq, stream, kind, opId, timeMs, sourceMs, user, role, body, hash } of records) insert.run(seq, stream, kind, opId, timeMs, sourceMs, user, role, textOf(body), Buffer.from(hash, 'hex'));
    },
    /** SHA-256 of the bytes in hex. */
    attach(type: string, body: Uint8Array): string {
      const hash = createHash('sha256').update(body).digest('hex');
      if (knows.get(hash) === 1) return hash;
      if ((attached.get() ?? 0) + body.length > mostAttachedBytes)
        throw new StoreError('full', `Photos and papers fill the ${mostAttachedBytes / 1024 ** 3} GB they may have, so this one was not kept. Keep it elsewhere and say where in a note.`);
      keep.run(hash, body.length, type, body);
      return hash;
    },
  };
}

function textOf(body: RecordBody): string {
  const text = canonicalText(body);
  if (text.length > longestRecord) throw new StoreError('failed', `A record of ${text.length} characters is longer than the ${longestRecord} there may be, so it was not kept.`);
  return text;
}

const mostLooked = 20_000;

/** Reads records. `check` throws when the answer is not wanted any more. */
export function chainReader(db: Database, check: () => void) {
  const ofStream = db.prepare<[string, number, number], RecordRow>('SELECT * FROM record WHERE stream = ? AND seq > ? ORDER BY seq LIMIT ?');
  const ahead = db.prepare<[number, number], RecordRow>('SELECT * FROM record WHERE seq > ? ORDER BY seq LIMIT ?');
  const nextStream = db.prepare<[string], string | null>('SELECT min(stream) FROM record WHERE stream > ?').pluck();
  const isThere = db.prepare<[string], number>('SELECT 1 FROM record WHERE stream = ? LIMIT 1').pluck();
  const firstOf = db.prepare<[string], RecordRow>('SELECT * FROM record WHERE stream = ? ORDER BY seq LIMIT 1');
  const lastOf = db.prepare<[string], RecordRow>('SELECT * FROM record WHERE stream = ? ORDER BY seq DESC LIMIT 1');
  const end = db.prepare<[], { seq: number; hash: Uint8Array }>('SELECT seq, hash FROM record ORDER BY seq DESC LIMIT 1');
  const attachment = db.prepare<[string], AttachmentRow>('SELECT type, body FROM attachment WHERE hash = ?');
  return {
    read: ({ stream, afterSeq, limit }: { readonly stream: string; readonly afterSeq: number; readonly limit: number }): readonly KeptRecord[] =>
      ofStream.all(stream, afterSeq, limit).map(toRecord),
    /** A call looks at a bounded stretch of the records: `reachSeq` is where to go on. */
    since({ prefix, afterSeq, limit }: { readonly prefix: string; readonly afterSeq: number; readonly limit: number }) {
      const found: KeptRecord[] = [];
      let reachSeq = afterSeq;
      for (let looked = 0; looked < mostLooked; ) {
        check();
        const rows = ahead.all(reachSeq, 500);
        for (const row of rows) {
          reachSeq = row.seq;
          if (!row.stream.startsWith(prefix)) continue;
          found.push(toRecord(row));
          if (found.length === limit) return { records: found, reachSeq };
        }
        if (rows.length < 500) break;
        looked += rows.length;
      }
      return { records: found, reachSeq };
    },
    streams({ prefix, afterStream, limit }: { readonly prefix: string; readonly afterStream?: string; readonly limit: number }): readonly StreamHead[] {
      const heads: StreamHead[] = [];
      const start = afterStream === undefined && isThere.get(prefix) === 1 ? prefix : nextStream.get(afterStream ?? prefix);
      for (let stream = start; typeof stream === 'string' && stream.startsWith(prefix) && heads.length < limit; stream = nextStream.get(stream)) {
        const first = firstOf.get(stream);
        const last = lastOf.get(stream);
        if (first !== undefined && last !== undefined) heads.push({ stream, first: toRecord(first), last: toRecord(last) });
      }
      return heads;
    },
    head(): ChainHead {
      const { seq, hash } = end.get() ?? { seq: 0, hash: noHash };
      return { seq, hash: hex(hash) };
    },
    attachment: (hash: string): AttachmentRow | null => {
      const row = attachment.get(hash);
      // A plain copy: Node's small buffers lie in memory they share.
      return row === undefined ? null : { type: row.type, body: new Uint8Array(row.body) };
    },
  };
}
