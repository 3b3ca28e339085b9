import type { CheckState } from '#shared/model/runbook-run.ts';
import { isOver, type RunState } from '#shared/runbook-run/run-state.ts';

/** Changes of one check that are written down each; after so many in a row one in `refillMs`, the newest, with the number left out. */
const burst = 20;
const refillMs = 10_000;

type Account = { tokens: number; filledMs: number; unsaid: number };

/** Which changes of checks become records: all of them, but for those of a check that chatters. What is left out is counted. */
export type CheckLog = {
  /** A change came about. */
  note(key: string): void;
  /** What of it may be written down now: the number left out before it, or when to ask again, monotonic ms. */
  spend(key: string, monotonicMs: number): { readonly unsaid: number } | { readonly againMs: number };
  /** What was spent could not be written down: it is still to be said. */
  giveBack(key: string, unsaid: number): void;
  forget(key: string): void;
};

export function createCheckLog(): CheckLog {
  const accounts = new Map<string, Account>();
  const of = (key: string): Account => {
    let account = accounts.get(key);
    if (account === undefined) {
      account = { tokens: burst, filledMs: Number.NEGATIVE_INFINITY, unsaid: 0 };
      accounts.set(key, account);
    }
    return account;
  };
  return {
    note: (key) => void of(key).unsaid++,
    spend(key, monotonicMs) {
      const account = of(key);
      if (account.filledMs === Number.NEGATIVE_INFINITY) account.filledMs = monotonicMs;
      const filled = Math.floor((monotonicMs - account.filledMs) / refillMs);
      account.tokens = Math.min(burst, account.tokens + filled);
      account.filledMs = account.tokens === burst ? monotonicMs : account.filledMs + filled * refillMs;
      if (account.tokens === 0) return { againMs: account.filledMs + refillMs };
      account.tokens--;
      const unsaid = Math.max(0, account.unsaid - 1);
      account.unsaid = 0;
      return { unsaid };
    },
    giveBack(key, unsaid) {
      const account = of(key);
      account.tokens = Math.min(burst, account.tokens + 1);
      account.unsaid += unsaid + 1;
    },
    forget: (key) => void accounts.delete(key),
  };
}

/**
 * Whether a check's state is to be written down: of the open step whatever it is; of one that has ended what the data say
 * for sure, since that is what it passes or regresses by. Of steps to come nothing: they are looked at when they open.
 */
export function isToBeWritten(state: RunState, step: number, item: number, now: CheckState): boolean {
  const one = state.steps[step];
  const kept = one?.items[item];
  if (isOver(state) || one === undefined || kept?.kind !== 'check') return false;
  const before = kept.reading?.state ?? 'pending';
  if (before === now) return false;
  if (one.ended === null) return step === state.current;
  return one.ended.end !== 'skipped' && (now === 'fail' || (now === 'pass' && before === 'fail'));
}
