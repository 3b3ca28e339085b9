import { ok, refused } from '#shared/model/fault.ts';
import type { RunRecord } from '#shared/model/runbook-run.ts';
import type { SampleBatch } from '#shared/model/sample-batch.ts';
import { isOver } from '#shared/runbook-run/run-state.ts';
import type { Cancel, Clock, Log } from '../ports.ts';
import type { TagTable } from '../tags/tag-table.ts';
import { createCheckLog, isToBeWritten } from './check-log.ts';
import { type CheckWatch, createCheckWatch } from './check-watch.ts';
import { isReplayed } from './dry-runs.ts';
import { commitEvent, type OpenRun } from './open-run.ts';
import { checksOf, keyOf, placeOfKey, readingsOf } from './plan-checks.ts';
import type { RunPlant } from './run-plant.ts';
import type { RunRecords } from './run-records.ts';

export type RunChecks = {
  readonly watch: CheckWatch;
  judge(batch: SampleBatch, table: TagTable): void;
  /** A record came to a run: other steps may be open now. */
  recorded(open: OpenRun, record: RunRecord): void;
  /** Writes down how the checks of open steps stand: what an engine before this one last wrote need not be so any more. */
  lookAtOpen(): void;
  /** Looks at all of them anew: at the start, and when the project was read again. */
  refresh(): void;
  close(): void;
};

export type RunChecksOptions = {
  readonly clock: Clock;
  readonly log: Log;
  readonly records: RunRecords;
  readonly plant: () => RunPlant;
  readonly isStill: boolean;
  readonly runs: () => ReadonlyMap<string, OpenRun>;
  readonly changed: (run: string) => void;
};

const structural: ReadonlySet<RunRecord['event']['kind']> = new Set(['began', 'step-ended', 'step-reopened', 'aborted', 'finished']);
const againMs = 1000;

/** The checks of all runs over the live values, and what of their changes is written down. */
export function createRunChecks({ clock, log, records, plant, isStill, runs, changed }: RunChecksOptions): RunChecks {
  const said = createCheckLog();
  /** Checks whose change is to be told, and perhaps written down. */
  let dirty = new Set<string>();
  /** Checks whose turn to be written down will come: what it finds then is the newest. */
  const queued = new Set<string>();
  /** Those that are looked at again later. */
  const waiting = new Map<string, Cancel>();
  let cancelFlush: Cancel | null = null;
  let cancelHold: Cancel | null = null;
  let holdDueMs = Number.POSITIVE_INFINITY;
  let table: TagTable | null = null;
  let isClosed = false;
  const now = { monotonicMs: 0, nowMs: 0 };
  const watch = createCheckWatch((key, _at, isState) => {
    if (isState) said.note(key);
    dirty.add(key);
    flushSoon();
  });

  const setNow = (): void => {
    now.monotonicMs = clock.monotonicMs();
    now.nowMs = clock.nowMs();
  };
  const flushSoon = (): void => {
    if (!isClosed) cancelFlush ??= clock.after(0, flush);
  };
  const holdNext = (): void => {
    if (watch.dueMs === holdDueMs && cancelHold !== null) return;
    cancelHold?.();
    cancelHold = null;
    holdDueMs = watch.dueMs;
    if (isClosed || holdDueMs === Number.POSITIVE_INFINITY) return;
    cancelHold = clock.after(Math.max(0, holdDueMs - clock.monotonicMs()), () => {
      cancelHold = null;
      setNow();
      watch.elapse(now);
      holdNext();
    });
  };
  const later = (key: string, ms: number): void => {
    if (waiting.has(key) || isClosed) return;
    waiting.set(
      key,
      clock.after(ms, () => {
        waiting.delete(key);
        dirty.add(key);
        flushSoon();
      }),
    );
  };

  const write = async (open: OpenRun, key: string, step: number, item: number): Promise<void> => {
    if (queued.has(key)) return;
    queued.add(key);
    let unsaid = 0;
    const put = await commitEvent<'as-written'>({ records, open, op: null, who: null }, () => {
      queued.delete(key);
      const reading = readingsOf(watch, plant(), open.state, step).get(item);
      if (reading === undefined || !isToBeWritten(open.state, step, item, reading.state)) return refused('as-written', 'It stands as it was written.');
      const may = said.spend(key, clock.monotonicMs());
      if ('againMs' in may) {
        later(key, may.againMs - clock.monotonicMs());
        return refused('as-written', 'It is written down later.');
      }
      ({ unsaid } = may);
      return ok({ kind: 'check-changed', step: open.state.steps[step]?.plan.id ?? '', ...reading, unsaid });
    });
    if (put.ok || put.fault.code === 'as-written') return;
    said.giveBack(key, unsaid);
    log.warn('runbooks', `A change of a check of run ${open.state.number} could not be written down yet: ${put.fault.message}`);
    later(key, againMs);
  };
  const flush = (): void => {
    cancelFlush = null;
    if (isClosed) return;
    const keys = dirty;
    dirty = new Set();
    const told = new Set<string>();
    for (const key of keys) {
      const { run, step, item } = placeOfKey(key);
      const open = runs().get(run);
      const place = watch.placeOf(key);
      if (open === undefined || place === undefined) continue;
      told.add(run);
      if (isToBeWritten(open.state, step, item, watch.standing(place).state)) void write(open, key, step, item);
    }
    for (const run of told) changed(run);
  };

  const lookAt = ({ state }: OpenRun): void => {
    for (const which of state.steps[state.current]?.plan.items.keys() ?? []) {
      const key = keyOf(state.run, state.current, which);
      said.forget(key);
      dirty.add(key);
    }
    flushSoon();
  };
  const refresh = (): void => {
    if (isStill || isClosed) return;
    const current = plant();
    ({ table } = current);
    setNow();
    watch.watch([...runs().values()].flatMap(({ state }) => (isReplayed(state) ? [] : checksOf(state, current))), current.source, current.table.size, now);
    holdNext();
  };

  return {
    watch,
    judge(batch, from) {
      if (from !== table) {
        // One that is being put in place of the plant of the moment is not looked at before it is.
        if (from !== plant().table) return;
        refresh();
      }
      if (watch.size === 0) return;
      setNow();
      // A hold time that is over is over, even if this sample ends it.
      if (now.monotonicMs >= watch.dueMs) watch.elapse(now);
      watch.judge(batch, now);
      holdNext();
    },
    recorded(open, { event }) {
      if (!structural.has(event.kind)) return;
      if (isOver(open.state)) for (const [step, { plan }] of open.state.steps.entries()) for (const item of plan.items.keys()) said.forget(keyOf(open.state.run, step, item));
      refresh();
      // What opens now is written down as it stands, with the changes from here on.
      lookAt(open);
    },
    lookAtOpen() {
      for (const open of runs().values()) lookAt(open);
    },
    refresh,
    close() {
      isClosed = true;
      cancelFlush?.();
      cancelHold?.();
      for (const cancel of waiting.values()) cancel();
    },
  };
}
