import type { Cancel, Clock, Log } from '../ports.ts';

type Timer = { atMs: number; everyMs: number | null; call: () => void; order: number };

/** A clock that stands still until `advance` is called: timers fire in order of time, then of creation. */
export type VirtualClock = Clock & {
  /** Moves monotonic and wall time on by `ms`, firing what falls due on the way. */
  advance(ms: number): void;
  /** Sets the wall clock only, as an operator or NTP would. */
  stepWall(ms: number): void;
  /** Timers still waiting; a disposed part leaves none. */
  readonly pending: number;
};

export function createVirtualClock(startMs = Date.UTC(2026, 0, 1)): VirtualClock {
  let monotonic = 0;
  let wallOffset = startMs;
  let order = 0;
  const timers = new Set<Timer>();
  const add = (ms: number, everyMs: number | null, call: () => void): Cancel => {
    const timer: Timer = { atMs: monotonic + ms, everyMs, call, order: order++ };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  const nextDue = (untilMs: number): Timer | undefined => {
    let due: Timer | undefined;
    for (const timer of timers) {
      if (timer.atMs > untilMs) continue;
      if (due === undefined || timer.atMs < due.atMs || (timer.atMs === due.atMs && timer.order < due.order)) due = timer;
    }
    return due;
  };
  return {
    nowMs: () => wallOffset + monotonic,
    monotonicMs: () => monotonic,
    after: (ms, call) => add(ms, null, call),
    every: (ms, call) => add(ms, ms, call),
    advance(ms) {
      const until = monotonic + ms;
      for (let due = nextDue(until); due !== undefined; due = nextDue(until)) {
        monotonic = Math.max(monotonic, due.atMs);
        if (due.everyMs === null) timers.delete(due);
        else due.atMs += due.everyMs;
        due.call();
      }
      monotonic = until;
    },
    stepWall(ms) {
      wallOffset += ms;
    },
    get pending() {
      return timers.size;
    },
  };
}

export type LoggedLine = { readonly level: 'info' | 'warn' | 'error'; readonly about: string; readonly sentence: string };

/** A log that keeps its lines for the test to read. */
export function createMemoryLog(): Log & { readonly lines: readonly LoggedLine[] } {
  const lines: LoggedLine[] = [];
  return {
    lines,
    info: (about, sentence) => void lines.push({ level: 'info', about, sentence }),
    warn: (about, sentence) => void lines.push({ level: 'warn', about, sentence }),
    error: (about, sentence) => void lines.push({ level: 'error', about, sentence }),
  };
}

/** Seeded uniform numbers (mulberry32), so that a failing run can be repeated. */
export function createSeededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
