import type { Timers } from '../client/timers.ts';

export type VirtualTimers = Timers & {
  /** Moves time on, runs what falls due in order, and lets promises settle between. */
  advance(ms: number): Promise<void>;
  /** Runs the waiting animation frame callbacks. */
  paint(): Promise<void>;
  /** Lets promises and microtasks settle without moving time. */
  settle(): Promise<void>;
};

/** Time for tests: nothing happens until it is moved. */
export function createVirtualTimers(startMs = 1_000_000): VirtualTimers {
  let nowMs = 0;
  let lastId = 0;
  const timers = new Map<number, { readonly atMs: number; readonly call: () => void }>();
  const frames = new Map<number, () => void>();
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 40; i++) await Promise.resolve();
  };
  return {
    now: () => nowMs,
    wallMs: () => startMs + nowMs,
    random: () => 0.5,
    after(ms, call) {
      const id = ++lastId;
      timers.set(id, { atMs: nowMs + ms, call });
      return () => void timers.delete(id);
    },
    frame(call) {
      const id = ++lastId;
      frames.set(id, call);
      return () => void frames.delete(id);
    },
    async advance(ms) {
      const endMs = nowMs + ms;
      await settle();
      for (;;) {
        const due = [...timers].filter(([, { atMs }]) => atMs <= endMs).sort(([a, x], [b, y]) => x.atMs - y.atMs || a - b)[0];
        if (due === undefined) break;
        const [id, { atMs, call }] = due;
        timers.delete(id);
        nowMs = Math.max(nowMs, atMs);
        call();
        await settle();
      }
      nowMs = endMs;
    },
    async paint() {
      await settle();
      const due = [...frames.values()];
      frames.clear();
      for (const call of due) call();
      await settle();
    },
    settle,
  };
}
