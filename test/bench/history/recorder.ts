import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { createHistorian, type Historian } from '#electron/engine/historian/historian.ts';
import { openStore, type Store } from '#electron/engine/store/store.ts';
import { createTagTable, type TagTable } from '#electron/engine/tags/tag-table.ts';
import { createMemoryLog } from '#electron/engine/testing/virtual-ports.ts';
import { createSystemClock } from '#electron/host/system-clock.ts';
import type { VirtualClock } from '#electron/engine/testing/virtual-ports.ts';
import type { Clock } from '#electron/engine/ports.ts';
import { TagDefinition } from '#shared/model/tag.ts';

/** The recording half of an engine: tag table, historian, store with its threads, on a disk, as the engine joins them. */
export type Recorder = {
  readonly dataDir: string;
  readonly table: TagTable;
  readonly historian: Historian;
  readonly log: ReturnType<typeof createMemoryLog>;
  /** ms from handing each block to the store's thread until its FULL commit, in the order of blocks. */
  readonly commitMs: readonly number[];
  /** Lets so much time pass on a virtual clock that all samples go to chunks and all summaries due are built, and waits for it. */
  idle(clock: VirtualClock): Promise<void>;
  stop(): Promise<void>;
};

export async function startRecorder(tags: number, clock: Clock = createSystemClock()): Promise<Recorder> {
  const dataDir = mkdtempSync(join(tmpdir(), 'firstout-record-'));
  const log = createMemoryLog();
  const store = await openStore({ dataDir, workerScript: new URL('../../../electron/engine/store/store-worker.ts', import.meta.url), clock, log });
  const commitMs: number[] = [];
  const timed: Store = {
    ...store,
    history: {
      ...store.history,
      append(columns, isMoreWaiting) {
        const startMs = performance.now();
        const sent = store.history.append(columns, isMoreWaiting);
        sent.committed.then(
          () => commitMs.push(performance.now() - startMs),
          () => undefined,
        );
        return sent;
      },
    },
  };
  const tagIds = Array.from({ length: tags }, (_, at) => `TAG-${at}`);
  const table = createTagTable(
    tagIds.map((id) => TagDefinition.parse({ id, name: id, asset: 'A' })),
    new Float64Array(tags),
    // As tags with the policy to record all: each sample goes in, not only changes, so that in is out.
    new Uint8Array(tags).fill(1),
  );
  const historian = createHistorian({ store: timed, clock, log, tagIds });
  return {
    dataDir,
    table,
    historian,
    log,
    commitMs,
    async idle(virtual) {
      // The writing thread learns the time by requests and works off what is due between them.
      for (let minutes = 0; minutes < 20; minutes++) {
        virtual.advance(60_000);
        await store.meta.set('bench', String(minutes));
      }
      const path = join(dataDir, 'firstout.db');
      const isDone = (): boolean => {
        const db = new Database(path, { readonly: true });
        try {
          return db.prepare('SELECT 1 FROM history_block LIMIT 1').get() === undefined;
        } finally {
          db.close();
        }
      };
      while (!isDone()) await store.meta.set('bench', 'again');
    },
    async stop() {
      await historian.close();
      await store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
