import type { HistoryServer } from '#shared/model/project.ts';
import type { Clock, Log } from '../ports.ts';
import type { HistoryStore, Store, StoreState } from '../store/store-types.ts';
import type { HistoryServerConnection, ServerStatus } from './history-server.ts';
import type { ServerTexts } from './send-blocks.ts';

export type ServedHistoryOptions = {
  readonly store: Store;
  readonly texts: ServerTexts;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly dataDir: string;
};

/** The store with the history of whichever server the project names now. */
export type ServedHistory = {
  /** Stays the same while servers come and go. */
  readonly store: Store;
  /** Goes over to this server, or to none: what waits for the one before is then sent to this one, or no longer kept. */
  use(settings: HistoryServer | undefined): void;
  /** Null where the project names no server. */
  status(): ServerStatus | null;
  /** Ends the connection; what the server does not have yet stays in the store. */
  close(): Promise<void>;
};

/** The historian's status with what the server's says, in one sentence each; a server that does not have the history degrades it. */
export function withServerStatus<S extends { readonly state: StoreState; readonly sentence: string }>(
  status: S,
  server: ServerStatus | null,
): S {
  if (server === null || server.state === 'connecting') return status;
  const behind = server.rowsBehind > 0 && server.state !== 'connected' ? ` ${server.rowsBehind} samples wait for it.` : '';
  const lost = server.rowsLost > 0 ? ` ${server.rowsLost} samples will be missing there.` : '';
  const unread =
    server.state === 'connected' && server.readTrouble !== null
      ? ` Older samples could not be read from the history server: ${server.readTrouble}`
      : '';
  const away = server.state === 'connected' && server.rowsLost === 0 ? '' : ` ${server.sentence}${behind}${lost}`;
  const more = away + unread;
  return { ...status, state: status.state === 'ok' && more !== '' ? 'degraded' : status.state, sentence: `${status.sentence}${more}` };
}

export function serveHistory(options: ServedHistoryOptions): ServedHistory {
  const { store, log } = options;
  const local = store.history;
  let named: string | null = null;
  let connection: HistoryServerConnection | null = null;
  let turn: Promise<void> = Promise.resolve();
  let isClosed = false;
  const now = (): HistoryStore => connection?.history ?? local;

  const goOver = async (settings: HistoryServer | undefined): Promise<void> => {
    const before = connection;
    connection = null;
    await before?.close();
    if (isClosed) return;
    if (settings === undefined) return local.keepBlocksFrom(null);
    // The PostgreSQL client is loaded only where a project has such a server.
    const { connectHistoryServer } = await import('./history-server.ts');
    connection = connectHistoryServer({ ...options, settings, history: local, meta: store.meta, storage: store.status });
  };

  return {
    store: {
      ...store,
      history: {
        ...local,
        append: (columns, isMoreWaiting) => now().append(columns, isMoreWaiting),
        pieces: (span, cancel) => now().pieces(span, cancel),
        raw: (span, cancel) => now().raw(span, cancel),
        samples: (query, cancel) => now().samples(query, cancel),
        decimated: (query, cancel) => now().decimated(query, cancel),
        valueAt: (keys, timeMs, cancel) => now().valueAt(keys, timeMs, cancel),
        oldestMs: () => now().oldestMs(),
      },
    },
    use(settings) {
      const next = settings === undefined ? 'none' : JSON.stringify(settings);
      if (next === named) return;
      named = next;
      turn = turn
        .then(() => goOver(settings))
        .catch((error: unknown) =>
          log.error(
            'history server',
            `The history server could not be changed: ${error instanceof Error ? error.message : String(error)} Start the console again.`,
          ),
        );
    },
    status: () => connection?.status() ?? null,
    async close() {
      isClosed = true;
      await turn;
      await connection?.close();
      connection = null;
    },
  };
}
