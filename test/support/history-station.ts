import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  connectHistoryServer,
  type HistoryServerConnection,
  type HistoryServerStatus,
} from '#electron/engine/history-server/history-server.ts';
import { openTestStore } from '#electron/engine/store/testing/open-test-store.ts';
import type { HistoryStore, Store, StoreStatus } from '#electron/engine/store/store-types.ts';
import { createMemoryLog, createSeededRandom } from '#electron/engine/testing/virtual-ports.ts';
import { createSystemClock } from '#electron/host/system-clock.ts';
import { HistoryServer } from '#shared/model/project.ts';

export type Sample = { readonly tag: string; readonly timeMs: number; readonly value: number; readonly quality?: number };

/** Where a server is, of a TestPostgres or of something that stands in its place. */
export type ServerAddress = {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
};

/** A console's store and its connection to a history server, without the rest of an engine. */
export type HistoryStation = {
  readonly store: Store;
  readonly server: HistoryServerConnection;
  /** Of this machine and the server as one. */
  readonly history: HistoryStore;
  readonly log: ReturnType<typeof createMemoryLog>;
  readonly texts: string[];
  storage: StoreStatus;
  /** Records one block and waits until it is on this machine's disk. */
  record(samples: readonly Sample[]): Promise<number>;
  key(tag: string): Promise<number>;
  /** Resolves when the status fits; the test's own time limit is the deadline. */
  until(fits: (status: HistoryServerStatus) => boolean): Promise<HistoryServerStatus>;
  /** Closes the connection and the store. */
  close(): Promise<void>;
};

export type HistoryStationOptions = {
  readonly dataDir: string;
  readonly postgres: ServerAddress;
  readonly settings?: Partial<HistoryServer>;
  readonly seed?: number;
  /** Stands between the server and the one that sends to it. */
  readonly watch?: (history: HistoryStore) => HistoryStore;
};

/** The settings of a project that names this server; writes the password file. */
export function settingsFor(postgres: ServerAddress, dataDir: string, more: Partial<HistoryServer> = {}): HistoryServer {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, 'history-password'), `${postgres.password}\n`, { mode: 0o600 });
  return HistoryServer.parse({
    kind: 'postgres',
    host: postgres.host,
    port: postgres.port,
    database: postgres.database,
    user: postgres.user,
    passwordFile: 'history-password',
    tls: 'off',
    station: 'north',
    ...more,
  });
}

export async function openHistoryStation({
  dataDir,
  postgres,
  settings,
  seed = 1,
  watch = (history) => history,
}: HistoryStationOptions): Promise<HistoryStation> {
  const clock = createSystemClock();
  const log = createMemoryLog();
  const named = settingsFor(postgres, dataDir, settings);
  const store = await openTestStore(dataDir, clock, log);
  const texts: string[] = [];
  let storage: StoreStatus = { state: 'ok', sentence: 'Recording.', bytes: 0 };
  const server = connectHistoryServer({
    settings: named,
    history: watch(store.history),
    meta: store.meta,
    texts: {
      get size() {
        return texts.length;
      },
      slice: (from) => texts.slice(from),
    },
    storage: () => storage,
    clock,
    random: createSeededRandom(seed),
    log,
    dataDir,
    // Tests cut the line and end the server dozens of times: nothing is asserted of the pauses, which would be most of their time.
    firstDelayMs: 25,
  });
  const keyOf = new Map<string, number>();
  const keys = async (tags: readonly string[]): Promise<void> => {
    const missing = [...new Set(tags)].filter((tag) => !keyOf.has(tag));
    if (missing.length === 0) return;
    for (const [at, key] of (await store.history.keys(missing)).entries()) keyOf.set(missing[at] as string, key);
  };
  return {
    store,
    server,
    history: server.history,
    log,
    texts,
    get storage() {
      return storage;
    },
    set storage(next) {
      storage = next;
    },
    async record(samples) {
      await keys(samples.map(({ tag }) => tag));
      const { seq, committed } = server.history.append({
        key: Uint32Array.from(samples, ({ tag }) => keyOf.get(tag) as number),
        timeMs: Float64Array.from(samples, ({ timeMs }) => timeMs),
        value: Float64Array.from(samples, ({ value }) => value),
        quality: Uint32Array.from(samples, ({ quality = 0 }) => quality),
      });
      await committed;
      return seq;
    },
    async key(tag) {
      await keys([tag]);
      return keyOf.get(tag) as number;
    },
    until: (fits) =>
      new Promise((resolve) => {
        if (fits(server.status())) return resolve(server.status());
        const stop = server.onStatus((status) => {
          if (!fits(status)) return;
          stop();
          resolve(status);
        });
      }),
    async close() {
      await server.close();
      await store.close();
    },
  };
}
