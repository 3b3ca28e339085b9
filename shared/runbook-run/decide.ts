import { ok, refused, type Result } from '#shared/model/fault.ts';
import type { RunbookItemOf } from '#shared/model/runbook.ts';
import type { CheckReading, RunAct, RunActor, RunEvent, RunEventOf, StepEnd, StepEvidence } from '#shared/model/runbook-run.ts';
import { type Role, roleCovers } from '#shared/rpc/define.ts';
import { type ItemState, isOver, missingOf, type RunState, type RunStep } from './run-state.ts';

export const runFaults = ['not-found', 'run-over', 'paused', 'changed-meanwhile', 'not-open', 'not-met', 'role-missing', 'already-signed', 'write-under-way', 'dry-run'] as const;
export type RunFault = (typeof runFaults)[number];

/** What stands around an act at the moment it is decided on. */
export type DecideContext = {
  readonly who: RunActor;
  /** Number of the last record the person's console had of the run. */
  readonly seenSeq: number;
  /** Checks of a step as they are now, by item. */
  readonly live: (step: number) => ReadonlyMap<number, CheckReading>;
  /** Steps that the data of a step point to now. */
  readonly suggested: (step: number) => readonly string[];
  readonly evidence: (step: number) => StepEvidence;
};

/**
 * The event that writes an act down, or why it is refused: it is not the person's to do, the run stands elsewhere by now,
 * or something is not met. Of two people who decide on one thing at once the first wins, and the second is told who.
 */
export function decide(state: RunState, act: RunAct, context: DecideContext): Result<RunEvent, RunFault> {
  if (isOver(state) && act.kind !== 'note') return refused('run-over', `The run was ${state.status} ${state.touched.by === '' ? '' : `by ${state.touched.by}`}`.trimEnd() + '.');
  if (state.status === 'paused' && !whilePaused.has(act.kind)) return refused('paused', `The run is paused by ${state.touched.by}: ${state.statusReason}`, 'Resume it first.');
  switch (act.kind) {
    case 'pause':
    case 'resume':
    case 'hand-over':
    case 'take-over':
    case 'abort':
    case 'finish':
      return decideRun(state, act, context);
    case 'note':
      return noted(state, act);
    case 'reopen':
      return reopened(state, act, context);
    default:
      return decideStep(state, act, context);
  }
}

const whilePaused: ReadonlySet<RunAct['kind']> = new Set(['resume', 'note', 'hand-over', 'take-over', 'abort', 'assign']);
type RunWide = Extract<RunAct, { kind: 'pause' | 'resume' | 'hand-over' | 'take-over' | 'abort' | 'finish' }>;
type OnStep = Exclude<RunAct, RunWide | { kind: 'note' } | { kind: 'reopen' }>;

const nameOf = ({ plan }: RunStep): string => `“${plan.title}”`;
/** In a dry run one person goes through what others would do. */
const needs = ({ dry }: RunState, role: Role, { role: have, user }: RunActor, what: string) => (dry !== null || roleCovers(have, role) ? null : refused('role-missing', `${what} needs the role ${role}; ${user} has ${have}.`));
const endWords: Readonly<Record<StepEnd, string>> = { confirmed: 'confirmed', overridden: 'overridden', skipped: 'skipped' };

function decideRun(state: RunState, act: RunWide, { who, seenSeq }: DecideContext): Result<RunEvent, RunFault> {
  const meanwhile = state.touched.seq > seenSeq && state.touched.by !== who.user;
  const changed = (): Result<never, RunFault> => refused('changed-meanwhile', `${state.touched.by} changed the run since it was shown: it is ${state.status} now.`);
  switch (act.kind) {
    case 'pause':
      return state.status === 'paused' ? refused('paused', `The run was paused by ${state.touched.by}.`) : ok({ kind: 'paused', reason: act.reason });
    case 'resume':
      if (state.status !== 'paused') return refused('changed-meanwhile', 'The run is not paused.');
      return meanwhile ? changed() : ok({ kind: 'resumed' });
    case 'hand-over':
      return meanwhile ? changed() : ok({ kind: 'handed-over', to: act.to, comment: act.comment });
    case 'take-over':
      if (meanwhile) return changed();
      return ok({ kind: 'taken-over' });
    case 'abort': {
      const no = needs(state, 'lead', who, 'Aborting a run');
      if (no !== null) return no;
      return writing(state) ?? ok({ kind: 'aborted', reason: act.reason });
    }
    case 'finish':
      if (state.current < state.steps.length) return refused('not-met', `${nameOf(state.steps[state.current] as RunStep)} is still open.`, 'Confirm or skip it, or have a lead abort the run.');
      if (act.comment === '' && state.steps.some(({ regressed }) => regressed.length > 0)) return refused('not-met', 'A step has regressed since it passed, so finishing needs a comment.');
      return meanwhile ? changed() : (writing(state) ?? ok({ kind: 'finished', comment: act.comment }));
  }
}

/** A write that is under way must be heard of before what it belongs to is left. */
function writing(state: RunState): Result<never, RunFault> | null {
  for (const step of state.steps) {
    for (const item of step.items) {
      if (item.kind === 'action' && item.begun !== null && item.ended === null) return refused('write-under-way', `A write of ${item.begun.by} in ${nameOf(step)} is under way.`, 'Wait until it has ended.');
    }
  }
  return null;
}

function noted(state: RunState, { step: id, item, text }: Extract<RunAct, { kind: 'note' }>): Result<RunEvent, RunFault> {
  const step = id === null ? null : state.steps.find(({ plan }) => plan.id === id);
  if (step === undefined || (item !== null && step?.items[item]?.kind !== 'note')) return refused('not-found', 'There is no such place for a note in this run.');
  return ok({ kind: 'note-added', step: id, item, text });
}

function reopened(state: RunState, { step: id, reason }: Extract<RunAct, { kind: 'reopen' }>, { who, seenSeq }: DecideContext): Result<RunEvent, RunFault> {
  const at = state.steps.findIndex(({ plan }) => plan.id === id);
  const step = state.steps[at];
  if (step === undefined) return refused('not-found', `There is no step ${id} in this run.`);
  const no = needs(state, step.plan.role, who, `Opening ${nameOf(step)} again`);
  if (no !== null) return no;
  if (at >= state.current) return refused('changed-meanwhile', `${nameOf(step)} has not ended.`);
  const open = state.steps[state.current];
  if (open?.touched != null && open.touched.seq > seenSeq && open.touched.by !== who.user) return refused('changed-meanwhile', `${open.touched.by} is at ${nameOf(open)} meanwhile.`);
  return writing(state) ?? ok({ kind: 'step-reopened', step: id, reason });
}

function decideStep(state: RunState, act: OnStep, context: DecideContext): Result<RunEvent, RunFault> {
  const { who, seenSeq } = context;
  const at = state.steps.findIndex(({ plan }) => plan.id === act.step);
  const step = state.steps[at];
  if (step === undefined) return refused('not-found', `There is no step ${act.step} in this run.`);
  if (act.kind === 'assign') return ok({ kind: 'step-assigned', step: act.step, user: act.user });
  const closed = notOpen(state, step, at);
  if (closed !== null) return closed;
  const need = needs(state, roleOf(act, step), who, roleWords[act.kind](step));
  if (need !== null) return need;
  // A signature stands beside others; all else decides, and must know what was decided last.
  if (act.kind !== 'sign' && step.touched !== null && step.touched.seq > seenSeq && step.touched.by !== who.user) {
    return refused('changed-meanwhile', `${step.touched.by} changed ${nameOf(step)} since it was shown.`, 'Look at it and decide again.');
  }
  if (act.kind === 'confirm' || act.kind === 'override' || act.kind === 'skip') return ended(state, step, at, act, context);
  return act.kind === 'try' ? tried(state, step, act) : entered(step, act, who, context.live(at));
}

function notOpen(state: RunState, step: RunStep, at: number): Result<never, RunFault> | null {
  if (step.ended !== null) return refused('changed-meanwhile', `${nameOf(step)} was ${endWords[step.ended.end]} by ${step.ended.by}.`);
  if (at === state.current) return null;
  return refused('not-open', step.isPassedBy ? `A branch led past ${nameOf(step)}.` : `${nameOf(step)} is not open yet.`);
}

const roleWords: Readonly<Record<Exclude<OnStep['kind'], 'assign'>, (step: RunStep) => string>> = {
  confirm: (step) => `Confirming ${nameOf(step)}`,
  override: (step) => `Overriding ${nameOf(step)}`,
  skip: (step) => `Skipping ${nameOf(step)}`,
  decide: (step) => `Judging a check of ${nameOf(step)}`,
  reading: (step) => `Entering a reading in ${nameOf(step)}`,
  gate: (step) => `Confirming a gate of ${nameOf(step)}`,
  sign: (step) => `Signing ${nameOf(step)}`,
  try: (step) => `Trying a write of ${nameOf(step)}`,
};

const higher = (a: Role, b: Role): Role => (roleCovers(a, b) ? a : b);

/** Steps with a gate, a signature or a write are not an operator's to leave out. */
function roleOf(act: Exclude<OnStep, { kind: 'assign' }>, { plan }: RunStep): Role {
  if (act.kind === 'override') return higher('lead', plan.role);
  if (act.kind === 'skip') return plan.items.some(({ kind }) => kind === 'gate' || kind === 'sign' || kind === 'action') ? higher('lead', plan.role) : plan.role;
  if (act.kind === 'sign') {
    const item = plan.items[act.item];
    return item?.kind === 'sign' ? item.role : plan.role;
  }
  // Readings and gates are entered by whoever stands there.
  return act.kind === 'reading' || act.kind === 'gate' ? 'operate' : plan.role;
}

/**
 * What of a step may be unmet when it is left by a branch that the data suggest: a check that is known to fail, which is the
 * finding, and a write nobody began. One whose data are not known and one that ended in doubt are settled first, or overridden.
 */
export function isFinding(item: ItemState | undefined, live: CheckReading | undefined): boolean {
  if (item?.kind === 'action') return item.begun === null;
  return item?.kind === 'check' && ((live ?? item.reading)?.state === 'fail' || item.decided?.isMet === false);
}

/** What stands alone in a list ends without a stop; in front of another sentence it needs one. */
const withStop = (sentence: string): string => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`);

function ended(state: RunState, step: RunStep, at: number, act: Extract<OnStep, { kind: 'confirm' | 'override' | 'skip' }>, context: DecideContext): Result<RunEvent, RunFault> {
  const live = context.live(at);
  const unmet = missingOf(step, live);
  const missing = unmet.map(({ sentence }) => sentence.slice(0, 500));
  // Where the data lead elsewhere, a diagnosis needs no override.
  const isLed = act.to !== null && context.suggested(at).includes(act.to);
  const left = isLed ? unmet.filter(({ item }) => !isFinding(step.items[item], live.get(item))) : unmet;
  if (act.kind === 'confirm' && left.length > 0) return refused('not-met', left.slice(0, 3).map(({ sentence }) => withStop(sentence.slice(0, 500))).join(' '), 'A lead can override the step with a reason.');
  if (act.to !== null && !step.plan.items.some((item) => item.kind === 'branch' && item.to === act.to)) return refused('not-found', `${nameOf(step)} has no branch to ${act.to}.`);
  const under = writing(state);
  if (under !== null) return under;
  const ends = { confirm: 'confirmed', override: 'overridden', skip: 'skipped' } as const;
  return ok({
    kind: 'step-ended',
    step: step.plan.id,
    end: ends[act.kind],
    to: act.to,
    suggested: [...context.suggested(at)],
    reason: act.kind === 'confirm' ? act.comment : act.reason,
    missing,
    checks: [...live.values()],
    evidence: context.evidence(at),
  } satisfies RunEventOf<'step-ended'>);
}

/** A write of a dry run: what it would write is written down, and nothing is sent. */
function tried({ dry }: RunState, step: RunStep, { item }: Extract<OnStep, { kind: 'try' }>): Result<RunEvent, RunFault> {
  const wanted = step.plan.items[item];
  if (wanted?.kind !== 'action') return refused('not-found', `${nameOf(step)} has no write at ${item + 1}.`);
  if (dry === null) return refused('dry-run', 'Only a dry run ticks a write without sending it.', 'Write it by its button.');
  return ok({ kind: 'action-tried', step: step.plan.id, item, tag: wanted.tag, value: wanted.value });
}

function entered(step: RunStep, act: Extract<OnStep, { kind: 'decide' | 'reading' | 'gate' | 'sign' }>, who: RunActor, live: ReadonlyMap<number, CheckReading>): Result<RunEvent, RunFault> {
  const wanted = step.plan.items[act.item];
  const item = step.items[act.item];
  const place = { step: step.plan.id, item: act.item };
  switch (act.kind) {
    case 'decide': {
      if (item?.kind !== 'check') break;
      const state = (live.get(act.item) ?? item.reading)?.state ?? 'pending';
      if (state === 'unknown' || state === 'pending') return ok({ kind: 'check-decided', ...place, isMet: act.isMet, reason: act.reason });
      return refused('not-met', `The data say it themselves: the check is ${checkWords[state]}.`, 'Where the data are wrong, a lead can override the step.');
    }
    case 'reading': {
      if (wanted?.kind !== 'reading') break;
      const isInside = Number.isFinite(act.value) && (wanted.min === null || act.value >= wanted.min) && (wanted.max === null || act.value <= wanted.max);
      return ok({ kind: 'reading-entered', ...place, value: act.value, isInside });
    }
    case 'gate':
      if (item?.kind !== 'gate') break;
      return ok({ kind: 'gate-confirmed', ...place, reference: act.reference });
    case 'sign':
      if (wanted?.kind !== 'sign' || item?.kind !== 'sign') break;
      return signed(step, wanted, item, place, who, live);
  }
  return refused('not-found', `${nameOf(step)} has no ${act.kind} at ${act.item + 1}.`);
}

const checkWords: Readonly<Record<'pass' | 'fail' | 'holding', string>> = { pass: 'met', fail: 'not met', holding: 'being timed' };

function signed(
  step: RunStep,
  wanted: RunbookItemOf<'sign'>,
  item: Extract<ItemState, { kind: 'sign' }>,
  place: { readonly step: string; readonly item: number },
  who: RunActor,
  live: ReadonlyMap<number, CheckReading>,
): Result<RunEvent, RunFault> {
  const mine = item.signatures.find(({ user }) => user === who.user);
  if (mine !== undefined) return refused('already-signed', `${who.user} has signed ${nameOf(step)} already; ${wanted.count > 1 ? 'the other signature is another person’s' : 'one is enough'}.`);
  if (item.signatures.length >= wanted.count) return refused('already-signed', `${nameOf(step)} is signed by ${item.signatures.map(({ user }) => user).join(' and ')}.`);
  const [first] = missingOf(step, live).filter((one) => step.plan.items[one.item]?.kind !== 'sign');
  return first === undefined ? ok({ kind: 'signed', ...place }) : refused('not-met', withStop(first.sentence), 'What is signed must be complete.');
}
