import type { MessagePort } from 'node:worker_threads';
import { buffersIn } from '#shared/rpc/free-columns.ts';
import Database from 'better-sqlite3';
import { isDamage } from './open-database.ts';
import { checkRecords } from './records/check-records.ts';
import { StoreError } from './store-error.ts';
import { auditReader } from './tables/audit-reader.ts';
import { drawingReader } from './tables/drawing-table.ts';
import { historyReader } from './tables/history-reader.ts';
import { journalSearch } from './tables/journal-search.ts';
import { journalReader } from './tables/journal-table.ts';
import { loadReader } from './tables/load-reader.ts';
import { noteReader } from './tables/note-table.ts';
import { pastReader } from './tables/past-reader.ts';
import { chainReader } from './tables/record-chain.ts';
import { recordReader } from './tables/record-tables.ts';
import { tripReader } from './tables/trip-table.ts';
import type { ReaderRequests, RequestHandlers, RequestMessage, WorkerMessage } from './worker-protocol.ts';

type Opened = {
  readonly db: Database.Database;
  readonly path: string;
  readonly history: ReturnType<typeof historyReader>;
  readonly journal: ReturnType<typeof journalReader>;
  readonly search: ReturnType<typeof journalSearch>;
  readonly records: ReturnType<typeof recordReader>;
  readonly past: ReturnType<typeof pastReader>;
  readonly load: ReturnType<typeof loadReader>;
  readonly audit: ReturnType<typeof auditReader>;
  readonly chain: ReturnType<typeof chainReader>;
  readonly notes: ReturnType<typeof noteReader>;
  readonly trips: ReturnType<typeof tripReader>;
  readonly drawings: ReturnType<typeof drawingReader>;
};

function openFile(path: string, check: () => void): Opened {
  const db = new Database(path, { readonly: true, fileMustExist: true, timeout: 5000 });
  db.pragma('cache_size = -16000');
  return { db, path, history: historyReader(db, check), journal: journalReader(db), search: journalSearch(db, check), records: recordReader(db), past: pastReader(db), load: loadReader(db, check), audit: auditReader(db), chain: chainReader(db, check), notes: noteReader(db), trips: tripReader(db), drawings: drawingReader(db) };
}

/** The thread that reads, on a connection of its own that cannot write: queries never wait for commits, nor commits for queries. */
export function runReader(port: MessagePort, path: string): void {
  const send = (message: WorkerMessage, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
  let cancel: Int32Array<SharedArrayBuffer> | undefined;
  const check = (): void => {
    if (cancel !== undefined && Atomics.load(cancel, 0) !== 0) throw new StoreError('cancelled', 'The question was given up before it was answered.');
  };
  let opened: Opened;
  try {
    opened = openFile(path, check);
  } catch (error) {
    send({ refused: `The history file cannot be read: ${error instanceof Error ? error.message : String(error)}` });
    port.close();
    return;
  }
  const handlers: RequestHandlers<ReaderRequests> = {
    'history.pieces': (span) => opened.history.pieces(span),
    'history.raw': (span) => opened.history.raw(span),
    'history.decimated': ({ keys, fromMs, toMs, width }) => opened.history.decimated(keys, fromMs, toMs, width),
    'history.valueAt': ({ keys, timeMs }) => opened.history.valueAt(keys, timeMs),
    'history.samples': (query) => opened.history.samples(query),
    'history.newestMs': () => opened.history.newestMs(),
    'history.oldestMs': () => opened.history.oldestMs(),
    'history.rowsAfter': ({ seq }) => opened.history.rowsAfter(seq),
    'history.goneEachMs': ({ keys }) => opened.history.goneEachMs(keys),
    'history.tagIds': ({ keys }) => opened.history.tagIds(keys),
    'history.goneMs': ({ keys }) => opened.history.goneMs(keys),
    'history.blocksAfter': ({ seq, maxRows }) => opened.history.blocksAfter(seq, maxRows),
    'journal.since': ({ seq, limit }) => opened.journal.since(seq, limit),
    'journal.before': ({ seq, limit }) => opened.journal.before(seq, limit),
    'journal.lastSeq': () => opened.journal.lastSeq(),
    'journal.search': (query) => opened.search(query),
    'past.standingAt': ({ atMs }) => opened.past.standingAt(atMs),
    'past.leadingTo': ({ atMs }) => opened.past.leadingTo(atMs),
    'past.eventsIn': (query) => opened.past.eventsIn(query),
    'past.raisedIn': (query) => opened.past.raisedIn(query),
    'past.nextRaised': ({ atMs, direction }) => opened.past.nextRaised(atMs, direction),
    'load.read': (query) => opened.load.load(query),
    'load.minutes': (span) => opened.load.minutes(span),
    'past.auditIn': (query) => opened.audit.in(query),
    'past.auditOpen': (query) => opened.audit.open(query),
    'past.auditOf': (query) => opened.audit.of(query),
    'records.read': (query) => opened.chain.read(query),
    'records.since': (query) => opened.chain.since(query),
    'records.streams': (query) => opened.chain.streams(query),
    'records.head': () => opened.chain.head(),
    'records.check': () => checkRecords(opened.db, opened.path),
    'records.attachment': ({ hash }) => opened.chain.attachment(hash),
    'notes.in': (query) => opened.notes.in(query),
    'trips.at': (query) => opened.trips.at(query),
    'trips.in': (span) => opened.trips.in(span),
    'drawings.of': ({ kind, name, limit }) => opened.drawings.of(kind, name, limit),
    'drawings.one': ({ kind, name, seq }) => opened.drawings.one(kind, name, seq),
    'drawings.newest': () => opened.drawings.newest(),
    'drawings.text': ({ hash }) => opened.drawings.text(hash),
    standings: () => opened.journal.standings(),
    'texts.all': () => opened.records.texts(),
    'audit.before': ({ seq, limit }) => opened.audit.before(seq, limit),
    'meta.get': ({ name }) => opened.records.meta(name),
    reopen: ({ path: newPath }) => {
      const before = opened;
      opened = openFile(newPath, check);
      before.db.close();
      return null;
    },
    close: () => {
      opened.db.close();
      return null;
    },
  };
  send({ opened: { path, nextSeq: 0, sentences: [] } });
  port.on('message', ({ id, name, nowMs, input, cancel: flag }: RequestMessage) => {
    cancel = flag;
    try {
      // Given up while it waited: it never runs.
      check();
      const handler = handlers[name as keyof ReaderRequests] as (input: unknown, nowMs: number) => unknown;
      const output = handler(input, nowMs);
      // Moved, not copied, to the engine thread.
      send({ id, ok: true, output }, [...buffersIn(output)]);
    } catch (error) {
      if (isDamage(error)) send({ damaged: opened.path });
      send({
        id,
        ok: false,
        code: error instanceof StoreError ? error.code : 'failed',
        message: error instanceof StoreError ? error.message : `The history file cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      });
    }
    if (name === 'close') port.close();
  });
}
