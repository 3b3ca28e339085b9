import type { WriteSelection } from '#shared/contract/control.ts';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import type { RunAct, RunActor, RunEntry, RunLive, RunRecord, RunSummary } from '#shared/model/runbook-run.ts';
import type { SampleBatch } from '#shared/model/sample-batch.ts';
import type { Session } from '#shared/rpc/wire.ts';
import { decide, type RunFault } from '#shared/runbook-run/decide.ts';
import { isOver } from '#shared/runbook-run/run-state.ts';
import type { Clock, Log } from '../ports.ts';
import type { TagTable } from '../tags/tag-table.ts';
import { type BeginAsked, type BeginFault, beginRun } from './begin-run.ts';
import type { RunHistory } from './dry-replay.ts';
import { createDryRuns, type DryRuns } from './dry-runs.ts';
import { commitEvent, type Committed, type CommitFault, type OpenRun, summaryOf } from './open-run.ts';
import { type PastLocks, pastLocks } from './past-locks.ts';
import { readPhoto, type PhotoAsked } from './photos.ts';
import { readingsOf, suggestedOf } from './plan-checks.ts';
import { type ActionDone, type ActionPlace, createRunActions, type OperateAsked, type RunControl } from './run-actions.ts';
import { createRunBook, type RunBook } from './run-book.ts';
import { createRunChecks } from './run-checks.ts';
import type { RunPlant } from './run-plant.ts';
import { readRecord, type RunRecords, streamOf } from './run-records.ts';
import { evidenceOf } from './step-evidence.ts';

export type ActAsked = { readonly opId: string; readonly run: string; readonly seenSeq: number; readonly act: RunAct };

export type RunbookService = {
  begin(asked: BeginAsked, session: Session): Promise<Result<Committed & { readonly run: string; readonly number: number }, BeginFault>>;
  act(asked: ActAsked, session: Session): Promise<Result<Committed, RunFault | CommitFault>>;
  /** As `act`, of a dry run alone. */
  dryAct(asked: ActAsked, session: Session): Promise<Result<Committed, RunFault | CommitFault>>;
  /** Moves a dry run of a replayed span to a moment of it. */
  dryMove(run: string, atMs: number): ReturnType<DryRuns['move']>;
  photo(asked: PhotoAsked, session: Session): Promise<Result<Committed & { readonly hash: string }, RunFault | CommitFault | 'bad-picture'>>;
  select(place: ActionPlace, session: Session): Promise<Result<WriteSelection, RunFault | 'not-writable' | 'not-recorded'>>;
  operate(asked: OperateAsked, session: Session): Promise<Result<ActionDone, RunFault | CommitFault | 'no-selection'>>;
  /** Records of a run after a number, oldest first, those up to `untilMs` of engine time, and the number that was looked to; null where there is no such run. */
  records(run: string, afterSeq: number, limit: number, untilMs: number): Promise<{ readonly records: readonly RunRecord[]; readonly reachSeq: number; readonly hasMore: boolean } | null>;
  /** Runs of a span of time, newest first. */
  past(span: { readonly fromMs: number; readonly toMs: number }, limit: number): readonly RunEntry[];
  /** What runs kept locked out at a moment of the past; throws where their records cannot be read. */
  locksAt(atMs: number): Promise<PastLocks>;
  /** A text or photo that a record names; null where there is none. */
  attachment(hash: string): ReturnType<RunRecords['attachment']>;
  /** Runs that go on, and those that ended since this engine began. */
  summaries(): readonly RunSummary[];
  summary(run: string): RunSummary | null;
  /** Calls with the run that changed: by a record (`hasRecord`) or by what stands beside them. */
  onChange(listener: (run: string, hasRecord: boolean) => void): () => void;
  live(run: string): RunLive | null;
  /** A console looks at a run from now on; gives back how it stops. */
  arrive(run: string, session: Session): () => void;
  /** The plant's rows that changed, when its table holds them. */
  judge(batch: SampleBatch, table: TagTable): void;
  projectChanged(): void;
  /** Ends what an engine before this one left open; to be called when devices are connected to. */
  start(): void;
  close(): Promise<void>;
};

export type RunbookOptions = {
  readonly clock: Clock;
  readonly log: Log;
  readonly records: RunRecords;
  readonly control: RunControl;
  readonly plant: () => RunPlant;
  /** Absent where no history is recorded: there no dry run goes by the past. */
  readonly history?: RunHistory;
  /** Nothing is judged or written: a recording, or a data folder opened for its history alone. */
  readonly isStill: boolean;
};

export const actorOf = ({ user, role, place }: Session): RunActor => ({ user, role, place: place ?? '' });
const still = refused('not-recorded', 'These folders were opened for their history alone, so nothing is done or written.', 'Do it on the console that runs the plant.');
const noRun = (run: string) => refused('not-found', `There is no run ${run}.`);

/** Runs of runbooks: what people and data say of them is on disk before anybody is told, and they go on after a restart. */
export async function createRunbooks({ clock, log, records, control, plant, history, isStill }: RunbookOptions): Promise<RunbookService> {
  const listeners = new Set<(run: string, hasRecord: boolean) => void>();
  const tell = (run: string, hasRecord: boolean): void => {
    for (const listener of listeners) listener(run, hasRecord);
  };
  const checks = createRunChecks({ clock, log, records, plant, isStill, runs: () => book.runs, changed: (run) => tell(run, false) });
  const book: RunBook = await createRunBook({
    records,
    log,
    changed(run, record) {
      checks.recorded(run, record);
      if (isOver(run.state)) dryRuns.forget(run.state.run);
      tell(run.state.run, true);
    },
  });
  const dryRuns = createDryRuns(plant, history ?? null);
  const actions = createRunActions({ clock, log, records, control });
  const present = new Map<string, Set<{ readonly user: string; readonly place: string }>>();
  let beginning: Promise<unknown> = Promise.resolve();
  checks.refresh();

  const checkedOf = (state: OpenRun['state']) => dryRuns.of(state, { watch: checks.watch, plant: plant() });
  const readings = (state: OpenRun['state'], at: number) => {
    const { watch, view } = checkedOf(state);
    return readingsOf(watch, view, state, at);
  };
  const contextOf = (open: OpenRun, who: RunActor, seenSeq: number) => ({
    who,
    seenSeq,
    live: (at: number) => readings(open.state, at),
    suggested: (at: number) => suggestedOf(checkedOf(open.state).watch, open.state, at),
    evidence(at: number) {
      const { view, atMs } = checkedOf(open.state);
      const { plan, openedMs } = open.state.steps[at] as OpenRun['state']['steps'][number];
      const { dry } = open.state;
      // Of the past what stood at its moment, and the way there from the beginning of the span.
      if (dry?.kind === 'replayed') return evidenceOf({ plan, openedMs: dry.fromMs }, view, atMs !== null && Number.isFinite(atMs) ? atMs : dry.fromMs);
      return evidenceOf({ plan, openedMs }, view, clock.nowMs());
    },
  });
  const summary = (open: OpenRun): RunSummary => summaryOf(open.state, readings(open.state, open.state.current));
  const act = async ({ opId, run, seenSeq, act: what }: ActAsked, session: Session, isDry: boolean): Promise<Result<Committed, RunFault | CommitFault>> => {
    const open = await book.get(run);
    if (open === null) return noRun(run);
    if (isStill) return still;
    if (isDry && open.state.dry === null) return refused('not-found', `Run ${open.state.number} is no dry run.`);
    const who = actorOf(session);
    return commitEvent({ records, open, op: opId, who }, () => decide(open.state, what, contextOf(open, who, seenSeq)));
  };

  return {
    begin(asked, session) {
      if (isStill) return Promise.resolve(still);
      // One after the other: sent again while the first is on its way to the disk, it finds the run begun.
      const done = beginning.then(() => beginRun({ records, book, plant, nowMs: clock.nowMs }, asked, actorOf(session)));
      beginning = done.catch(() => undefined);
      return done;
    },
    act: (asked, session) => act(asked, session, false),
    dryAct: (asked, session) => act(asked, session, true),
    async dryMove(run, atMs) {
      const open = await book.get(run);
      if (open === null) return noRun(run);
      const moved = await dryRuns.move(open.state, atMs);
      tell(run, false);
      return moved;
    },
    async photo(asked, session) {
      const open = await book.get(asked.run);
      if (open === null) return noRun(asked.run);
      if (isStill) return still;
      const picture = await readPhoto(records, open, asked);
      if (!picture.ok) return picture;
      const put = await commitEvent<RunFault>({ records, open, op: asked.opId, who: actorOf(session) }, () => ok(picture.value));
      return put.ok ? ok({ ...put.value, hash: picture.value.hash }) : put;
    },
    async select(place, session) {
      const open = await book.get(place.run);
      if (open === null) return noRun(place.run);
      return isStill ? still : actions.select(open, place, session);
    },
    async operate(asked, session) {
      const open = await book.get(asked.run);
      if (open === null) return noRun(asked.run);
      return isStill ? still : actions.operate(open, asked, session, actorOf(session));
    },
    async records(run, afterSeq, limit, untilMs) {
      if (!book.runs.has(run) && !book.index.entries.has(run)) return null;
      const kept = await records.read(streamOf(run), afterSeq, limit);
      const some = kept.filter(({ timeMs }) => timeMs <= untilMs);
      return { records: some.map(readRecord).filter((one) => one !== null), reachSeq: kept.at(-1)?.seq ?? afterSeq, hasMore: kept.length === limit };
    },
    past({ fromMs, toMs }, limit) {
      return [...book.index.entries.values()].filter(({ begunMs, endedMs }) => begunMs <= toMs && (endedMs ?? Number.POSITIVE_INFINITY) >= fromMs).toReversed().slice(0, limit);
    },
    locksAt: (atMs) => pastLocks({ index: book.index, records }, atMs, clock.nowMs()),
    attachment: (hash) => records.attachment(hash),
    summaries: () => [...book.runs.values()].map(summary),
    summary(run) {
      const open = book.runs.get(run);
      return open === undefined ? null : summary(open);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    live(run) {
      const open = book.runs.get(run);
      if (open === undefined) return null;
      const { state } = open;
      const standing = state.steps.flatMap(({ plan }, at) => [...readings(state, at).values()].map((reading) => ({ step: plan.id, ...reading })));
      return { run, seq: state.seq, checks: standing, suggested: [...suggestedOf(checkedOf(state).watch, state, state.current)], people: [...(present.get(run) ?? [])] };
    },
    arrive(run, { user, place }) {
      const here = present.get(run) ?? new Set();
      const one = { user, place: place ?? '' };
      present.set(run, here.add(one));
      tell(run, false);
      return () => {
        here.delete(one);
        if (here.size === 0) present.delete(run);
        tell(run, false);
      };
    },
    judge: (batch, table) => checks.judge(batch, table),
    projectChanged() {
      dryRuns.forget();
      checks.refresh();
    },
    start() {
      if (isStill) return;
      checks.lookAtOpen();
      for (const open of book.runs.values()) void actions.endLeft(open).catch((error: unknown) => log.error('runbooks', `Unexpected error: ${String(error)}`));
    },
    async close() {
      actions.close();
      checks.close();
      await Promise.all([beginning, ...[...book.runs.values()].map(({ tail }) => tail)]);
      book.close();
      listeners.clear();
    },
  };
}
