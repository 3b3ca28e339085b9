import type { FirstoutContract } from '#shared/contract/index.ts';
import { ok, refused } from '#shared/model/fault.ts';
import type { RunAct, RunActor, RunEvent, RunEventOf, RunRecord, RunSummary } from '#shared/model/runbook-run.ts';
import { stepsOf } from '#shared/model/runbook.ts';
import type { Handlers, StreamSource } from '#shared/rpc/server.ts';
import type { Session } from '#shared/rpc/wire.ts';
import { applyRecord, foldRun } from '#shared/runbook-run/apply-record.ts';
import { decide } from '#shared/runbook-run/decide.ts';
import { isOver, type RunState, stepStateOf } from '#shared/runbook-run/run-state.ts';
import { rigRunbook } from '#shared/runbook-run/testing/run-rig.ts';

type Names = Extract<keyof FirstoutContract, 'runbook.begin' | 'runbook.act' | 'runbook.dryBegin' | 'runbook.dryAct' | 'runbook.dryMove' | 'runbook.photo' | 'runbook.select' | 'runbook.operate' | 'runbook.runs' | 'runbook.events' | 'runbook.live' | 'runbook.records' | 'runbook.past' | 'runbook.locks' | 'runbook.attachment'>;
type FakeRun = { readonly records: RunRecord[]; state: RunState | null };

export type FakeRuns = {
  readonly handlers: Pick<Handlers<FirstoutContract>, Names>;
  /** Numbers of operations as they were asked for, those sent again too. */
  readonly asked: readonly string[];
  records(run: string): readonly RunRecord[];
  /** Another console does this. */
  act(run: string, act: RunAct, user: string): void;
};

/** Runs of the runbook of the run rig, decided and folded by the same functions as in the engine; kept in memory, without checks. */
export function createFakeRuns(nowMs: () => number): FakeRuns {
  const runs = new Map<string, FakeRun>();
  const done = new Map<string, number>();
  const asked: string[] = [];
  const changed = new Set<() => void>();
  let seq = 0;
  const actorOf = ({ user, role, place = '' }: Session): RunActor => ({ user, role, place });
  const put = (run: string, event: RunEvent, who: RunActor, op: string | null): number => {
    const one = runs.get(run) ?? { records: [], state: null };
    runs.set(run, one);
    const record: RunRecord = { seq: ++seq, timeMs: nowMs(), who, op, event };
    one.records.push(record);
    one.state = applyRecord(run, one.state, record);
    if (op !== null) done.set(op, seq);
    for (const told of changed) told();
    return seq;
  };
  const decided = (run: string, act: RunAct, who: RunActor, seenSeq: number) => {
    const state = runs.get(run)?.state ?? null;
    if (state === null) return refused('not-found', `There is no run ${run}.`);
    return decide(state, act, { who, seenSeq, live: () => new Map(), suggested: () => [], evidence: () => ({ values: [], trend: { tags: [], fromMs: nowMs(), toMs: nowMs() } }) });
  };
  const follow = <Item>(notify: () => void, take: () => Item | null): StreamSource<Item> => {
    changed.add(notify);
    return { take, close: () => void changed.delete(notify) };
  };
  const begin = ({ run, incident, alarm, asset, reason, dry }: Omit<RunEventOf<'began'>, 'kind' | 'number' | 'plan'> & { readonly run: string }, session: Session) => {
    const before = runs.get(run)?.state;
    if (before != null) return ok({ run, number: before.number, seq: before.seq, isAgain: true });
    const number = runs.size + 1;
    const event: RunEventOf<'began'> = { kind: 'began', number, plan: { runbook: rigRunbook(), hash: '0'.repeat(64) }, incident, alarm, asset, reason, ...(dry === undefined ? {} : { dry }) };
    return ok({ run, number, seq: put(run, event, actorOf(session), null), isAgain: false });
  };
  const acted = ({ opId, run, seenSeq, act }: { readonly opId: string; readonly run: string; readonly seenSeq: number; readonly act: RunAct }, session: Session) => {
    asked.push(opId);
    const again = done.get(opId);
    if (again !== undefined) return ok({ seq: again, isAgain: true });
    const event = decided(run, act, actorOf(session), seenSeq);
    return event.ok ? ok({ seq: put(run, event.value, actorOf(session), opId), isAgain: false }) : event;
  };
  const none = () => refused('not-found', 'The fake engine keeps no photos and writes nothing.');
  return {
    asked,
    records: (run) => runs.get(run)?.records ?? [],
    act(run, act, user) {
      const who: RunActor = { user, role: 'engineer', place: 'elsewhere' };
      const event = decided(run, act, who, seq);
      if (!event.ok) throw new Error(event.fault.message);
      put(run, event.value, who, null);
    },
    handlers: {
      'runbook.begin': (begun, session) => begin(begun, session),
      'runbook.dryBegin': ({ run, dry }, session) => begin({ run, incident: null, alarm: null, asset: null, reason: '', dry }, session),
      'runbook.act': (done, session) => acted(done, session),
      'runbook.dryAct': (done, session) => acted(done, session),
      'runbook.dryMove': ({ atMs }) => ok({ atMs }),
      'runbook.photo': none,
      'runbook.select': none,
      'runbook.operate': none,
      'runbook.runs'(_params, { notify }) {
        let told = -1;
        return follow(notify, () => {
          if (told === seq) return null;
          told = seq;
          return { runs: [...runs].flatMap(([, { state }]) => (state === null ? [] : [summaryOf(state)])) };
        });
      },
      'runbook.events'({ run, afterSeq }, { notify }) {
        let reached = afterSeq;
        return follow(notify, () => {
          const records = (runs.get(run)?.records ?? []).filter((one) => one.seq > reached);
          reached = records.at(-1)?.seq ?? reached;
          return records.length === 0 ? null : { records };
        });
      },
      'runbook.live'({ run }, { notify, session }) {
        let isDue = true;
        return follow(notify, () => {
          if (!isDue) return null;
          isDue = false;
          return { run, seq, checks: [], suggested: [], people: [{ user: session.user, place: session.place ?? '' }] };
        });
      },
      'runbook.records': none,
      'runbook.locks': ({ atMs }) => ok({ runs: [...runs].flatMap(([run, { records }]) => locksThen(run, records, atMs)), fromMs: atMs, toMs: atMs + 1 }),
      'runbook.past': () => ok({ runs: [...runs].flatMap(([, { state }]) => (state === null ? [] : [summaryOf(state)])) }),
      'runbook.attachment': none,
    },
  };
}

function locksThen(run: string, records: readonly RunRecord[], atMs: number) {
  const state = foldRun(run, records, atMs);
  return state === null || isOver(state) || state.locks.length === 0 ? [] : [{ run, number: state.number, runbook: state.plan.runbook.id, title: state.plan.runbook.title, locks: [...state.locks] }];
}

function summaryOf(state: RunState): RunSummary {
  const { plan, steps, current } = state;
  const open = steps[current];
  return {
    run: state.run,
    number: state.number,
    runbook: plan.runbook.id,
    title: plan.runbook.title,
    version: plan.runbook.version,
    begunMs: state.begunMs,
    begunBy: state.begunBy,
    endedMs: state.endedMs,
    end: state.status === 'finished' || state.status === 'aborted' ? state.status : null,
    endedBy: isOver(state) ? state.touched.by : null,
    incident: state.incident,
    alarm: state.alarm,
    asset: state.asset,
    ...(state.dry === null ? {} : { dry: state.dry }),
    status: state.status,
    statusReason: state.statusReason,
    responsible: state.responsible,
    step: open === undefined ? null : { id: open.plan.id, title: open.plan.title, at: current, state: stepStateOf(state, current), assignee: open.assignee, openedMs: open.openedMs, timeMs: open.plan.timeMs },
    done: current,
    steps: stepsOf(plan.runbook).length,
    regressed: [],
    locks: isOver(state) ? [] : [...state.locks],
    seq: state.seq,
  };
}
