import { createStore, type StoreApi } from 'zustand/vanilla';
import { type LockOut, lockOuts, lockOutsThen } from '#shared/runbook-run/locked-out.ts';
import type { Rpc } from './connection.ts';
import type { RunsPicture } from './runbook-feed.ts';
import type { TimelineState } from './timeline.ts';
import type { Timers } from './timers.ts';

/** What is locked out at the moment shown, as people confirmed it in runs of runbooks. */
export type LocksPicture = {
  /** By asset, the oldest lock first. An asset that is absent may be locked all the same: nobody has told the console. */
  readonly byAsset: ReadonlyMap<string, readonly LockOut[]>;
  /** False until it was told, and while a moment of the past is on its way. */
  readonly isKnown: boolean;
};

export type LockFeed = { readonly locks: StoreApi<LocksPicture>; attach(rpc: Rpc): void; detach(): void };

export type LockFeedParts = {
  readonly timers: Pick<Timers, 'after'>;
  readonly timeline: StoreApi<TimelineState>;
  /** Runs of now. */
  readonly runs: StoreApi<RunsPicture>;
  /** The moment shown, UTC epoch ms. */
  readonly nowMs: () => number;
};

const retryMs = 1000;
/** Before anything was told. */
export const unknownLocks: LocksPicture = { byAsset: new Map(), isKnown: false };

/** Locks of now out of the list of runs; those of a moment of the past are asked for once for the whole stretch in which they stay as they are. */
export function createLockFeed({ timers, timeline, runs, nowMs }: LockFeedParts): LockFeed {
  const locks = createStore<LocksPicture>(() => unknownLocks);
  let rpc: Rpc | null = null;
  let held: { readonly fromMs: number; readonly toMs: number; readonly picture: LocksPicture } | null = null;
  let asked: AbortController | null = null;

  const isPast = (): boolean => timeline.getState().mode === 'replay';
  const show = (picture: LocksPicture): void => void (picture !== locks.getState() && locks.setState(picture, true));
  const present = (): LocksPicture => {
    const { runs: all, isKnown } = runs.getState();
    return { byAsset: lockOuts(all), isKnown };
  };
  const past = (): void => {
    const atMs = nowMs();
    if (held !== null && held.fromMs <= atMs && atMs < held.toMs) return show(held.picture);
    show(unknownLocks);
    if (asked === null && rpc !== null) void ask(rpc, atMs);
  };
  const ask = async (from: Rpc, atMs: number): Promise<void> => {
    const abort = new AbortController();
    asked = abort;
    const answer = await from.call('runbook.locks', { atMs }, { signal: abort.signal });
    if (asked !== abort) return;
    asked = null;
    if (answer.ok) {
      const { runs: then, fromMs, toMs } = answer.value;
      held = { fromMs, toMs, picture: { byAsset: lockOutsThen(then), isKnown: true } };
    } else if (answer.fault.code !== 'disconnected') return void timers.after(retryMs, changed);
    changed();
  };
  const changed = (): void => {
    if (isPast()) past();
    else show(present());
  };

  runs.subscribe(() => void (isPast() || changed()));
  timeline.subscribe((now, before) => {
    if (now.mode !== before.mode || now.seeks !== before.seeks || (now.mode === 'replay' && now.atMs !== before.atMs)) changed();
  });

  return {
    locks,
    attach(next) {
      rpc = next;
      changed();
    },
    detach() {
      asked?.abort();
      asked = null;
      rpc = null;
    },
  };
}
