import type { Cancel } from '../../ports.ts';
import { planBlocks, readPdu, readReplyLength, type Block, type Point } from './blocks.ts';
import type { Exchange, LossKind } from './transport.ts';

/** Whoever asked for a block: a scan group, again and again, or one reading, once. */
export type TaskOwner = {
  readonly periodMs: number;
  /** The block was answered, refused, given up or lost; it is outstanding no longer. */
  done(task: ScanTask, outcome: 'answered' | 'refused' | 'timeout' | 'lost'): void;
  /** The task was replaced by two that read half of it each. */
  split(task: ScanTask, halves: readonly [ScanTask, ScanTask]): void;
};

/** What decides about answers; one for all tasks of a device. */
export type TaskJudge = {
  reply(task: ScanTask, bytes: Uint8Array, at: number, roundTripMs: number): void;
  exception(task: ScanTask, code: number): void;
  timeout(task: ScanTask): void;
  lost(task: ScanTask, kind: LossKind, alone: boolean): void;
};

/** A block on its way, and what has happened to it so far. */
export type ScanTask = Exchange & {
  readonly block: Block;
  readonly owner: TaskOwner;
  /** Time-outs in a row of the request that is outstanding. */
  attempts: number;
  /** Monotonic time of the first attempt, ms. */
  firstSentMs: number;
  /** Monotonic time before which it is not asked again, ms. */
  asideUntilMs: number;
  isRefused: boolean;
  /** "Busy" answers in a row. */
  busyInARow: number;
  /** Connections in a row that ended over an answer to this block alone. */
  nonsenseInARow: number;
};

export function createScanTask(block: Block, owner: TaskOwner, judge: TaskJudge, timeoutMs: number): ScanTask {
  const task: ScanTask = {
    block,
    owner,
    unit: block.unit,
    pdu: readPdu(block),
    replyLength: readReplyLength(block),
    waitMs: timeoutMs,
    attempts: 0,
    sentMs: 0,
    firstSentMs: 0,
    asideUntilMs: Number.NEGATIVE_INFINITY,
    isRefused: false,
    busyInARow: 0,
    nonsenseInARow: 0,
    // The byte count must agree with the length that was already checked.
    isRight: (bytes, at) => bytes[at + 1] === task.replyLength - 2,
    onReply: (bytes, at, roundTripMs) => judge.reply(task, bytes, at + 2, roundTripMs),
    onException: (code) => judge.exception(task, code),
    onTimeout: () => judge.timeout(task),
    onLost: (kind, alone) => judge.lost(task, kind, alone),
  };
  return task;
}

/** One reading of some points, outside the scan; resolves when each has been delivered or given up. */
export type OneShot = { readonly tasks: readonly ScanTask[]; readonly result: Promise<'answered' | 'timeout' | 'lost'> };

export function createOneShot(
  points: readonly Point[],
  limits: Parameters<typeof planBlocks>[1],
  judge: TaskJudge,
  timeoutMs: number,
): OneShot {
  let resolve!: (outcome: 'answered' | 'timeout' | 'lost') => void;
  const result = new Promise<'answered' | 'timeout' | 'lost'>((settle) => (resolve = settle));
  let worst: 'answered' | 'timeout' | 'lost' = 'answered';
  let left = 0;
  const owner: TaskOwner = {
    periodMs: timeoutMs,
    done(_task, outcome) {
      if (outcome === 'lost' || (outcome === 'timeout' && worst === 'answered')) worst = outcome;
      left -= 1;
      if (left === 0) resolve(worst);
    },
    split() {
      left += 1;
    },
  };
  const tasks = planBlocks(points, limits).map((block) => createScanTask(block, owner, judge, timeoutMs));
  left = tasks.length;
  if (left === 0) resolve(worst);
  return { tasks, result };
}

/** Tags read at one rate. */
export type ScanGroup = TaskOwner & {
  tasks: ScanTask[];
  /** Blocks of the running cycle that are not back yet. */
  pending: number;
  dueMs: number;
  /** Monotonic start of the last cycle, ms; NaN before the first on this connection. */
  startedMs: number;
  /** Time between the starts of cycles, smoothed; ms. */
  achievedMs: number;
  /** Cycles in a row that came late, or (negative) in time. */
  lateInARow: number;
  isSlow: boolean;
};

/** The one timer behind all groups: wakes at the earliest of their due times. */
export function createWakeUp(after: (ms: number, call: () => void) => Cancel, nowMs: () => number, wake: () => void) {
  let cancel: Cancel | null = null;
  let armedMs = 0;
  const fire = (): void => {
    cancel = null;
    wake();
  };
  return {
    at(dueMs: number): void {
      if (cancel !== null && armedMs === dueMs) return;
      cancel?.();
      armedMs = dueMs;
      cancel = after(Math.max(0, dueMs - nowMs()), fire);
    },
    stop(): void {
      cancel?.();
      cancel = null;
    },
  };
}
