import type { RunbookItem, RunbookStep } from '#shared/model/runbook.ts';
import type { CheckReading, RunActor, RunEvent, RunEventOf, RunLock, RunRecord } from '#shared/model/runbook-run.ts';
import { type ItemState, isOver, type RunState, type RunStep, type Signature } from './run-state.ts';

/**
 * The run after one more of its records: the only way a run's state comes about, in the engine, in a console and in a
 * replay alike. A record whose number is not above the last one changes nothing, so the same records may come twice; one
 * that makes no sense where the run stands is counted in `strange` and changes nothing else. Never throws.
 */
export function applyRecord(run: string, state: RunState | null, record: RunRecord): RunState | null {
  if (state === null) return record.event.kind === 'began' ? begin(run, record, record.event) : null;
  if (record.seq <= state.seq) return state;
  const changed = change(state, record) ?? { ...state, strange: state.strange + 1 };
  const people = record.who === null || state.people.includes(record.who.user) ? state.people : [...state.people, record.who.user];
  return { ...changed, people, seq: record.seq, timeMs: record.timeMs };
}

/** The run as its records up to `untilMs`, engine time, make it; null before it began. Records in their order. */
export function foldRun(run: string, records: Iterable<RunRecord>, untilMs = Number.POSITIVE_INFINITY): RunState | null {
  let state: RunState | null = null;
  for (const record of records) if (record.timeMs <= untilMs) state = applyRecord(run, state, record);
  return state;
}

function begin(run: string, { seq, timeMs, who }: RunRecord, { number, plan, incident, alarm, asset, reason, dry }: RunEventOf<'began'>): RunState {
  const by = who?.user ?? '';
  const steps = plan.runbook.phases.flatMap(({ title, steps: some }) => some.map((step): RunStep => fresh(step, title, 0)));
  return {
    run,
    number,
    plan,
    dry: dry ?? null,
    incident,
    alarm,
    asset,
    reason,
    status: 'running',
    statusReason: '',
    begunMs: timeMs,
    begunBy: by,
    endedMs: null,
    responsible: { user: by, isSure: true },
    current: 0,
    steps: steps.map((step, at) => (at === 0 ? { ...step, openedMs: timeMs } : step)),
    locks: [],
    notes: [],
    photos: [],
    people: by === '' ? [] : [by],
    touched: { seq, by },
    seq,
    timeMs,
    strange: 0,
  };
}

const fresh = (plan: RunbookStep, phase: string, round: number): RunStep => ({
  plan,
  phase,
  openedMs: null,
  ended: null,
  isPassedBy: false,
  round,
  assignee: null,
  items: plan.items.map(freshItem),
  regressed: [],
  regressedMs: null,
  regressions: 0,
  notes: [],
  photos: [],
  touched: null,
});

function freshItem({ kind }: RunbookItem): ItemState {
  switch (kind) {
    case 'prose':
    case 'value':
    case 'branch':
    case 'link':
      return { kind };
    case 'check':
      return { kind, reading: null, decided: null, wasMet: false };
    case 'reading':
      return { kind, value: null, isInside: false, by: '', timeMs: 0 };
    case 'note':
      return { kind, notes: [] };
    case 'photo':
      return { kind, photos: [] };
    case 'sign':
      return { kind, signatures: [] };
    case 'gate':
      return { kind, reference: null, by: '', timeMs: 0 };
    case 'action':
      return { kind, begun: null, ended: null };
  }
}

/** Null where the event makes no sense. */
function change(state: RunState, record: RunRecord): RunState | null {
  const { event, timeMs, seq } = record;
  const by = record.who?.user ?? '';
  // What the engine and the device still have to say of what was begun is heard after the end, too.
  if (isOver(state) && event.kind !== 'action-ended' && event.kind !== 'note-added' && event.kind !== 'photo-added') return null;
  const touched = { seq, by };
  switch (event.kind) {
    case 'began':
      return null;
    case 'paused':
      return state.status === 'running' ? { ...state, status: 'paused', statusReason: event.reason, touched } : null;
    case 'resumed':
      return state.status === 'paused' ? { ...state, status: 'running', statusReason: '', touched } : null;
    case 'handed-over':
      return { ...state, responsible: { user: event.to, isSure: event.to === by }, touched };
    case 'taken-over':
      return { ...state, responsible: { user: by, isSure: true }, touched };
    case 'aborted':
      return { ...state, status: 'aborted', statusReason: event.reason, endedMs: timeMs, touched };
    case 'finished':
      return { ...state, status: 'finished', statusReason: event.comment, endedMs: timeMs, touched };
    case 'step-ended':
      return endStep(state, record, event);
    case 'step-reopened':
      return goTo(state, placeOf(state, event.step), timeMs, touched);
    case 'note-added':
      return event.step === null ? { ...state, notes: [...state.notes, { text: event.text, by, timeMs }] } : changeItem(state, record, event);
    case 'photo-added':
      return event.step === null ? { ...state, photos: [...state.photos, photoOf(event, by, timeMs)] } : changeItem(state, record, event);
    case 'step-assigned':
      return replaceStep(state, placeOf(state, event.step), (step) => ({ ...step, assignee: event.user }));
    case 'gate-confirmed': {
      const changed = changeItem(state, record, event);
      return changed === null ? null : { ...changed, locks: lockedAfter(state, event, { by, timeMs }) };
    }
    default:
      return changeItem(state, record, event);
  }
}

/** What is locked out once a gate was confirmed: a lock hung again has its new number. */
function lockedAfter({ steps, locks, dry }: RunState, { step, item, reference }: RunEventOf<'gate-confirmed'>, { by, timeMs }: { readonly by: string; readonly timeMs: number }): readonly RunLock[] {
  const gate = steps.find(({ plan }) => plan.id === step)?.plan.items[item];
  // What somebody tries out hangs no lock.
  if (gate?.kind !== 'gate' || dry !== null) return locks;
  const { locks: hung = [], frees = [], text } = gate;
  const isChanged = ({ asset }: RunLock): boolean => [...hung, ...frees].some((one) => one === asset);
  return [...locks.filter((one) => !isChanged(one)), ...hung.map((asset): RunLock => ({ asset, reference, gate: text, by, timeMs }))];
}

const placeOf = (state: RunState, id: string): number => state.steps.findIndex(({ plan }) => plan.id === id);
const photoOf = ({ hash, mime, bytes, caption }: RunEventOf<'photo-added'>, by: string, timeMs: number) => ({ hash, mime, bytes, caption, by, timeMs });

function replaceStep(state: RunState, at: number, replace: (step: RunStep) => RunStep | null): RunState | null {
  const step = state.steps[at];
  const next = step === undefined ? null : replace(step);
  return next === null ? null : { ...state, steps: state.steps.with(at, next) };
}

function endStep(state: RunState, { seq, timeMs, who }: RunRecord, event: RunEventOf<'step-ended'>): RunState | null {
  const at = placeOf(state, event.step);
  const by = who?.user ?? '';
  const next = event.to ?? state.steps[at]?.plan.next ?? null;
  const target = next === null ? at + 1 : placeOf(state, next);
  if (at < 0 || at !== state.current || target < 0) return null;
  const { end, to, suggested, reason, missing, checks, evidence } = event;
  const ended = replaceStep(state, at, (step) => ({
    ...step,
    ended: { end, by, timeMs, seq, to, suggested, reason, missing, evidence },
    items: step.items.map((item, which) => withReading(item, checks.find((one) => one.item === which))),
    touched: { seq, by },
  }));
  return ended === null ? null : goTo(ended, target, timeMs, null);
}

/**
 * Opens a step. Going on passes by what lies between; going back to one that was worked on begins it and all after it anew. Going
 * back to one that was led past undoes nothing of what was done after it; a step come to a second time begins anew.
 */
function goTo(state: RunState, target: number, timeMs: number, touched: RunStep['touched']): RunState | null {
  if (target < 0 || target > state.steps.length) return null;
  const isBack = target <= state.current && target < state.steps.length;
  const wasOpen = (state.steps[target]?.openedMs ?? null) !== null;
  const steps = state.steps.map((step, at): RunStep => {
    if ((isBack && wasOpen && at >= target) || (at === target && wasOpen)) {
      const again = fresh(step.plan, step.phase, step.round + (step.openedMs === null ? 0 : 1));
      return at === target ? { ...again, openedMs: timeMs, touched: touched ?? step.touched } : again;
    }
    if (at === target) return { ...step, openedMs: timeMs, isPassedBy: false };
    if (isBack && at > target) return step.ended === null ? { ...step, isPassedBy: false } : step;
    return at < target && step.ended === null ? { ...step, isPassedBy: true } : step;
  });
  return { ...state, steps, current: target };
}

type ItemEvent = Exclude<RunEvent, RunEventOf<'began' | 'paused' | 'resumed' | 'handed-over' | 'taken-over' | 'aborted' | 'finished' | 'step-ended' | 'step-reopened' | 'step-assigned'>>;
type Moment = { readonly seq: number; readonly timeMs: number; readonly by: string; readonly role: RunActor['role']; /** Signatures that one gives at once: all of a dry run. */ readonly signsFor: number; readonly isDry: boolean };

/** Entries that a signature stands for: one made after it voids it, as something else was signed. */
const signedFor: ReadonlySet<RunEvent['kind']> = new Set(['check-decided', 'reading-entered', 'gate-confirmed', 'action-begun', 'action-tried']);

function changeItem(state: RunState, { seq, timeMs, who }: RunRecord, event: ItemEvent): RunState | null {
  if (event.step === null) return null;
  const isDry = state.dry !== null;
  return replaceStep(state, placeOf(state, event.step), (step) => {
    const wanted = event.item === null ? undefined : step.plan.items[event.item];
    const moment: Moment = { seq, timeMs, by: who?.user ?? '', role: who?.role ?? 'view', isDry, signsFor: isDry && wanted?.kind === 'sign' ? wanted.count : 1 };
    if (event.item === null) return addToStep(step, event, moment);
    const item = step.items[event.item];
    const next = item === undefined ? null : nextItem(item, event, moment);
    if (item === undefined || next === null) return null;
    const items = step.items.with(event.item, next).map((one): ItemState => (one.kind === 'sign' && signedFor.has(event.kind) ? { kind: 'sign', signatures: [] } : one));
    const changed = { ...step, items, touched: signedFor.has(event.kind) ? { seq, by: moment.by } : step.touched };
    return event.kind === 'check-changed' ? regress(changed, item, event, timeMs) : changed;
  });
}

function addToStep(step: RunStep, event: ItemEvent, { by, timeMs }: Moment): RunStep | null {
  if (event.kind === 'note-added') return { ...step, notes: [...step.notes, { text: event.text, by, timeMs }] };
  return event.kind === 'photo-added' ? { ...step, photos: [...step.photos, photoOf(event, by, timeMs)] } : null;
}

function withReading(item: ItemState, reading: CheckReading | undefined): ItemState {
  if (item.kind !== 'check' || reading === undefined) return item;
  const isSaid = reading.state === 'pass' || reading.state === 'fail';
  // A person's word holds while the data cannot say; what they say ends it, also for when they cannot again.
  return { ...item, reading, decided: isSaid ? null : item.decided, wasMet: isSaid ? reading.state === 'pass' : item.wasMet };
}

function nextItem(item: ItemState, event: ItemEvent, { seq, timeMs, by, role, signsFor, isDry }: Moment): ItemState | null {
  switch (event.kind) {
    case 'check-changed': {
      const { item: which, state, sinceMs, isForced, why } = event;
      return item.kind === 'check' ? withReading(item, { item: which, state, sinceMs, isForced, why }) : null;
    }
    case 'check-decided':
      return item.kind === 'check' ? { ...item, decided: { isMet: event.isMet, reason: event.reason, by, timeMs }, wasMet: event.isMet } : null;
    case 'reading-entered':
      return item.kind === 'reading' ? { kind: 'reading', value: event.value, isInside: event.isInside, by, timeMs } : null;
    case 'note-added':
      return item.kind === 'note' ? { kind: 'note', notes: [...item.notes, { text: event.text, by, timeMs }] } : null;
    case 'photo-added':
      return item.kind === 'photo' ? { kind: 'photo', photos: [...item.photos, photoOf(event, by, timeMs)] } : null;
    case 'gate-confirmed':
      return item.kind === 'gate' ? { kind: 'gate', reference: event.reference, by, timeMs } : null;
    case 'signed':
      // One login is one signature, however often it signs.
      return item.kind === 'sign' && by !== '' && !item.signatures.some(({ user }) => user === by) ? { kind: 'sign', signatures: [...item.signatures, ...Array.from({ length: signsFor }, () => ({ user: by, role, timeMs, ...(isDry ? { isDry } : {}) }) satisfies Signature)] } : null;
    case 'action-begun':
      return item.kind === 'action' ? { kind: 'action', begun: { seq, by, timeMs }, ended: null } : null;
    case 'action-tried':
      // Of a run that is meant it makes no sense.
      if (item.kind !== 'action' || !isDry) return null;
      return { kind: 'action', begun: { seq, by, timeMs }, ended: { outcome: 'dry', sentence: `Would write ${event.tag} = ${event.value}; nothing was sent.`, timeMs } };
    case 'action-ended':
      if (item.kind !== 'action') return null;
      // The end of a write of an earlier round says nothing of this one.
      return item.begun?.seq === event.begun && item.ended === null ? { ...item, ended: { outcome: event.outcome, sentence: event.sentence, timeMs } } : item;
  }
}

/** A step that ended well and whose data say otherwise now has regressed, and stays so until they say it again. */
function regress(step: RunStep, before: ItemState, { item, state }: RunEventOf<'check-changed'>, timeMs: number): RunStep {
  if (step.ended === null || step.ended.end === 'skipped' || before.kind !== 'check') return step;
  if (state === 'pass') {
    const regressed = step.regressed.filter((one) => one !== item);
    return { ...step, regressed, regressedMs: regressed.length === 0 ? null : step.regressedMs };
  }
  if (state !== 'fail' || !before.wasMet || step.regressed.includes(item)) return step;
  return { ...step, regressed: [...step.regressed, item], regressedMs: step.regressedMs ?? timeMs, regressions: step.regressions + 1 };
}
