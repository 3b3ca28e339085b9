import type { WriteRecord, WriteSelection } from '#shared/contract/control.ts';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import { TagId } from '#shared/model/ids.ts';
import type { RunbookItemOf } from '#shared/model/runbook.ts';
import type { RunActor, RunEvent, RunEventOf } from '#shared/model/runbook-run.ts';
import { roleCovers } from '#shared/rpc/define.ts';
import type { Session } from '#shared/rpc/wire.ts';
import type { RunFault } from '#shared/runbook-run/decide.ts';
import { isOver, type RunState } from '#shared/runbook-run/run-state.ts';
import type { Clock, Log } from '../ports.ts';
import { endOfLeft, type WriteEnd } from './left-writes.ts';
import { commitEvent, type CommitFault, type OpenRun } from './open-run.ts';
import type { RunRecords } from './run-records.ts';

/** Select before operate, as the write service of the plant does it: the only way to a device. */
export type RunControl = {
  select(asked: { readonly tag: TagId; readonly value: number | string }, session: Session): Result<WriteSelection, 'not-found' | 'not-writable'>;
  operate(asked: { readonly token: string; readonly reason: string }, session: Session): Promise<Result<{ readonly outcome: 'confirmed' | 'unconfirmed' | 'in-doubt'; readonly sentence: string }>>;
  /** Writes to one tag, newest first. */
  history(tag: TagId, limit: number): Promise<readonly WriteRecord[]>;
};

export type ActionPlace = { readonly run: string; readonly step: string; readonly item: number };
export type ActionDone = { readonly seq: number; readonly outcome: RunEventOf<'action-ended'>['outcome']; readonly sentence: string };
export type OperateAsked = ActionPlace & { readonly opId: string; readonly seenSeq: number; readonly token: string; readonly reason: string };

export type RunActions = {
  select(open: OpenRun, place: ActionPlace, session: Session): Result<WriteSelection, RunFault | 'not-writable'>;
  operate(open: OpenRun, asked: OperateAsked, session: Session, who: RunActor): Promise<Result<ActionDone, RunFault | CommitFault | 'no-selection'>>;
  /** Ends the writes that an engine before this one began in a run: as the write service finds they ended, which takes it two minutes at most. */
  endLeft(open: OpenRun): Promise<void>;
  close(): void;
};

const againMs = 1000;
/** Looks, `againMs` apart, for what the write service finds of a write that was left, before it is told as unknown. */
const mostLooks = 180;
/** More than anybody writes to one tag between the record of a run and the end of an engine. */
const mostWrites = 50;
/** A selection is void after 30 s at the write service; here it is forgotten a little later. */
const forgetMs = 60_000;

/** Writes of runbooks: what is written stands in the runbook, and it goes the way every other write goes. */
export function createRunActions({ clock, log, records, control }: { readonly clock: Clock; readonly log: Log; readonly records: RunRecords; readonly control: RunControl }): RunActions {
  const selected = new Map<string, ActionPlace & { readonly session: string; readonly atMs: number }>();
  /** Writes under way, by operation. */
  const underWay = new Map<string, Promise<ActionDone>>();
  const startedMs = clock.nowMs();
  let isClosed = false;

  const find = (state: RunState, { step: id, item }: ActionPlace, who: { readonly user: string; readonly role: Session['role'] }): Result<RunbookItemOf<'action'>, RunFault> => {
    // Whatever a console asks for: nothing of a dry run is sent.
    if (state.dry !== null) return refused('dry-run', 'This is a dry run: nothing of it is written to the plant.', 'Tick what it would write.');
    if (isOver(state)) return refused('run-over', `The run was ${state.status} by ${state.touched.by}.`);
    if (state.status === 'paused') return refused('paused', `The run is paused by ${state.touched.by}: ${state.statusReason}`, 'Resume it first.');
    const at = state.steps.findIndex(({ plan }) => plan.id === id);
    const step = state.steps[at];
    const wanted = step?.plan.items[item];
    if (step === undefined || wanted?.kind !== 'action') return refused('not-found', `There is no write at ${item + 1} of ${id} in this run.`);
    if (step.ended !== null) return refused('changed-meanwhile', `“${step.plan.title}” was ${step.ended.end} by ${step.ended.by}.`);
    if (at !== state.current) return refused('not-open', `“${step.plan.title}” is not open.`);
    if (!roleCovers(who.role, step.plan.role)) return refused('role-missing', `Writing in “${step.plan.title}” needs the role ${step.plan.role}; ${who.user} has ${who.role}.`);
    const now = step.items[item];
    if (now?.kind === 'action' && now.begun !== null && now.ended === null) return refused('write-under-way', `${now.begun.by} is writing ${wanted.tag}.`, 'Wait until it has ended.');
    return ok(wanted);
  };

  /** Until it is on disk: what happened at the device must not be missing in the run. */
  const putEnd = async (open: OpenRun, who: RunActor | null, event: RunEventOf<'action-ended'>): Promise<void> => {
    // Under a number of its own: where it was written and the answer lost, it is found written.
    const op = `ended-${String(event.begun).padStart(8, '0')}`;
    for (;;) {
      const put = await commitEvent({ records, open, op, who }, () => ok(event as RunEvent));
      if (put.ok || isClosed) return;
      log.warn('runbooks', `The end of a write of run ${open.state.number} could not be written down yet: ${put.fault.message}`);
      await new Promise<void>((resolve) => clock.after(againMs, resolve));
    }
  };

  const carryOut = async (open: OpenRun, begun: number, asked: OperateAsked, session: Session, who: RunActor): Promise<ActionDone> => {
    // What the write service throws is a bug there; here the write is in doubt all the same.
    const answer = await control.operate({ token: asked.token, reason: asked.reason }, session).catch((error: unknown) => {
      log.error('runbooks', `Unexpected error in a write of run ${open.state.number}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return ok({ outcome: 'in-doubt' as const, sentence: 'The engine failed while writing; look at the value.' });
    });
    const { outcome, sentence } = answer.ok ? answer.value : { outcome: 'refused' as const, sentence: answer.fault.message };
    await putEnd(open, who, { kind: 'action-ended', step: asked.step, item: asked.item, begun, outcome, sentence: sentence.slice(0, 1000) });
    return { seq: open.state.seq, outcome, sentence };
  };

  /** Null when the engine ends before it is known: the next one looks again. */
  const foundEnd = async (tag: TagId, { seq, by }: { readonly seq: number; readonly by: string }): Promise<WriteEnd | null> => {
    for (let left = mostLooks; left > 0 && !isClosed; left--) {
      const end = await control.history(tag, mostWrites).then(
        (writes) => endOfLeft(writes, { tag, user: by, begun: seq, startedMs }),
        () => null,
      );
      if (end !== null) return end;
      await new Promise<void>((resolve) => clock.after(againMs, resolve));
    }
    return isClosed ? null : { outcome: 'unknown', sentence: `The engine ended while ${tag} was being written, and what became of it could not be found.` };
  };

  /** The answer to an operation that is in the run already. */
  const answered = ({ state }: OpenRun, { step: id, item }: ActionPlace, seq: number): ActionDone => {
    const now = state.steps.find(({ plan }) => plan.id === id)?.items[item];
    if (now?.kind === 'action' && now.begun?.seq === seq && now.ended !== null && now.ended.outcome !== 'dry') return { seq, outcome: now.ended.outcome, sentence: now.ended.sentence };
    return { seq, outcome: 'unknown', sentence: 'It was written down already; look at the records of the run for what came of it.' };
  };

  return {
    select(open, place, session) {
      const found = find(open.state, place, session);
      if (!found.ok) return found;
      const answer = control.select({ tag: TagId.parse(found.value.tag), value: found.value.value }, session);
      const nowMs = clock.monotonicMs();
      for (const [token, { atMs }] of selected) if (nowMs - atMs > forgetMs) selected.delete(token);
      if (answer.ok && answer.value.token !== null) selected.set(answer.value.token, { ...place, session: session.id, atMs: nowMs });
      return answer;
    },
    async operate(open, asked, session, who) {
      const already = underWay.get(asked.opId);
      if (already !== undefined) return ok(await already);
      const known = open.operations.get(asked.opId);
      if (known !== undefined) return ok(answered(open, asked, known));
      const token = selected.get(asked.token);
      if (token === undefined || token.session !== session.id || token.run !== open.state.run || token.step !== asked.step || token.item !== asked.item) {
        return refused('no-selection', 'This write of the step was not selected, or too long ago.', 'Select it again.');
      }
      selected.delete(asked.token);
      const begun = await commitEvent<RunFault>({ records, open, op: asked.opId, who }, () => {
        const found = find(open.state, asked, who);
        if (!found.ok) return found;
        const { touched, plan } = open.state.steps[open.state.current] as RunState['steps'][number];
        if (touched !== null && touched.seq > asked.seenSeq && touched.by !== who.user) return refused('changed-meanwhile', `${touched.by} changed “${plan.title}” since it was shown.`, 'Look at it and decide again.');
        return ok({ kind: 'action-begun', step: asked.step, item: asked.item, tag: found.value.tag, value: found.value.value, reason: asked.reason });
      });
      if (!begun.ok) return begun;
      if (begun.value.isAgain) return ok(await (underWay.get(asked.opId) ?? answered(open, asked, begun.value.seq)));
      const work = carryOut(open, begun.value.seq, asked, session, who).finally(() => underWay.delete(asked.opId));
      underWay.set(asked.opId, work);
      return ok(await work);
    },
    async endLeft(open) {
      for (const { plan, items } of open.state.steps) {
        for (const [item, now] of items.entries()) {
          if (now.kind !== 'action' || now.begun === null || now.ended !== null) continue;
          const wanted = plan.items[item];
          const end = await foundEnd(TagId.parse(wanted?.kind === 'action' ? wanted.tag : ''), now.begun);
          if (end !== null) await putEnd(open, null, { kind: 'action-ended', step: plan.id, item, begun: now.begun.seq, outcome: end.outcome, sentence: end.sentence.slice(0, 1000) });
        }
      }
    },
    close: () => void (isClosed = true),
  };
}
