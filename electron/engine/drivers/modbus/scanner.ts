import { Q, type Quality } from '#shared/model/quality.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';
import type { DriverContext } from '../driver.ts';
import type { HealthBook } from '../health.ts';
import { createTextMemory, decodeBlock, splitBlock, type Point } from './blocks.ts';
import { exception, exceptionQuality, exceptionWords } from './exceptions.ts';
import type { Line } from './line.ts';
import type { ModbusOptions } from './options.ts';
import { admitSuspects, beginCycle, createScanGroups, createWakeUp, restartGroups, strikesAllowed, type ScanGroup } from './scan-groups.ts';
import { createOneShot, createScanTask, type ScanTask, type TaskJudge } from './scan-task.ts';
import type { Loss } from './transport.ts';
import { commonSilence, createUnits, restartUnit } from './units.ts';

/** How long an address that the device refused is left alone before it is asked for again: a PLC may get a new program. */
const recheckRefusedMs = 60_000;
const isSlow = (group: ScanGroup): boolean => group.isSlow;

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
  const units = createUnits(points, options.unit, context.random, options.reconnectMaxMs);
  let hasLoss = false;
  let connections = 0;
  let hasProbes = false;
  /** Blocks under suspicion have been let in on this connection. */
  let isAdmitted = false;
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
      task.isSuspect = false;
      task.strikes = 0;
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
      else if (code === exception.gatewayPath || code === exception.gatewayTarget)
        silence(task.unit, exceptionWords(code), exceptionQuality(code));
      else if (code === exception.acknowledge || code === exception.busy) {
        // Busy once is no news; staleness tells if it lasts.
        task.busyInARow += 1;
        if (task.busyInARow > 1) markBad(task.block.tag, exceptionQuality(code));
      } else markBad(task.block.tag, exceptionQuality(code));
      task.owner.done(task, 'refused');
    },
    timeout(task) {
      const unit = units.get(task.unit)!;
      if (task.isProbe) return task.owner.done(task, 'timeout');
      task.attempts += 1;
      if (task.attempts === 1) task.answersAtRetry = unit.silence === null ? line().answers : task.sentAfter;
      if (task.attempts === 1 && unit.silence === null) return retry(task);
      const isLineAlive = line().answers > task.answersAtRetry;
      task.attempts = 0;
      task.waitMs = options.timeoutMs;
      // A unit set aside says nothing about the line while others are still being asked.
      if (!isLineAlive && (unit.silence === null || commonSilence(units) !== null)) return giveUp(task);
      if (unit.lastAnswer <= task.answersAtRetry) silence(task.unit, 'it does not answer', Q.badTimeout);
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
          leaveOut(task, 'the device answers with something else; it is left out for a minute');
        }
      }
      task.owner.done(task, 'lost');
    },
  };

  function alive(task: ScanTask): void {
    task.attempts = 0;
    task.waitMs = options.timeoutMs;
    const unit = units.get(task.unit)!;
    unit.lastAnswer = line().answers;
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
    markBad(task.block.tag, exceptionQuality(code));
    if (task.block.points.length === 0) return;
    if (!task.isRefused)
      context.log.warn(device.id, `${device.name} refuses ${placeOf(task)}: ${exceptionWords(code)}; check the address.`);
    leaveOut(task, exceptionWords(code));
  }

  /** Asks for the block again only in a minute, and names its tags and the reason in the health report. */
  function leaveOut(task: ScanTask, why: string): void {
    task.asideUntilMs = clock.monotonicMs() + recheckRefusedMs;
    task.isRefused = true;
    for (const point of task.block.points) health.refuse(point.tag.id, `${placeOf(task)}: ${why}`);
  }

  /** Nobody answers: the link is down. A block this happens over again and again is left out, so that it cannot take the others with it. */
  function giveUp(task: ScanTask): void {
    task.isSuspect = true;
    if (line().isProven) task.strikes += 1;
    if (task.strikes >= strikesAllowed) leaveOut(task, 'the device stops answering when asked for it; it is left out for a minute');
    task.owner.done(task, 'timeout');
    line().drop({
      kind: 'silent',
      sentence: `${device.name} does not answer at ${options.host}:${options.port}; check that it is running.`,
    });
  }

  /**
   * The second attempt gets what is left of "two periods and the time-out", on a slow line at least two round trips.
   * Another unit and another block of this unit are asked with it: whether they answer tells a bad block from a dead
   * unit, and that from a dead line.
   */
  function retry(task: ScanTask): void {
    const probes = hasProbes ? [] : probesBeside(task);
    const turns = line().limit === 1 ? probes.length + 1 : 1;
    task.waitMs = Math.min(options.timeoutMs, Math.max((0.75 * task.owner.periodMs) / turns, 2 * (health.roundTripMs() ?? 0)));
    if (probes.length > 0) {
      hasProbes = true;
      const shot = createOneShot(probes, { ...options, maxGap: 0 }, judge, task.waitMs, true);
      void shot.result.then(() => (hasProbes = false));
      for (const probe of shot.tasks) line().urgent(probe);
    }
    line().urgent(task);
  }

  function probesBeside(task: ScanTask): Point[] {
    const other = points.find((point) => point.unit !== task.unit && units.get(point.unit)!.silence === null);
    const same = groups
      .flatMap((group) => group.tasks)
      .find((known) => known.unit === task.unit && known.block !== task.block && known.asideUntilMs <= clock.monotonicMs());
    return [other, same?.block.points[0]].filter((point) => point !== undefined);
  }

  function silence(id: number, words: string, quality: Quality): void {
    const unit = units.get(id)!;
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
    beginCycle(group, now, health);
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
    if (!isAdmitted) admitSuspects(groups, clock.monotonicMs());
    isAdmitted = true;
    hasLoss = false;
    const silence = commonSilence(units);
    const slow = groups.find(isSlow);
    if (silence !== null) health.set('down', `${device.name} is reached, but ${silence}.`, null);
    else if (slow !== undefined)
      health.set('slow', `${device.name} cannot keep up with a scan of ${slow.periodMs} ms; ask for less or less often.`);
    else health.set('up', null);
  }

  const groups = createScanGroups(points, options, judge);
  health.detail('tags', String(points.length));

  return {
    onConnected() {
      const now = clock.monotonicMs();
      isAdmitted = false;
      restartGroups(groups, now, connections++);
      for (const unit of units.values()) {
        restartUnit(unit);
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
