/** A question: what it is about, everything that shapes the answer but the moment, and the moment. */
export type Wish<Value> = {
  /** The last answer is never shown under another subject. */
  readonly subject: string;
  readonly config: string;
  readonly moment: string;
  /** The moment moves by itself: a question under way is let finish, and the latest moment asked then. */
  readonly isFollowing: boolean;
  readonly ask: (signal: AbortSignal) => Promise<Value | null>;
};

export type AskerState<Value> = { readonly answer: { readonly subject: string; readonly value: Value } | null; readonly isBusy: boolean };

export type Asker<Value> = { /** Null: nothing is wanted now. */ want(wish: Wish<Value> | null): void; close(): void };

/** Quiet time before a question, so that dragging a cursor asks once, ms. */
const settleMs = 120;

/**
 * Asks the latest question, one at a time. A newer one gives the one under way up by its signal, but for a moment that
 * moves with now: questions slower than the clock would else never be answered. An answer of null changes nothing.
 */
export function createAsker<Value>(after: (ms: number, call: () => void) => () => void, told: (state: AskerState<Value>) => void): Asker<Value> {
  let state: AskerState<Value> = { answer: null, isBusy: false };
  let running: { readonly wish: Wish<Value>; readonly giveUp: AbortController } | null = null;
  let settling: { readonly wish: Wish<Value>; readonly stop: () => void } | null = null;
  let next: Wish<Value> | null = null;
  const tell = (change: Partial<AskerState<Value>>): void => {
    state = { ...state, ...change };
    told(state);
  };
  const stop = (): void => {
    running?.giveUp.abort();
    settling?.stop();
    running = null;
    settling = null;
    next = null;
  };
  const start = (wish: Wish<Value>): void => {
    settling = null;
    const mine = { wish, giveUp: new AbortController() };
    running = mine;
    void wish.ask(mine.giveUp.signal).then((value) => {
      if (running !== mine) return;
      running = null;
      const following = next;
      next = null;
      tell({ ...(value === null ? {} : { answer: { subject: wish.subject, value } }), isBusy: following !== null });
      if (following !== null) start(following);
    });
  };
  return {
    want(wish) {
      const current = running?.wish ?? settling?.wish ?? null;
      if (wish === null) {
        stop();
        if (state.isBusy) tell({ isBusy: false });
        return;
      }
      const isSameButMoment = current !== null && current.subject === wish.subject && current.config === wish.config;
      if (isSameButMoment && current.moment === wish.moment) return void (next = null);
      if (isSameButMoment && running !== null && wish.isFollowing) return void (next = wish);
      stop();
      if (!state.isBusy) tell({ isBusy: true });
      settling = { wish, stop: after(settleMs, () => start(wish)) };
    },
    close: stop,
  };
}
