import { randomUUID } from 'node:crypto';
import type { TagId } from '#shared/model/ids.ts';
import type { Clock } from '../ports.ts';

/** What a session may write, once. */
export type Selection = {
  /** Id of the session that selected. */
  readonly session: string;
  readonly tag: TagId;
  readonly value: number | string;
  /** The number the console held the area by; null where no area is asked for. */
  readonly fence: number | null;
  /** The tag's definition as it was shown: another one voids the selection. */
  readonly shownAs: string;
  /** Writes to the tag that had gone out when it was shown: one more voids the selection. */
  readonly writesSeen: number;
};

/** How long a selection is good for, ms. */
export const selectionMs = 30_000;
const mostOfSession = 16;
const mostOpen = 2000;

export type Selections = {
  /** `expiresMs` is wall time, for people; what counts is monotonic. */
  add(selection: Selection): { readonly token: string; readonly expiresMs: number };
  /** Gives the selection and forgets it, whoever asks: a token is used up by the first attempt, a wrong one too. */
  take(token: string, session: string): Selection | 'unknown' | 'expired' | 'not-yours';
  readonly open: number;
};

/**
 * Tokens of select-before-operate. A session keeps at most 16, all together 2,000: the oldest go. Each selection of a dialog
 * that checks again leaves the one before it good, since that one may be on its way.
 */
export function createSelections(clock: Pick<Clock, 'nowMs' | 'monotonicMs'>): Selections {
  const open = new Map<string, Selection & { readonly untilMs: number }>();
  const tidy = (session: string): void => {
    const now = clock.monotonicMs();
    const own: string[] = [];
    for (const [token, one] of open) {
      if (one.untilMs <= now) open.delete(token);
      else if (one.session === session) own.push(token);
    }
    // Maps keep the order of insertion: the first is the oldest.
    for (const token of own.slice(0, Math.max(0, own.length - mostOfSession + 1))) open.delete(token);
    for (const token of open.keys()) {
      if (open.size < mostOpen) break;
      open.delete(token);
    }
  };
  return {
    add(selection) {
      tidy(selection.session);
      const token = randomUUID();
      open.set(token, { ...selection, untilMs: clock.monotonicMs() + selectionMs });
      return { token, expiresMs: clock.nowMs() + selectionMs };
    },
    take(token, session) {
      const found = open.get(token);
      if (found === undefined) return 'unknown';
      open.delete(token);
      if (found.session !== session) return 'not-yours';
      return clock.monotonicMs() >= found.untilMs ? 'expired' : found;
    },
    get open() {
      return open.size;
    },
  };
}
