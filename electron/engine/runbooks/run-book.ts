import type { RunRecord } from '#shared/model/runbook-run.ts';
import { isOver } from '#shared/runbook-run/run-state.ts';
import type { Log } from '../ports.ts';
import { addRecord, type OpenRun, openRun, readRun } from './open-run.ts';
import { openRunIndex, type RunIndex } from './run-index.ts';
import { readRecord, runOf, type RunRecords, streamOf } from './run-records.ts';

/** Runs that have ended and are kept in memory, the newest. */
const mostEnded = 30;

export type RunBook = {
  readonly index: RunIndex;
  /** Runs in memory: all that go on, and some that have ended. */
  readonly runs: ReadonlyMap<string, OpenRun>;
  /** A run, read from disk where it has long ended; null where there is none. */
  get(run: string): Promise<OpenRun | null>;
  close(): void;
};

/** All runs, kept as their records say: each record comes in here once, from whoever it is, after it is on disk. */
export async function createRunBook({ records, log, changed }: { readonly records: RunRecords; readonly log: Log; readonly changed: (run: OpenRun, record: RunRecord) => void }): Promise<RunBook> {
  const index = await openRunIndex(records);
  const runs = new Map<string, OpenRun>();
  const reading = new Map<string, Promise<OpenRun | null>>();

  const forgetOld = (): void => {
    const ended = [...runs.values()].filter(({ state }) => isOver(state));
    for (const { state } of ended.slice(0, Math.max(0, ended.length - mostEnded))) runs.delete(state.run);
  };
  const read = async (run: string): Promise<OpenRun | null> => {
    const { open, unread } = readRun(run, await records.readAll(streamOf(run)));
    if (unread > 0) log.error('runbooks', `${unread} records of run ${index.entries.get(run)?.number ?? run} could not be understood; they are left out of it and stay as they are.`);
    if (open === null) return null;
    // A record that came while it was read is in both: the second time it changes nothing.
    runs.set(run, runs.get(run) ?? open);
    return runs.get(run) ?? open;
  };
  const get = async (run: string): Promise<OpenRun | null> => {
    const known = runs.get(run);
    if (known !== undefined) return known;
    if (!index.entries.has(run)) return null;
    const before = reading.get(run);
    if (before !== undefined) return before;
    const work = read(run).finally(() => reading.delete(run));
    reading.set(run, work);
    return work;
  };

  for (const run of index.open()) await get(run);
  const stop = records.onRecord((kept) => {
    index.take(kept);
    const run = runOf(kept.stream);
    const record = run === null ? null : readRecord(kept);
    if (run === null || record === null) return;
    const known = runs.get(run);
    const open = known ?? openRun(run, record);
    if (open === null) return;
    if (known === undefined) runs.set(run, open);
    else addRecord(known, record);
    if (isOver(open.state)) forgetOld();
    changed(open, record);
  });
  return { index, runs, get, close: stop };
}
