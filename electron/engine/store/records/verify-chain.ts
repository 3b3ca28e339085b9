import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { databaseInUse } from '../open-database.ts';
import { StoreError } from '../store-error.ts';
import type { ChainHead } from '../store-types.ts';
import type { RecordRow } from '../tables/record-chain.ts';
import { hashOf, noHash } from './record-hash.ts';

/** The first record at which the chain does not hold, and why, in a sentence. */
export type ChainBreak = { readonly seq: number; readonly sentence: string };
export type ChainReport = {
  readonly file: string;
  readonly records: number;
  /** Null where there is none. */
  readonly first: (ChainHead & { readonly timeMs: number }) | null;
  readonly last: (ChainHead & { readonly timeMs: number }) | null;
  /** Records up to this number were lines of the audit log there was before; the chain vouches for them from their move on. Null when the chain does not say. */
  readonly earlierLines: number | null;
  readonly broken: ChainBreak | null;
  /** How many places there are at which it does not hold. */
  readonly breaks: number;
  /** The first of them that is no gap: something is not what was written. */
  readonly changed: ChainBreak | null;
  readonly attachments: number;
  /** Attachments that are not what their hash says, and such as records name and nobody has. */
  readonly badAttachments: readonly string[];
  /** Of these, the first that is not what its hash says. */
  readonly changedAttachment: string | null;
};

/**
 * Walks the chain of the database in use from its beginning, beside a running engine or without one, and computes every
 * hash anew. `noted`: heads that were written down elsewhere; a cut-off or rewritten end is found against these alone.
 * Throws a StoreError with a sentence when there is no database, or none with records.
 */
export function verifyChain(dataDir: string, noted: readonly ChainHead[] = []): ChainReport {
  const file = databaseInUse(dataDir);
  if (!existsSync(file)) throw new StoreError('failed', `There is no database in ${dataDir}: name the data folder of a plant with --data.`);
  const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 5000 });
  try {
    if ((db.pragma('user_version', { simple: true }) as number) < 8) throw new StoreError('failed', `${file} was written before there were records: start Firstout on it once, then check again.`);
    // One transaction: what the engine adds meanwhile is not looked at.
    return db.transaction(() => walkChain(db, file, noted))();
  } finally {
    db.close();
  }
}

const pageRows = 500;

/** As verifyChain, in an open database. */
export function walkChain(db: Database.Database, file: string, noted: readonly ChainHead[] = []): ChainReport {
  const page = db.prepare<[number], RecordRow>(`SELECT * FROM record WHERE seq > ? ORDER BY seq LIMIT ${pageRows}`);
  const notedBySeq = new Map(noted.map((head) => [head.seq, head.hash.toLowerCase()]));
  let [records, breaks, earlierLines] = [0, 0, null as number | null];
  let [first, last]: [ChainReport['first'], ChainReport['last']] = [null, null];
  let broken: ChainBreak | null = null;
  let changed: ChainBreak | null = null;
  let before: Uint8Array = noHash;
  let lastSeq = 0;
  const named = new Set<string>();
  const note = (seq: number, sentence: string, isGap = false): void => {
    breaks++;
    broken ??= { seq, sentence };
    if (!isGap) changed ??= { seq, sentence };
  };
  for (let rows = page.all(Number.MIN_SAFE_INTEGER); rows.length > 0; rows = page.all(lastSeq)) {
    for (const row of rows) {
      const { seq, stream, kind, op, time_ms: timeMs, source_ms: sourceMs, user, role, body } = row;
      if (seq !== lastSeq + 1) note(lastSeq + 1, lastSeq === 0 ? `The chain begins with record ${seq}: those before it are missing.` : `Record ${lastSeq + 1} is missing: after ${lastSeq} comes ${seq}.`, true);
      const stored = hexOf(row.hash);
      const is = hexOf(hashOf(before, { seq, stream, kind, op, timeMs, sourceMs, user, role, body: String(body) }));
      // Behind a gap the hash before is not known: the first one there is taken as it stands.
      if (seq === lastSeq + 1 && is !== stored) note(seq, `Record ${seq} (${stream}, ${kind}, ${user ?? 'the engine'}) is not what was written, or does not follow from record ${lastSeq}: it or the one before was changed.`);
      const wanted = notedBySeq.get(seq);
      if (wanted !== undefined && wanted !== stored) note(seq, `Record ${seq} has the hash ${stored}, and ${wanted} was noted: records up to it were written anew.`);
      notedBySeq.delete(seq);
      if (stream === 'records' && kind === 'chain-begun') earlierLines ??= earlierOf(body);
      for (const hash of attachmentsOf(String(body))) named.add(hash);
      records++;
      first ??= { seq, hash: stored, timeMs };
      last = { seq, hash: stored, timeMs };
      before = row.hash;
      lastSeq = seq;
    }
  }
  for (const seq of [...notedBySeq.keys()].sort((a, b) => a - b)) note(seq, `Record ${seq} was noted and is not there: the chain ends with ${lastSeq}, so its end was cut off.`);
  return { file, records, first, last, earlierLines, broken, breaks, changed, ...checkAttachments(db, named) };
}

function checkAttachments(db: Database.Database, named: Set<string>): Pick<ChainReport, 'attachments' | 'badAttachments' | 'changedAttachment'> {
  const badAttachments: string[] = [];
  let attachments = 0;
  for (const { hash, body } of db.prepare<[], { hash: string; body: Uint8Array }>('SELECT hash, body FROM attachment ORDER BY number').iterate()) {
    attachments++;
    named.delete(hash);
    if (createHash('sha256').update(body).digest('hex') !== hash) badAttachments.push(`Attachment ${hash} is not what was kept.`);
  }
  const [changedAttachment = null] = badAttachments;
  for (const hash of named) badAttachments.push(`Attachment ${hash} is named by a record and is not there.`);
  return { attachments, badAttachments, changedAttachment };
}

/** One column may be text where it should be bytes, in a file somebody changed. */
const hexOf = (hash: unknown): string => (hash instanceof Uint8Array ? Buffer.from(hash).toString('hex') : `no hash (${typeof hash})`);

/** Hashes in `attachments` of a body: a list of them, or of objects with one. */
function attachmentsOf(body: string): readonly string[] {
  if (!body.includes('"attachments"')) return [];
  try {
    const { attachments } = JSON.parse(body) as { attachments?: unknown };
    return Array.isArray(attachments) ? attachments.map((one: unknown) => (typeof one === 'string' ? one : String((one as { hash?: unknown } | null)?.hash))) : [];
  } catch {
    return [];
  }
}

function earlierOf(body: string): number | null {
  try {
    const { earlierLines } = JSON.parse(body) as { earlierLines?: unknown };
    return typeof earlierLines === 'number' ? earlierLines : null;
  } catch {
    return null;
  }
}
