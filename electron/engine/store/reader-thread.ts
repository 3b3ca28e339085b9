import type { MessagePort } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { StoreError } from './store-error.ts';
import { historyReader } from './tables/history-reader.ts';
import { journalReader } from './tables/journal-table.ts';
import { noteReader } from './tables/note-table.ts';
import { pastReader } from './tables/past-reader.ts';
import { recordReader } from './tables/record-tables.ts';
import type { ReaderRequests, RequestHandlers, RequestMessage, WorkerMessage } from './worker-protocol.ts';

/** The thread that reads, on a connection of its own that cannot write: queries never wait for commits, nor commits for queries. */
export function runReader(port: MessagePort, path: string): void {
  const send = (message: WorkerMessage, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
  let db: Database.Database;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true, timeout: 5000 });
    db.pragma('cache_size = -16000');
  } catch (error) {
    send({ refused: `The history file cannot be read: ${error instanceof Error ? error.message : String(error)}` });
    port.close();
    return;
  }
  let cancel: Int32Array<SharedArrayBuffer> | undefined;
  const check = (): void => {
    if (cancel !== undefined && Atomics.load(cancel, 0) !== 0) throw new StoreError('cancelled', 'The question was given up before it was answered.');
  };
  const history = historyReader(db, check);
  const journal = journalReader(db);
  const records = recordReader(db);
  const past = pastReader(db);
  const notes = noteReader(db);
  const handlers: RequestHandlers<ReaderRequests> = {
    'history.raw': (span) => history.raw(span),
    'history.decimated': ({ keys, fromMs, toMs, width }) => history.decimated(keys, fromMs, toMs, width),
    'history.valueAt': ({ keys, timeMs }) => history.valueAt(keys, timeMs),
    'history.samples': (query) => history.samples(query),
    'history.newestMs': () => history.newestMs(),
    'history.oldestMs': () => history.oldestMs(),
    'history.rowsAfter': ({ seq }) => history.rowsAfter(seq),
    'history.goneEachMs': ({ keys }) => history.goneEachMs(keys),
    'history.tagIds': ({ keys }) => history.tagIds(keys),
    'history.goneMs': ({ keys }) => history.goneMs(keys),
    'history.blocksAfter': ({ seq, maxRows }) => history.blocksAfter(seq, maxRows),
    'journal.since': ({ seq, limit }) => journal.since(seq, limit),
    'journal.before': ({ seq, limit }) => journal.before(seq, limit),
    'journal.lastSeq': () => journal.lastSeq(),
    'past.standingAt': ({ atMs }) => past.standingAt(atMs),
    'past.eventsIn': (query) => past.eventsIn(query),
    'past.raisedIn': (query) => past.raisedIn(query),
    'past.nextRaised': ({ atMs, direction }) => past.nextRaised(atMs, direction),
    'past.auditIn': (query) => past.auditIn(query),
    'notes.in': (query) => notes.in(query),
    standings: () => journal.standings(),
    'texts.all': () => records.texts(),
    'audit.before': ({ seq, limit }) => records.auditBefore(seq, limit),
    'meta.get': ({ name }) => records.meta(name),
    close: () => {
      db.close();
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
      const buffers = new Set<ArrayBuffer>();
      collectBuffers(output, buffers);
      send({ id, ok: true, output }, [...buffers]);
    } catch (error) {
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

/** The buffers of the typed arrays in an answer, which are moved, not copied, to the engine thread. */
function collectBuffers(value: unknown, into: Set<ArrayBuffer>): void {
  if (ArrayBuffer.isView(value)) into.add(value.buffer as ArrayBuffer);
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) collectBuffers(part, into);
}
