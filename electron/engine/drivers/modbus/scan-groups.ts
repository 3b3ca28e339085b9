import type { Cancel } from '../../ports.ts';
import type { HealthBook } from '../health.ts';
import { planBlocks, type Block, type Point } from './blocks.ts';
import type { ModbusOptions } from './options.ts';
import { createScanTask, type ScanTask, type TaskJudge, type TaskOwner } from './scan-task.ts';

/** A cycle is late when it starts this much after its period; three in a row decide about `slow`. */
const lateFactor = 1.2;
const cyclesToDecide = 3;
/** A device without tags is asked for one register this often, so that its health still rests on an answer. */
const aliveCheckMs = 5000;

/** Tags of one unit read at one rate. Units keep apart, so that a dead one does not hold up the cycle of another. */
export type ScanGroup = TaskOwner & {
  /** "scan 100 ms", with the unit where there are several. */
  readonly name: string;
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

/** One group for each unit and period, its blocks planned. */
export function createScanGroups(points: readonly Point[], options: ModbusOptions, judge: TaskJudge): ScanGroup[] {
  const units = [...new Set(points.map((point) => point.unit))];
  const groups = units.flatMap((unit) => {
    const own = points.filter((point) => point.unit === unit);
    const periods = [...new Set(own.map((point) => point.tag.periodMs))].sort((a, b) => a - b);
    return periods.map((periodMs) => {
      const blocks = planBlocks(
        own.filter((point) => point.tag.periodMs === periodMs),
        options,
      );
      const name = units.length === 1 ? `scan ${periodMs} ms` : `scan ${periodMs} ms, unit ${unit}`;
      return createGroup(name, periodMs, blocks, judge, options.timeoutMs);
    });
  });
  if (groups.length > 0) return groups;
  const anyRegister: Block = {
    unit: options.unit,
    table: 'holding',
    start: 0,
    count: 1,
    points: [],
    tag: new Uint32Array(0),
    at: new Uint32Array(0),
    code: new Uint16Array(0),
  };
  return [createGroup('alive check', aliveCheckMs, [anyRegister], judge, options.timeoutMs)];
}

function createGroup(name: string, periodMs: number, blocks: readonly Block[], judge: TaskJudge, timeoutMs: number): ScanGroup {
  const group: ScanGroup = {
    name,
    periodMs,
    tasks: [],
    pending: 0,
    dueMs: 0,
    startedMs: Number.NaN,
    achievedMs: Number.NaN,
    lateInARow: 0,
    isSlow: false,
    done() {
      group.pending -= 1;
    },
    split(task, halves) {
      group.pending += 1;
      group.tasks.splice(group.tasks.indexOf(task), 1, ...halves);
    },
  };
  group.tasks = blocks.map((block) => createScanTask(block, group, judge, timeoutMs));
  return group;
}

/** Times the link may be given up over one block before the block is left out. */
export const strikesAllowed = 3;

/**
 * Makes everything due at once on a new connection. Blocks that broke connections stay aside; one the last connection
 * was given up over waits until others have been answered, so that one bad address cannot keep all others away. Where no
 * other is left (a device was silent for a while), one of them is asked alone, another on each connection by `turn`.
 */
export function restartGroups(groups: readonly ScanGroup[], nowMs: number, turn: number): void {
  const isTried = (task: ScanTask): boolean => task.nonsenseInARow <= 1 && task.strikes < strikesAllowed;
  const hasTrusted = groups.some((group) => group.tasks.some((task) => !task.isSuspect && task.asideUntilMs <= nowMs));
  const suspects = groups.flatMap((group) => group.tasks.filter((task) => task.isSuspect && isTried(task)));
  const first = hasTrusted ? undefined : suspects[turn % suspects.length];
  for (const group of groups) {
    group.pending = 0;
    group.dueMs = nowMs;
    group.startedMs = Number.NaN;
    group.lateInARow = 0;
    for (const task of group.tasks) {
      if (!isTried(task)) continue;
      task.asideUntilMs = task.isSuspect && task !== first ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    }
  }
}

/** Lets the blocks in that waited for others to be answered. */
export function admitSuspects(groups: readonly ScanGroup[], nowMs: number): void {
  for (const group of groups)
    for (const task of group.tasks) {
      if (task.asideUntilMs !== Number.POSITIVE_INFINITY) continue;
      task.asideUntilMs = Number.NEGATIVE_INFINITY;
      group.dueMs = nowMs;
    }
}

/** Notes the start of a cycle, sets the due time of the next one and tells health when the pace changes. */
export function beginCycle(group: ScanGroup, nowMs: number, health: HealthBook): void {
  const interval = nowMs - group.startedMs;
  group.startedMs = nowMs;
  // Keeps its phase while it is in time; after a late cycle it counts from now, so that lost cycles are not caught up.
  group.dueMs = group.dueMs + group.periodMs > nowMs ? group.dueMs + group.periodMs : nowMs + group.periodMs;
  if (Number.isNaN(interval)) return;
  group.achievedMs = Number.isNaN(group.achievedMs) ? interval : group.achievedMs + (interval - group.achievedMs) / 4;
  const isLate = interval > group.periodMs * lateFactor;
  group.lateInARow = isLate ? Math.max(1, group.lateInARow + 1) : Math.min(-1, group.lateInARow - 1);
  if (group.lateInARow === cyclesToDecide) group.isSlow = true;
  if (group.lateInARow === -cyclesToDecide) group.isSlow = false;
  if (group.isSlow) health.detail(group.name, `${Math.round(group.achievedMs)} ms achieved`);
  else if (group.lateInARow === -cyclesToDecide) health.detail(group.name, 'in time');
}

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
