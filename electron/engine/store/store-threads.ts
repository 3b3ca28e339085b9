import { startThread } from './store-thread.ts';
import type { HistoryColumns, Store, StoreOptions, StoreStatus } from './store-types.ts';
import type { ReaderRequests, WriterRequests } from './worker-protocol.ts';

const tickMs = 1000;

/** The store over its two threads: what changes goes to the one, what is asked to the other. */
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

  const writer = await startThread<WriterRequests>({
    script: workerScript,
    data: { role: 'writer', dataDir },
    clock,
    onLog,
    onStatus: setStatus,
    onCrash: (reason) =>
      setStatus({ ...status, state: 'failed', sentence: `The data store stopped (${reason || 'no reason given'}) and is started again.` }),
    // Blocks are committed in the order of their numbers, so the file tells which of those under way are in it.
    isDone: (name, input, opened) => name === 'history.append' && (input as { seq: number }).seq < opened.nextSeq,
  });
  for (const sentence of writer.opened.sentences) onLog(sentence);
  const reader = await startThread<ReaderRequests>({
    script: workerScript,
    data: { role: 'reader', path: writer.opened.path },
    clock,
    onLog,
    onStatus: setStatus,
    onCrash: (reason) => log.error(about, `Reading history stopped (${reason || 'no reason given'}) and is started again.`),
    isDone: () => false,
  }).catch(async (error: unknown) => {
    await writer.close();
    throw error;
  });

  let nextSeq = writer.opened.nextSeq;
  const stopTicks = clock.every(tickMs, () => void writer.request('tick', null).catch(() => null));

  return {
    history: {
      keys: (tagIds) => writer.request('history.keys', { tagIds }),
      append(columns: HistoryColumns) {
        const seq = nextSeq++;
        const { key, timeMs, value, quality } = columns;
        const transfer = [key.buffer, timeMs.buffer, value.buffer, quality.buffer];
        return { seq, committed: writer.request('history.append', { seq, columns }, transfer).then(() => undefined) };
      },
      raw: (span) => reader.request('history.raw', span),
      decimated: (query) => reader.request('history.decimated', query),
      valueAt: (keys, timeMs) => reader.request('history.valueAt', { keys, timeMs }),
      samples: (query) => reader.request('history.samples', query),
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
      lastSeq: () => reader.request('journal.lastSeq', null),
      standingAt: (atMs) => reader.request('past.standingAt', { atMs }),
      eventsIn: (query) => reader.request('past.eventsIn', query),
      raisedIn: (query) => reader.request('past.raisedIn', query),
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
      in: (query) => reader.request('past.auditIn', query),
    },
    notes: {
      write: (note) => writer.request('notes.write', note),
      withdraw: (seq, atMs, user) => writer.request('notes.withdraw', { seq, atMs, user }),
      in: (query) => reader.request('notes.in', query),
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
      await reader.close();
      await writer.close();
    },
  };
}
