import type { HistoryServer } from '#shared/model/project.ts';
import type { Clock, Log } from '../ports.ts';
import type { HistoryStore, StoreStatus } from '../store/store-types.ts';
import { databaseIdentity, type IdentityFacts } from './database-identity.ts';
import { startForwarder, type HistoryServerStatus } from './forwarder.ts';
import type { ServerTexts } from './send-blocks.ts';
import { openLink } from './server-link.ts';
import { serverReader } from './server-reader.ts';
import { sessionName } from './station.ts';
import { withServer } from './with-server.ts';

export type { HistoryServerStatus } from './forwarder.ts';

export type HistoryServerOptions = {
  readonly settings: HistoryServer;
  /** The history of this machine; it goes on as it is, whatever becomes of the server. */
  readonly history: HistoryStore;
  /** Small facts that stand in the same database as the history. */
  readonly meta: IdentityFacts;
  readonly texts: ServerTexts;
  readonly storage: () => StoreStatus;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly dataDir: string;
  /** Pause before the second attempt to connect, ms; see the forwarder's. */
  readonly firstDelayMs?: number;
};

/** `readTrouble`: why the last question for older samples was not answered; null when it was, or none was asked. */
export type ServerStatus = HistoryServerStatus & { readonly readTrouble: string | null };

export type HistoryServerConnection = {
  /** The same history, older samples coming from the server. Blocks appended to it are sent on. */
  readonly history: HistoryStore;
  status(): ServerStatus;
  /** Calls at each change of state or sentence; gives back how to stop. */
  onStatus(call: (status: HistoryServerStatus) => void): () => void;
  /** Resolves when everything committed before the call is on the server; also when it is closed before. */
  drained(): Promise<void>;
  /** Ends sending and reading; what is not on the server yet stays here for the next time. */
  close(): Promise<void>;
};

const readStatementMs = 20_000;

/** Keeps the history on the project's server as well, and reads from there what is no longer here. Answers at once; connecting goes on behind. */
export function connectHistoryServer(options: HistoryServerOptions): HistoryServerConnection {
  const { settings, history, meta, clock, random, dataDir } = options;
  const identity = databaseIdentity(meta, random, () => clock.nowMs());
  const forwarder = startForwarder({ ...options, identity });
  const reader = serverReader({
    schema: settings.schema,
    station: settings.station,
    tagIds: (keys) => history.tagIds(keys),
    clock,
    open: (signal) =>
      openLink({ settings, dataDir, clock, name: sessionName('read', settings.station), statementMs: readStatementMs, signal }),
  });
  let readTrouble: string | null = null;
  forwarder.onStatus(({ state }) => {
    if (state === 'connected') reader.wake();
  });
  return {
    history: withServer(history, {
      reader,
      earlierUntilMs: () => forwarder.station()?.earlierUntilMs ?? null,
      onCommitted: () => forwarder.wake(),
      onAnswered: (trouble) => void (readTrouble = trouble),
    }),
    status: () => ({ ...forwarder.status(), readTrouble }),
    onStatus: (call) => forwarder.onStatus(call),
    drained: () => forwarder.drained(),
    async close() {
      await Promise.all([forwarder.close(), reader.close()]);
    },
  };
}
