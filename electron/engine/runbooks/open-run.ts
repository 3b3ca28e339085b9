import { type Fault, ok, refused, type Result } from '#shared/model/fault.ts';
import type { KeptRecord } from '#shared/model/kept-record.ts';
import type { RunActor, RunEvent, RunRecord, RunSummary } from '#shared/model/runbook-run.ts';
import { applyRecord } from '#shared/runbook-run/apply-record.ts';
import { isOver, type RunState, stepStateOf } from '#shared/runbook-run/run-state.ts';
import type { CheckReading, RunEntry } from '#shared/model/runbook-run.ts';
import type { NewRecord } from '../records/records.ts';
import { indexStream, newRecord, readRecord, type RunRecords } from './run-records.ts';

/** A run in memory: what its records add up to, and the line at which those who want to add to it wait. */
export type OpenRun = {
  state: RunState;
  /** Operations that are in it: number of their first record. */
  readonly operations: Map<string, number>;
  tail: Promise<unknown>;
};

export type Committed = { readonly seq: number; readonly isAgain: boolean };
export type CommitFault = 'changed-meanwhile' | 'not-recorded';

/** The run that starts with a record; null where it is no beginning. */
export function openRun(run: string, first: RunRecord): OpenRun | null {
  const state = applyRecord(run, null, first);
  return state === null ? null : { state, operations: new Map(first.op === null ? [] : [[first.op, first.seq]]), tail: Promise.resolve() };
}

export function addRecord(open: OpenRun, record: RunRecord): void {
  open.state = applyRecord(open.state.run, open.state, record) ?? open.state;
  if (record.op !== null && !open.operations.has(record.op)) open.operations.set(record.op, record.seq);
}

/** A run from all its records; null where they begin with none. `strange` records are those that cannot be read. */
export function readRun(run: string, kept: readonly KeptRecord[]): { readonly open: OpenRun | null; readonly unread: number } {
  let open: OpenRun | null = null;
  let unread = 0;
  for (const one of kept) {
    const record = readRecord(one);
    if (record === null) unread++;
    else if (open === null) open = openRun(run, record);
    else addRecord(open, record);
  }
  return { open, unread };
}

/** Work on one run, one after the other: each sees what the one before has written. */
export function inTurn<Value>(open: OpenRun, work: () => Promise<Value>): Promise<Value> {
  const done = open.tail.then(work, work);
  open.tail = done.catch(() => undefined);
  return done;
}

export type Commit = {
  readonly records: RunRecords;
  readonly open: OpenRun;
  /** Null for what the engine does by itself. */
  readonly op: string | null;
  readonly who: RunActor | null;
};

const mostTries = 3;

/**
 * Writes one event of a run, in turn. `decideNow` sees the run as it is then, and is asked again where somebody else's
 * record was found on disk meanwhile. Resolves when it is on disk and in the run; an operation that is in it already is
 * answered with its number and not decided on again.
 */
export function commitEvent<Code extends string>({ records, open, op, who }: Commit, decideNow: () => Result<RunEvent, Code>): Promise<Result<Committed, Code | CommitFault>> {
  return inTurn(open, async () => {
    for (let left = mostTries; ; left--) {
      const known = op === null ? undefined : open.operations.get(op);
      if (known !== undefined) return ok({ seq: known, isAgain: true });
      const event = decideNow();
      if (!event.ok) return event;
      let fault: Fault<'conflict'>;
      try {
        const appended = await records.appendAll(recordsFor(open.state, event.value, who, op ?? undefined), open.state.seq);
        if (appended.ok) return ok({ seq: appended.value.records[0]?.seq ?? open.state.seq, isAgain: appended.value.isAgain });
        ({ fault } = appended);
      } catch (error) {
        return notRecorded(error);
      }
      if (left === 1) return refused('changed-meanwhile', fault.message, fault.tip);
    }
  });
}

export const notRecorded = (error: unknown): Result<never, 'not-recorded'> =>
  refused('not-recorded', `It was not done, because it could not be written down: ${error instanceof Error ? error.message : String(error)}`, 'Look at the data store in the status bar; free space on its disk.');

/** The end of a run stands in the list of runs, too. */
function recordsFor({ run }: RunState, event: RunEvent, who: RunActor | null, op: string | undefined): readonly NewRecord[] {
  const record = newRecord(run, event, who, op);
  return event.kind === 'aborted' || event.kind === 'finished' ? [record, { stream: indexStream, kind: 'run-over', body: { run, end: event.kind }, who }] : [record];
}

/** One line of where a run stands. @param live checks of the open step as they are now. */
export function summaryOf(state: RunState, live: ReadonlyMap<number, CheckReading> | null): RunSummary {
  const open = isOver(state) ? undefined : state.steps[state.current];
  return {
    ...entryOf(state),
    status: state.status,
    statusReason: state.statusReason,
    responsible: state.responsible,
    step:
      open === undefined
        ? null
        : { id: open.plan.id, title: open.plan.title, at: state.current, state: stepStateOf(state, state.current, live), assignee: open.assignee, openedMs: open.openedMs, timeMs: open.plan.timeMs },
    done: state.steps.filter(({ ended, isPassedBy }) => ended !== null || isPassedBy).length,
    steps: state.steps.length,
    regressed: state.steps.flatMap(({ plan, regressed }) => (regressed.length > 0 ? [plan.id] : [])),
    locks: isOver(state) ? [] : [...state.locks],
    seq: state.seq,
  };
}

export function entryOf({ run, number, plan, begunMs, begunBy, endedMs, status, touched, incident, alarm, asset, dry }: RunState): RunEntry {
  const end = status === 'aborted' || status === 'finished' ? status : null;
  return { run, number, runbook: plan.runbook.id, title: plan.runbook.title, version: plan.runbook.version, begunMs, begunBy, endedMs, end, endedBy: end === null ? null : touched.by, incident, alarm, asset, ...(dry === null ? {} : { dry }) };
}
