import { Q, type Quality } from '#shared/model/quality.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';
import { createBackoff, type Backoff } from '../backoff.ts';
import type { DriverContext } from '../driver.ts';
import type { HealthBook } from '../health.ts';
import { createTextMemory, decodeBlock, planBlocks, splitBlock, type Point } from './blocks.ts';
import { exception, exceptionQuality, exceptionWords } from './exceptions.ts';
import type { Line } from './line.ts';
import type { ModbusOptions } from './options.ts';
import { createOneShot, createScanTask, createWakeUp, type ScanGroup, type ScanTask, type TaskJudge } from './scan-task.ts';
import type { Loss } from './transport.ts';

/** How long an address that the device refused is left alone before it is asked for again: a PLC may get a new program. */
const recheckRefusedMs = 60_000;
/** A cycle is late when it starts this much after its period; three in a row make the link `slow`. */
const lateFactor = 1.2;
const cyclesToDecide = 3;

const isSlow = (group: ScanGroup): boolean => group.isSlow;

type Unit = {
  readonly id: number;
  readonly tags: Uint32Array;
  readonly backoff: Backoff;
  lastAliveMs: number;
  /** Why it is set aside while others behind the same gateway answer; null when it is not. */
  silence: string | null;
  probeAtMs: number;
};

/** Reads all tags of a device at their rates, and decides what an answer, or none, means for whom. */
export type Scanner = {
  onConnected(): void;
  onChunkEnd(): void;
  onDown(loss: Loss): void;
  /** One fresh reading, ahead of the scan. */
  readNow(points: readonly Point[]): Promise<'answered' | 'timeout' | 'lost'>;
  dispose(): void;
};

export function createScanner(
  context: DriverContext,
  options: ModbusOptions,
  points: readonly Point[],
  health: HealthBook,
  line: () => Line,
): Scanner {
  const { clock, device } = context;
  const batch = createBatch(Math.max(64, points.length));
  const texts = createTextMemory(context.textIndex);
  const units = new Map<number, Unit>();
  const groups: ScanGroup[] = [];
  let hasLoss = false;
  let isProbing = false;
  const wakeUp = createWakeUp(clock.after, clock.monotonicMs, tick);

  const flush = (): void => {
    if (batch.length === 0) return;
    context.onSamples(batch);
    batch.length = 0;
  };
  const markBad = (tags: Uint32Array, quality: Quality): void => {
    const now = clock.nowMs();
    for (let row = 0; row < tags.length; row++) pushSample(batch, tags[row]!, now, Number.NaN, quality);
  };
  const allTags = Uint32Array.from(points, (point) => point.tag.index);

  const judge: TaskJudge = {
    reply(task, bytes, at, roundTripMs) {
      alive(task);
      task.nonsenseInARow = 0;
      task.busyInARow = 0;
      if (task.isRefused) {
        task.isRefused = false;
        for (const point of task.block.points) health.accept(point.tag.id);
      }
      // The device sampled its registers somewhere between request and answer: the middle errs by half a round trip.
      decodeBlock(task.block, bytes, at, clock.nowMs() - roundTripMs / 2, batch, texts);
      task.owner.done(task, 'answered');
    },
    exception(task, code) {
      alive(task);
      if (code === exception.illegalAddress || code === exception.illegalValue) {
        const halves = splitBlock(task.block);
        if (halves !== null) return split(task, halves);
      }
      if (code <= exception.illegalValue) refuse(task, code);
      else if (code === exception.gatewayPath || code === exception.gatewayTarget) silence(task.unit, exceptionWords(code), exceptionQuality(code));
      else if (code === exception.acknowledge || code === exception.busy) {
        // Busy once is no news; staleness tells if it lasts.
        task.busyInARow += 1;
        if (task.busyInARow > 1) markBad(task.block.tag, exceptionQuality(code));
      } else markBad(task.block.tag, exceptionQuality(code));
      task.owner.done(task, 'refused');
    },
    timeout(task) {
      task.attempts += 1;
      if (task.attempts === 1) {
        task.firstSentMs = task.sentMs;
        return retry(task);
      }
      const isLineAlive = line().lastAliveMs > task.firstSentMs;
      task.attempts = 0;
      task.waitMs = options.timeoutMs;
      if (!isLineAlive) {
        task.owner.done(task, 'timeout');
        const sentence = `${device.name} does not answer at ${options.host}:${options.port}; check that it is running.`;
        return line().drop({ kind: 'silent', sentence });
      }
      const unit = units.get(task.unit);
      if (unit !== undefined && unit.lastAliveMs < task.firstSentMs) silence(task.unit, 'it does not answer', Q.badTimeout);
      else {
        markBad(task.block.tag, Q.badTimeout);
        task.asideUntilMs = clock.monotonicMs() + Math.max(10 * options.timeoutMs, 5000);
      }
      task.owner.done(task, 'timeout');
    },
    lost(task, kind, alone) {
      task.attempts = 0;
      task.waitMs = options.timeoutMs;
      if (kind === 'protocol' && alone) {
        task.nonsenseInARow += 1;
        if (task.nonsenseInARow > 1) {
          task.asideUntilMs = clock.monotonicMs() + recheckRefusedMs;
          const reason = `${placeOf(task)}: the device answers with something else; it is left out for a minute`;
          for (const point of task.block.points) health.refuse(point.tag.id, reason);
          task.isRefused = true;
        }
      }
      task.owner.done(task, 'lost');
    },
  };

  function alive(task: ScanTask): void {
    task.attempts = 0;
    task.waitMs = options.timeoutMs;
    const unit = units.get(task.unit);
    if (unit === undefined) return;
    unit.lastAliveMs = clock.monotonicMs();
    if (unit.silence === null) return;
    unit.silence = null;
    unit.backoff.reset();
    health.detail(`unit ${unit.id}`, null);
    // Its tags were bad: all of them are read again at once.
    for (const group of groups) group.dueMs = Math.min(group.dueMs, clock.monotonicMs());
  }

  function split(task: ScanTask, halves: NonNullable<ReturnType<typeof splitBlock>>): void {
    const [first, second] = halves.map((half) => createScanTask(half, task.owner, judge, options.timeoutMs)) as [ScanTask, ScanTask];
    task.owner.split(task, [first, second]);
    send(first);
    send(second);
  }

  const placeOf = (task: ScanTask): string => {
    const { table, start, count, unit } = task.block;
    return count === 1 ? `${table} ${start} of unit ${unit}` : `${table} ${start} to ${start + count - 1} of unit ${unit}`;
  };

  function refuse(task: ScanTask, code: number): void {
    const reason = `${placeOf(task)}: ${exceptionWords(code)}`;
    markBad(task.block.tag, exceptionQuality(code));
    task.asideUntilMs = clock.monotonicMs() + recheckRefusedMs;
    if (!task.isRefused && task.block.points.length > 0) context.log.warn(device.id, `${device.name} refuses ${reason}; check the address.`);
    task.isRefused = true;
    for (const point of task.block.points) health.refuse(point.tag.id, reason);
  }

  /**
   * The second attempt gets what is left of "two periods and the time-out", on a slow line at least two round trips.
   * Where one request is sent at a time, a unit that has died would be taken for a dead line: there another unit is
   * asked first.
   */
  function retry(task: ScanTask): void {
    task.waitMs = Math.min(options.timeoutMs, Math.max(0.75 * task.owner.periodMs, 2 * (health.roundTripMs() ?? 0)));
    line().urgent(task);
    if (line().limit > 1 || isProbing) return;
    const other = points.find((point) => point.unit !== task.unit && units.get(point.unit)!.silence === null);
    if (other === undefined) return;
    isProbing = true;
    const shot = createOneShot([other], options, judge, task.waitMs);
    void shot.result.then(() => (isProbing = false));
    for (const probe of shot.tasks) line().urgent(probe);
  }

  function silence(id: number, words: string, quality: Quality): void {
    const unit = units.get(id);
    if (unit === undefined) return;
    unit.probeAtMs = clock.monotonicMs() + unit.backoff.nextMs();
    if (unit.silence === words) return;
    unit.silence = words;
    line().withdraw(id);
    markBad(unit.tags, quality);
    health.detail(`unit ${id}`, words);
    context.log.warn(device.id, `Unit ${id} of ${device.name} is set aside: ${words}.`);
  }

  function send(task: ScanTask): void {
    line().enqueue(task);
  }

  function startCycle(group: ScanGroup, now: number): void {
    const interval = now - group.startedMs;
    if (!Number.isNaN(interval)) judgePace(group, interval);
    group.startedMs = now;
    group.dueMs = group.dueMs + group.periodMs > now ? group.dueMs + group.periodMs : now + group.periodMs;
    for (const task of group.tasks) {
      if (task.asideUntilMs > now) continue;
      const unit = units.get(task.unit)!;
      if (unit.silence !== null) {
        if (unit.probeAtMs > now) continue;
        // One request shows whether the unit is back; the rest waits for it.
        unit.probeAtMs = Number.POSITIVE_INFINITY;
      }
      group.pending += 1;
      send(task);
    }
  }

  function judgePace(group: ScanGroup, interval: number): void {
    const isLate = interval > group.periodMs * lateFactor;
    group.achievedMs = Number.isNaN(group.achievedMs) ? interval : group.achievedMs + (interval - group.achievedMs) / 4;
    group.lateInARow = isLate ? Math.max(1, group.lateInARow + 1) : Math.min(-1, group.lateInARow - 1);
    if (group.lateInARow === cyclesToDecide) group.isSlow = true;
    if (group.lateInARow === -cyclesToDecide) group.isSlow = false;
    const rate = `${Math.round(group.achievedMs)} ms achieved`;
    if (group.isSlow || group.lateInARow < 0) health.detail(`scan ${group.periodMs} ms`, group.isSlow ? rate : 'in time');
  }

  function tick(): void {
    if (!line().isConnected) return;
    const now = clock.monotonicMs();
    let next = Number.POSITIVE_INFINITY;
    for (const group of groups) {
      // While a cycle runs, the next waits for its end: the scan slows down instead of piling up requests.
      if (group.pending === 0 && group.dueMs <= now) startCycle(group, now);
      if (group.pending === 0 || group.dueMs > now) next = Math.min(next, group.dueMs);
    }
    line().pump();
    if (next < Number.POSITIVE_INFINITY) wakeUp.at(next);
  }

  function tellState(): void {
    if (!line().isProven) return;
    hasLoss = false;
    let silence: string | null = null;
    for (const unit of units.values()) {
      silence = unit.silence;
      if (silence === null) break;
    }
    const slow = groups.find(isSlow);
    if (silence !== null) health.set('down', `${device.name} is reached, but ${silence}.`, null);
    else if (slow !== undefined)
      health.set('slow', `${device.name} cannot keep up with a scan of ${slow.periodMs} ms; ask for less or less often.`);
    else health.set('up', null);
  }

  for (const periodMs of [...new Set(points.map((point) => point.tag.periodMs))].sort((a, b) => a - b)) {
    const group: ScanGroup = {
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
    const blocks = planBlocks(points.filter((point) => point.tag.periodMs === periodMs), options);
    group.tasks = blocks.map((block) => createScanTask(block, group, judge, options.timeoutMs));
    groups.push(group);
  }
  for (const id of new Set(points.map((point) => point.unit))) {
    const tags = Uint32Array.from(points.filter((point) => point.unit === id), (point) => point.tag.index);
    units.set(id, { id, tags, backoff: createBackoff(context.random, { ceilingMs: options.reconnectMaxMs }), lastAliveMs: Number.NEGATIVE_INFINITY, silence: null, probeAtMs: 0 });
  }
  health.detail('tags', String(points.length));

  return {
    onConnected() {
      const now = clock.monotonicMs();
      for (const group of groups) {
        group.pending = 0;
        group.dueMs = now;
        group.startedMs = Number.NaN;
        group.lateInARow = 0;
        for (const task of group.tasks) if (task.nonsenseInARow < 2) task.asideUntilMs = Number.NEGATIVE_INFINITY;
      }
      for (const unit of units.values()) {
        unit.silence = null;
        health.detail(`unit ${unit.id}`, null);
      }
      tick();
    },
    onChunkEnd() {
      flush();
      tellState();
      tick();
    },
    onDown(loss) {
      wakeUp.stop();
      for (const group of groups) group.isSlow = false;
      if (hasLoss) return;
      hasLoss = true;
      markBad(allTags, loss.kind === 'silent' ? Q.badTimeout : loss.kind === 'protocol' ? Q.badCommunicationError : Q.badNotConnected);
      flush();
    },
    readNow(wanted) {
      const shot = createOneShot(wanted, { ...options, maxGap: 0 }, judge, options.timeoutMs);
      for (const task of shot.tasks) line().urgent(task);
      line().pump();
      return shot.result;
    },
    dispose() {
      wakeUp.stop();
    },
  };
}
