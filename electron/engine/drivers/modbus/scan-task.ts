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
  /** Asked only to see whether anybody answers: its own time-out decides nothing. */
  readonly isProbe: boolean;
  /** Answers that had come on the connection when the first attempt timed out. */
  answersAtRetry: number;
  /** The link was given up over it; on the next connection others are asked first. */
  isSuspect: boolean;
  /** Times in a row that happened on a connection that had answered others. */
  strikes: number;
  /** Monotonic time before which it is not asked again, ms. */
  asideUntilMs: number;
  isRefused: boolean;
  /** "Busy" answers in a row. */
  busyInARow: number;
  /** Connections in a row that ended over an answer to this block alone. */
  nonsenseInARow: number;
};

export function createScanTask(block: Block, owner: TaskOwner, judge: TaskJudge, timeoutMs: number, isProbe = false): ScanTask {
  const task: ScanTask = {
    block,
    owner,
    unit: block.unit,
    pdu: readPdu(block),
    replyLength: readReplyLength(block),
    waitMs: timeoutMs,
    attempts: 0,
    sentMs: 0,
    sentAfter: 0,
    isProbe,
    answersAtRetry: 0,
    isSuspect: false,
    strikes: 0,
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
  isProbe = false,
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
  const tasks = planBlocks(points, limits).map((block) => createScanTask(block, owner, judge, timeoutMs, isProbe));
  left = tasks.length;
  if (left === 0) resolve(worst);
  return { tasks, result };
}
