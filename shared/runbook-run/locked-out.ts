import type { RunLock } from '#shared/model/runbook-run.ts';
import type { RunStatus } from './run-state.ts';

/** One lock on an asset, and the run that knows of it. */
export type LockOut = RunLock & { readonly run: string; readonly number: number; readonly runbook: string; readonly title: string };

/** A run as far as locks are told of it: its state, or its line in the list of runs. */
export type LockingRun = { readonly run: string; readonly number: number; readonly runbook: string; readonly title: string; readonly status: RunStatus; readonly locks: readonly RunLock[] };

/**
 * What is locked out by these runs, by asset, oldest lock first: nothing but what a person confirmed at a gate that names
 * the asset, and nobody has confirmed to be off since, in a run that goes on or is paused. A run that is over says nothing
 * of its locks any more. No asset here means that no run knows of a lock, never that there is none: whoever wants to
 * touch the equipment tries it.
 */
export function lockOuts(runs: Iterable<LockingRun>): ReadonlyMap<string, readonly LockOut[]> {
  const byAsset = new Map<string, LockOut[]>();
  for (const { run, number, runbook, title, status, locks } of runs) {
    if (status === 'aborted' || status === 'finished') continue;
    for (const lock of locks) {
      const known = byAsset.get(lock.asset);
      const one = { ...lock, run, number, runbook, title };
      if (known === undefined) byAsset.set(lock.asset, [one]);
      else known.push(one);
    }
  }
  for (const all of byAsset.values()) all.sort((a, b) => a.timeMs - b.timeMs || a.number - b.number);
  return byAsset;
}

/** The same of runs that went on at a moment of the past, as `runbook.locks` gives them. */
export const lockOutsThen = (runs: readonly Omit<LockingRun, 'status'>[]): ReadonlyMap<string, readonly LockOut[]> => lockOuts(runs.map((run) => ({ ...run, status: 'running' })));
