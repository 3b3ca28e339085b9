import { startThread, type StoreThread } from './store-thread.ts';
import { levelOf } from './summaries/levels.ts';
import type { HistoryColumns, Store, StoreOptions, StoreStatus } from './store-types.ts';
import type { ReaderRequests, WriterRequests } from './worker-protocol.ts';

const tickMs = 1000;

/** From summaries the answer comes in some milliseconds; from samples it may take seconds. */
const isLong = ({ keys, fromMs, toMs, width }: ReaderRequests['history.decimated']['input']): boolean =>
  keys.length > 64 || levelOf(fromMs, toMs, width) === null;

/**
 * The store over its threads: what changes goes to the one that writes, what is asked to one of two that read, so that a
 * long question does not delay a quick one.
 */
export async function openStoreThreads({ dataDir, workerScript, clock, log }: StoreOptions): Promise<Store> {
  const about = 'data store';
  const listeners = new Set<(status: StoreStatus) => void>();
  let status: StoreStatus = { state: 'ok', sentence: 'Recording.', bytes: 0 };
  const setStatus = (next: StoreStatus): void => {
    const isNew = next.state !== status.state || next.sentence !== status.sentence;
    const wasState = status.state;
    status = next;
    if (!isNew) return;
    if (next.state !== wasState) {
      if (next.state === 'ok') log.info(about, 'The data store records again.');
      else if (next.state === 'degraded') log.warn(about, next.sentence);
      else log.error(about, next.sentence);
    }
    for (const listener of listeners) listener(next);
  };
  const onLog = (sentence: string): void => log.warn(about, sentence);

  /** The database in use. */
  let path = '';
  let readers: readonly StoreThread<ReaderRequests>[] = [];
  /** What is asked of the readers after this is answered from the new file, and sees all that was committed to it. */
  function moveTo(newPath: string): void {
    path = newPath;
    for (const reader of readers) void reader.request('reopen', { path }).catch(() => null);
  }

  const writer = await startThread<WriterRequests>({
    script: workerScript,
    data: () => ({ role: 'writer', dataDir, script: workerScript.href }),
    onMoved: moveTo,
    clock,
    onLog,
    onStatus: setStatus,
    onCrash: (reason) =>
      setStatus({ ...status, state: 'failed', sentence: `The data store stopped (${reason || 'no reason given'}) and is started again.` }),
    // Blocks are committed in the order of their numbers, so the file tells which of those under way are in it.
    isDone: (name, input, opened) => name === 'history.append' && (input as { seq: number }).seq < opened.nextSeq,
  });
  path = writer.opened.path;
  for (const sentence of writer.opened.sentences) onLog(sentence);
  readers = await Promise.all([startReader(), startReader()]).catch(async (error: unknown) => {
    await writer.close();
    throw error;
  });
  const [reader, longReader] = readers as [StoreThread<ReaderRequests>, StoreThread<ReaderRequests>];

  function startReader(): Promise<StoreThread<ReaderRequests>> {
    return startThread<ReaderRequests>({
      script: workerScript,
      data: () => ({ role: 'reader', path }),
      onDamaged: (damaged) => {
        if (damaged === path) void writer.request('suspect', { path }).catch(() => null);
      },
      clock,
      onLog,
      onStatus: setStatus,
      onCrash: (reason) => log.error(about, `Reading history stopped (${reason || 'no reason given'}) and is started again.`),
      isDone: () => false,
    });
  }

  let nextSeq = writer.opened.nextSeq;
  const stopTicks = clock.every(tickMs, () => void writer.request('tick', null).catch(() => null));

  return {
    history: {
      keys: (tagIds) => writer.request('history.keys', { tagIds }),
      append(columns: HistoryColumns, isMoreWaiting = false) {
        const seq = nextSeq++;
        const { key, timeMs, value, quality } = columns;
        const transfer = [key.buffer, timeMs.buffer, value.buffer, quality.buffer];
        return { seq, committed: writer.request('history.append', { seq, columns, isMoreWaiting }, { transfer }).then(() => undefined) };
      },
      pieces: (span, cancel) => longReader.request('history.pieces', span, { cancel }),
      raw: (span, cancel) => longReader.request('history.raw', span, { cancel }),
      decimated: (query, cancel) => (isLong(query) ? longReader : reader).request('history.decimated', query, { cancel }),
      valueAt: (keys, timeMs, cancel) => reader.request('history.valueAt', { keys, timeMs }, { cancel }),
      samples: (query, cancel) => reader.request('history.samples', query, { cancel }),
      newestMs: () => reader.request('history.newestMs', null),
      oldestMs: () => reader.request('history.oldestMs', null),
      goneEachMs: (keys) => reader.request('history.goneEachMs', { keys }),
      tagIds: (keys) => reader.request('history.tagIds', { keys }),
      goneMs: (keys) => reader.request('history.goneMs', { keys }),
      async dropBefore(beforeMs, of) {
        let dropped = 0;
        for (let fromKey: number | null = 0; fromKey !== null;) {
          const slice: { dropped: number; nextKey: number | null } = await writer.request('history.dropBefore', { beforeMs, fromKey, ...of });
          dropped += slice.dropped;
          fromKey = slice.nextKey;
        }
        return dropped;
      },
      async dropSummariesBefore(beforeMs) {
        let dropped = 0;
        for (let slice = -1; slice !== 0; dropped += slice) slice = await writer.request('history.dropSummariesBefore', { beforeMs });
        return dropped;
      },
      async shedOldest(bytes) {
        let freedBytes = 0;
        let goneBeforeMs: number | null = null;
        for (let isDone = false; !isDone;) {
          const slice = await writer.request('history.shedSlice', { bytes });
          freedBytes += slice.freedBytes;
          goneBeforeMs = slice.goneBeforeMs ?? goneBeforeMs;
          isDone = slice.isDone;
        }
        return { freedBytes, goneBeforeMs };
      },
      blocksAfter: (seq, maxRows) => reader.request('history.blocksAfter', { seq, maxRows }),
      rowsAfter: (seq) => reader.request('history.rowsAfter', { seq }),
      keepBlocksFrom: async (seq) => void (await writer.request('history.keepBlocksFrom', { seq })),
    },
    journal: {
      append: async (events, standings) => void (await writer.request('journal.append', { events, standings })),
      since: (seq, limit) => reader.request('journal.since', { seq, limit }),
      before: (seq, limit) => reader.request('journal.before', { seq, limit }),
      search: (query, cancel) => longReader.request('journal.search', query, { cancel }),
      lastSeq: () => reader.request('journal.lastSeq', null),
      standingAt: (atMs, cancel) => reader.request('past.standingAt', { atMs }, { cancel }),
      leadingTo: (atMs, cancel) => reader.request('past.leadingTo', { atMs }, { cancel }),
      eventsIn: (query, cancel) => reader.request('past.eventsIn', query, { cancel }),
      raisedIn: (query, cancel) => reader.request('past.raisedIn', query, { cancel }),
      load: (query, cancel) => longReader.request('load.read', query, { cancel }),
      loadMinutes: (span, cancel) => longReader.request('load.minutes', span, { cancel }),
      nextRaised: (atMs, direction) => reader.request('past.nextRaised', { atMs, direction }),
    },
    standings: () => reader.request('standings', null),
    texts: {
      add: async (index, text) => void (await writer.request('texts.add', { index, text })),
      all: () => reader.request('texts.all', null),
    },
    audit: {
      append: (entry) => writer.request('audit.append', entry),
      before: (seq, limit) => reader.request('audit.before', { seq, limit }),
      of: (query) => reader.request('past.auditOf', query),
      open: (query) => reader.request('past.auditOpen', query),
      in: (query, cancel) => reader.request('past.auditIn', query, { cancel }),
    },
    records: {
      append: (drafts, lastSeq) => writer.request('records.append', { drafts, lastSeq: lastSeq ?? null }),
      read: (query) => reader.request('records.read', query),
      since: (query, cancel) => longReader.request('records.since', query, { cancel }),
      streams: (query) => reader.request('records.streams', query),
      head: () => reader.request('records.head', null),
      carry: async (records) => void (await writer.request('records.carry', { records })),
      check: () => longReader.request('records.check', null),
      attach: (type, body) => writer.request('records.attach', { type, body }, { transfer: [body.buffer] }),
      attachment: (hash) => longReader.request('records.attachment', { hash }),
    },
    notes: {
      write: (note) => writer.request('notes.write', note),
      withdraw: (seq, atMs, user) => writer.request('notes.withdraw', { seq, atMs, user }),
      in: (query) => reader.request('notes.in', query),
    },
    trips: {
      add: async (resets) => void (await writer.request('trips.add', { resets })),
      at: (query, cancel) => reader.request('trips.at', query, { cancel }),
      in: (span) => reader.request('trips.in', span),
    },
    drawings: {
      keep: (kept) => writer.request('drawings.keep', kept),
      of: (kind, name, limit) => reader.request('drawings.of', { kind, name, limit }),
      one: (kind, name, seq) => reader.request('drawings.one', { kind, name, seq }),
      newest: () => reader.request('drawings.newest', null),
      text: (hash) => reader.request('drawings.text', { hash }),
    },
    meta: {
      get: (name) => reader.request('meta.get', { name }),
      set: async (name, value) => void (await writer.request('meta.set', { name, value })),
    },
    status: () => status,
    onStatus(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      stopTicks();
      await Promise.all(readers.map((reader) => reader.close()));
      await writer.close();
    },
  };
}
