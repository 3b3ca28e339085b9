import type { RunbookItem, RunbookItemKind, RunbookStep } from '#shared/model/runbook.ts';
import type { CheckReading, DryRun, RunActor, RunEventOf, RunLock, RunPlan, StepEnd, StepEvidence, StepState } from '#shared/model/runbook-run.ts';
import { wordOfRole } from '#shared/runbook/runbook-roles.ts';

/** A person's judgement of a check that the data could not judge. */
export type Decided = { readonly isMet: boolean; readonly reason: string; readonly by: string; readonly timeMs: number };
/** `isDry`: of a dry run, in which one person signs for all that are needed. */
export type Signature = { readonly user: string; readonly role: RunActor['role']; readonly timeMs: number; readonly isDry?: true };
export type RunPhoto = { readonly hash: string; readonly mime: string; readonly bytes: number; readonly caption: string; readonly by: string; readonly timeMs: number };
export type RunNote = { readonly text: string; readonly by: string; readonly timeMs: number };

/** What stands of one thing of a step; of a kind that nothing is entered for, only its kind. */
export type ItemState =
  | { readonly kind: Exclude<RunbookItemKind, 'check' | 'reading' | 'note' | 'photo' | 'sign' | 'gate' | 'action'> }
  /** `wasMet`: the last verdict there was, of the data or of a person; data that cannot say leave it. */
  | { readonly kind: 'check'; readonly reading: CheckReading | null; readonly decided: Decided | null; readonly wasMet: boolean }
  | { readonly kind: 'reading'; readonly value: number | null; readonly isInside: boolean; readonly by: string; readonly timeMs: number }
  | { readonly kind: 'note'; readonly notes: readonly RunNote[] }
  | { readonly kind: 'photo'; readonly photos: readonly RunPhoto[] }
  | { readonly kind: 'sign'; readonly signatures: readonly Signature[] }
  | { readonly kind: 'gate'; readonly reference: string | null; readonly by: string; readonly timeMs: number }
  | {
      readonly kind: 'action';
      /** The newest write, by the number of its record; under way while `ended` is null. */
      readonly begun: { readonly seq: number; readonly by: string; readonly timeMs: number } | null;
      /** `dry`: nothing was sent, and it counts as done for trying. */
      readonly ended: { readonly outcome: RunEventOf<'action-ended'>['outcome'] | 'dry'; readonly sentence: string; readonly timeMs: number } | null;
    };

/** How and when a step ended, and what stood then. */
export type StepEnded = {
  readonly end: StepEnd;
  readonly by: string;
  readonly timeMs: number;
  readonly seq: number;
  readonly to: string | null;
  readonly suggested: readonly string[];
  readonly reason: string;
  readonly missing: readonly string[];
  readonly evidence: StepEvidence;
};

export type RunStep = {
  readonly plan: RunbookStep;
  /** Title of the phase it belongs to. */
  readonly phase: string;
  /** When it was opened, UTC epoch ms; null for one that was not yet, or is to be done again. */
  readonly openedMs: number | null;
  readonly ended: StepEnded | null;
  /** A branch chosen before led past it. */
  readonly isPassedBy: boolean;
  /** How often it was begun anew. */
  readonly round: number;
  /** Who is to do it. */
  readonly assignee: string | null;
  readonly items: readonly ItemState[];
  /** Checks that were met when it ended, or since, and are not any more, by the data; since when the first of them. */
  readonly regressed: readonly number[];
  readonly regressedMs: number | null;
  /** How often that came about since it ended. */
  readonly regressions: number;
  /** On the step as a whole, oldest first. */
  readonly notes: readonly RunNote[];
  readonly photos: readonly RunPhoto[];
  /** The last record that decided something of it: whoever decides next must have seen that. */
  readonly touched: { readonly seq: number; readonly by: string } | null;
};

export type RunStatus = 'running' | 'paused' | 'aborted' | 'finished';

/** A run as its records up to `seq` make it. */
export type RunState = {
  readonly run: string;
  readonly number: number;
  readonly plan: RunPlan;
  /** Null of a run that is meant. */
  readonly dry: DryRun | null;
  readonly incident: string | null;
  readonly alarm: string | null;
  readonly asset: string | null;
  readonly reason: string;
  readonly status: RunStatus;
  /** Words of who paused, aborted or finished it. */
  readonly statusReason: string;
  readonly begunMs: number;
  readonly begunBy: string;
  readonly endedMs: number | null;
  /** Who answers for it; `isSure` false between a hand-over and the other's word. */
  readonly responsible: { readonly user: string; readonly isSure: boolean };
  /** Place in `steps` of the open one; `steps.length` when all are done. */
  readonly current: number;
  readonly steps: readonly RunStep[];
  /** Assets locked out by a person's word and not freed by one: going back to a step takes no lock off. In the order they were hung. */
  readonly locks: readonly RunLock[];
  /** On the run as a whole, oldest first. */
  readonly notes: readonly RunNote[];
  readonly photos: readonly RunPhoto[];
  readonly people: readonly string[];
  /** The last record of a person that changed where the run as a whole stands. */
  readonly touched: { readonly seq: number; readonly by: string };
  readonly seq: number;
  readonly timeMs: number;
  /** Records that made no sense here and changed nothing; 0 unless a file was tampered with or written by another version. */
  readonly strange: number;
};

export const isOver = ({ status }: Pick<RunState, 'status'>): boolean => status === 'aborted' || status === 'finished';

/** Whether a check counts as met: by the data, or by a person where the data could not say. */
export function isCheckMet(item: Extract<ItemState, { kind: 'check' }>, live: CheckReading | null): boolean {
  const state = (live ?? item.reading)?.state ?? 'pending';
  // What the data say goes before what a person said when they could not.
  if (state === 'pass') return true;
  return state !== 'fail' && state !== 'holding' && item.decided?.isMet === true;
}

/**
 * One sentence for each thing that keeps the step from being confirmed, signatures last; none when nothing does.
 * @param live checks as they stand now, by item; where absent, as last written down.
 */
export function missingOf({ plan, items }: Pick<RunStep, 'plan' | 'items'>, live: ReadonlyMap<number, CheckReading> | null = null): readonly { readonly item: number; readonly sentence: string }[] {
  const missing: { item: number; sentence: string }[] = [];
  const signatures: { item: number; sentence: string }[] = [];
  for (const [at, wanted] of plan.items.entries()) {
    const sentence = missingItem(wanted, items[at], live?.get(at) ?? null);
    if (sentence !== null) (wanted.kind === 'sign' ? signatures : missing).push({ item: at, sentence });
  }
  return [...missing, ...signatures];
}

function missingItem(wanted: RunbookItem, item: ItemState | undefined, live: CheckReading | null): string | null {
  if (wanted.kind === 'check' && item?.kind === 'check') return isCheckMet(item, live) ? null : checkSentence(wanted, item, live);
  if (wanted.kind === 'reading' && item?.kind === 'reading') {
    if (item.value === null) return `${wanted.name} has not been entered.`;
    return item.isInside ? null : `${wanted.name} is outside its limits (${item.value} ${wanted.unit}).`;
  }
  if (wanted.kind === 'note' && item?.kind === 'note') return wanted.isRequired && item.notes.length === 0 ? `A note is missing: ${wanted.text}` : null;
  if (wanted.kind === 'photo' && item?.kind === 'photo') return wanted.isRequired && item.photos.length === 0 ? `A photo is missing: ${wanted.text}` : null;
  if (wanted.kind === 'gate' && item?.kind === 'gate') return item.reference === null ? `Not confirmed: ${wanted.text}` : null;
  if (wanted.kind === 'action' && item?.kind === 'action') {
    if (item.ended?.outcome === 'confirmed' || item.ended?.outcome === 'dry' || (wanted.isOptional && item.begun === null)) return null;
    return item.ended === null ? `${wanted.tag} has not been written.` : `${wanted.tag}: ${item.ended.sentence}`;
  }
  if (wanted.kind === 'sign' && item?.kind === 'sign') {
    const left = wanted.count - item.signatures.length;
    return left <= 0 ? null : `${left === 1 ? 'One signature is' : `${left} signatures are`} missing (${wordOfRole(wanted.role)} or above).`;
  }
  return null;
}

function checkSentence(wanted: Extract<RunbookItem, { kind: 'check' }>, item: Extract<ItemState, { kind: 'check' }>, live: CheckReading | null): string {
  const name = wanted.text === '' ? wanted.expression : wanted.text;
  const reading = live ?? item.reading;
  if (reading?.state === 'fail') return `Not met: ${name}`;
  if (reading?.state === 'holding') return `Not long enough: ${name}`;
  if (item.decided !== null) return `Judged as not met by ${item.decided.by}: ${name}`;
  return `Not known: ${name}${reading === null || reading.why === '' ? '' : ` (${reading.why})`}`;
}

/** The state a person is shown of a step. @param live as of `missingOf`. */
export function stepStateOf(state: Pick<RunState, 'steps' | 'current'>, at: number, live: ReadonlyMap<number, CheckReading> | null = null): StepState {
  const step = state.steps[at];
  if (step === undefined) return 'pending';
  if (step.ended !== null) {
    if (step.ended.end === 'skipped') return 'skipped';
    return step.regressed.length === 0 ? 'passed' : 'regressed';
  }
  if (step.isPassedBy) return 'skipped';
  if (at !== state.current) return 'pending';
  const missing = missingOf(step, live);
  if (missing.length > 0 && missing.every(({ item }) => step.plan.items[item]?.kind === 'sign')) return 'sign-off';
  const isFailing = missing.some(({ item: which }) => {
    const item = step.items[which];
    return (item?.kind === 'check' && ((live?.get(which) ?? item.reading)?.state === 'fail' || item.decided?.isMet === false)) || (item?.kind === 'reading' && item.value !== null && !item.isInside) || (item?.kind === 'action' && item.ended !== null);
  });
  return isFailing ? 'failed' : 'checking';
}
