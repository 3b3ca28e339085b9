import type { RunLock, RunRecord } from '#shared/model/runbook-run.ts';
import { applyRecord } from '#shared/runbook-run/apply-record.ts';
import type { RunState } from '#shared/runbook-run/run-state.ts';
import type { RunIndex } from './run-index.ts';
import { readRecord, type RunRecords, streamOf } from './run-records.ts';

export type PastLocks = {
  /** Runs that went on at the moment and had locks hung, the oldest first. */
  readonly runs: readonly { readonly run: string; readonly number: number; readonly runbook: string; readonly title: string; readonly locks: readonly RunLock[] }[];
  /** The same holds from here to right before `toMs`, UTC epoch ms. */
  readonly fromMs: number;
  readonly toMs: number;
};

/** Runs that are looked into for one moment, the newest: a plant in which more go on at once has lost sight of them. */
const mostRuns = 100;

/** What runs kept locked out at a moment of the past, folded out of their records; throws where they cannot be read. What comes after `nowMs` nobody knows. */
export async function pastLocks({ index, records }: { readonly index: Pick<RunIndex, 'entries'>; readonly records: Pick<RunRecords, 'readAll'> }, atMs: number, nowMs: number): Promise<PastLocks> {
  const all = [...index.entries.values()];
  const changes = all.flatMap(({ begunMs, endedMs }) => (endedMs === null ? [begunMs] : [begunMs, endedMs]));
  const runs: PastLocks['runs'][number][] = [];
  for (const { run, number, runbook, title } of all.filter(({ begunMs, endedMs }) => begunMs <= atMs && (endedMs ?? Number.POSITIVE_INFINITY) > atMs).slice(-mostRuns)) {
    const kept = (await records.readAll(streamOf(run))).map(readRecord).filter((one) => one !== null);
    const { locks, changedMs } = foldLocks(run, kept, atMs);
    changes.push(...changedMs);
    if (locks.length > 0) runs.push({ run, number, runbook, title, locks: [...locks] });
  }
  return { runs, fromMs: Math.max(0, ...changes.filter((one) => one <= atMs)), toMs: Math.min(Math.max(atMs + 1, nowMs), ...changes.filter((one) => one > atMs)) };
}

/** Locks at the moment, and all times at which they changed. */
function foldLocks(run: string, records: readonly RunRecord[], atMs: number): { readonly locks: readonly RunLock[]; readonly changedMs: readonly number[] } {
  let state: RunState | null = null;
  let locks: readonly RunLock[] = [];
  const changedMs: number[] = [];
  for (const record of records) {
    const before: readonly RunLock[] = state?.locks ?? [];
    state = applyRecord(run, state, record);
    if (state === null || state.locks === before) continue;
    if (record.timeMs <= atMs) locks = state.locks;
    changedMs.push(record.timeMs);
  }
  return { locks, changedMs };
}
