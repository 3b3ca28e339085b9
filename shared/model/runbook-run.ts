import { z } from 'zod';
import { OperationId } from './kept-record.ts';
import { Runbook, RunbookStepId, runbookLimits } from './runbook.ts';

/** What of a check is known. `pending`: no value has come yet; `holding`: true, its hold time runs; `unknown`: the data cannot say. */
export const checkStates = ['pending', 'holding', 'pass', 'fail', 'unknown'] as const;
export const CheckState = z.enum(checkStates);
export type CheckState = z.infer<typeof CheckState>;

/** States of a step as the design names them. `failed`: open, and the data say that a check is not met. */
export const stepStates = ['pending', 'checking', 'failed', 'sign-off', 'passed', 'regressed', 'skipped'] as const;
export type StepState = (typeof stepStates)[number];

const role = z.enum(['view', 'operate', 'lead', 'engineer']);
const id = z.string().min(1).max(120);

/** A runbook as a run keeps it: what was to be done when it began, whatever becomes of the file. */
export const RunPlan = z.object({
  runbook: Runbook,
  /** SHA-256 of the file's text, hex; the text itself is kept with the records under it. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type RunPlan = z.infer<typeof RunPlan>;

/** A tag's value at the moment of a record. */
export const EvidenceValue = z.object({
  tag: id,
  /** Null where there was none. */
  value: z.number().nullable(),
  /** What a text tag said. */
  text: z.string().max(1000).optional(),
  quality: z.number().int(),
  /** Source time, UTC epoch ms; null before the first sample. */
  timeMs: z.number().nullable(),
});
export type EvidenceValue = z.infer<typeof EvidenceValue>;

/** What stood when a step ended: the values of its tags, and the stretch of history that shows how they came there. */
export const StepEvidence = z.object({
  values: z.array(EvidenceValue).max(500),
  trend: z.object({ tags: z.array(id).max(500), fromMs: z.number(), toMs: z.number() }),
});
export type StepEvidence = z.infer<typeof StepEvidence>;

/** A check as it stood. `isForced`: a value it reads was set by hand at the device. */
export const CheckReading = z.object({
  item: z.number().int(),
  state: CheckState,
  /** Since when, UTC epoch ms. */
  sinceMs: z.number(),
  isForced: z.boolean(),
  /** In words, where it is unknown: the tag and what is wrong with it. */
  why: z.string().max(500),
});
export type CheckReading = z.infer<typeof CheckReading>;

/**
 * A run for practice. Nothing of it reaches the plant, and it is evidence of nothing: by live values where the plant's devices
 * are simulators, or by the values of a span of the past as a replay moves through it, UTC epoch ms.
 */
export const DryRun = z.discriminatedUnion('kind', [z.object({ kind: z.literal('simulated') }), z.object({ kind: z.literal('replayed'), fromMs: z.number(), toMs: z.number() })]);
export type DryRun = z.infer<typeof DryRun>;

const step = RunbookStepId;
/** Place of an item in its step, from 0. */
const item = z.number().int().min(0).max(runbookLimits.itemsOfStep - 1);
const reason = z.string().trim().min(1).max(1000);
/** Where the run goes on: a step named by a branch, or null for the next in order. */
const to = RunbookStepId.nullable();
const why = z.object({ incident: id.nullable(), alarm: id.nullable(), asset: id.nullable(), reason: z.string().max(1000) });

/** How a step ended. */
export const stepEnds = ['confirmed', 'overridden', 'skipped'] as const;
export type StepEnd = (typeof stepEnds)[number];

/** What is written down of a run, one at a time; the run is what they add up to. Past events, never edited. */
export const RunEvent = z.discriminatedUnion('kind', [
  /** `number`: 1, 2, 3, …: what people call the run. */
  z.object({ kind: z.literal('began'), number: z.number().int(), plan: RunPlan, ...why.shape, /** Absent of every run that is meant. */ dry: DryRun.optional() }),
  /** The data said something else of a check. `unsaid`: changes before this one that were too many to write down each. */
  z.object({ kind: z.literal('check-changed'), step, ...CheckReading.shape, unsaid: z.number().int().min(0) }),
  /** A person judged a check that data could not. */
  z.object({ kind: z.literal('check-decided'), step, item, isMet: z.boolean(), reason }),
  z.object({ kind: z.literal('reading-entered'), step, item, value: z.number(), isInside: z.boolean() }),
  /** `step` null: on the run as a whole. */
  z.object({ kind: z.literal('note-added'), step: step.nullable(), item: item.nullable(), text: z.string().trim().min(1).max(4000) }),
  /** The picture is kept under its hash, SHA-256 in hex. */
  z.object({ kind: z.literal('photo-added'), step: step.nullable(), item: item.nullable(), hash: z.string().max(100), mime: z.string().max(60), bytes: z.number().int(), caption: z.string().max(500) }),
  z.object({ kind: z.literal('gate-confirmed'), step, item, /** Number of the permit or of the lock. */ reference: z.string().trim().min(1).max(200) }),
  z.object({ kind: z.literal('signed'), step, item }),
  /** A write is about to go the guarded way; on disk before anything is sent. */
  z.object({ kind: z.literal('action-begun'), step, item, tag: id, value: z.union([z.number(), z.string()]), reason: z.string().max(1000) }),
  /** `begun`: number of the record it ends. `unknown`: the engine ended meanwhile. */
  z.object({ kind: z.literal('action-ended'), step, item, begun: z.number().int(), outcome: z.enum(['confirmed', 'unconfirmed', 'in-doubt', 'refused', 'unknown']), sentence: z.string().max(1000) }),
  /** What a dry run would have written; nothing was sent. */
  z.object({ kind: z.literal('action-tried'), step, item, tag: id, value: z.union([z.number(), z.string()]) }),
  z.object({ kind: z.literal('step-assigned'), step, user: z.string().max(120).nullable() }),
  z.object({
    kind: z.literal('step-ended'),
    step,
    end: z.enum(stepEnds),
    to,
    /** Where the data pointed to. */
    suggested: z.array(id).max(50),
    reason: z.string().max(1000),
    /** What was not met, in words: what an override passed over, or a skip left undone. */
    missing: z.array(z.string().max(500)).max(200),
    checks: z.array(CheckReading).max(200),
    evidence: StepEvidence,
  }),
  /** A step that had ended is open again, and all that come after it are to be done again. */
  z.object({ kind: z.literal('step-reopened'), step, reason }),
  z.object({ kind: z.literal('paused'), reason }),
  z.object({ kind: z.literal('resumed') }),
  /** `to` answers for the run from here on; not sure before they say so. */
  z.object({ kind: z.literal('handed-over'), to: z.string().trim().min(1).max(120), comment: z.string().max(1000) }),
  z.object({ kind: z.literal('taken-over') }),
  z.object({ kind: z.literal('aborted'), reason }),
  z.object({ kind: z.literal('finished'), comment: z.string().max(1000) }),
]);
export type RunEvent = z.infer<typeof RunEvent>;
export type RunEventOf<Kind extends RunEvent['kind']> = Extract<RunEvent, { kind: Kind }>;

export const RunActor = z.object({ user: z.string(), role, place: z.string() });
export type RunActor = z.infer<typeof RunActor>;

/** An event as it stands in the records: numbered upwards, with gaps, as all records of this engine share the numbers. */
export const RunRecord = z.object({
  seq: z.number().int(),
  /** Engine time, UTC epoch ms. */
  timeMs: z.number(),
  /** Null for the engine itself. */
  who: RunActor.nullable(),
  /** The operation it came of, as numbered by the console that asked. */
  op: OperationId.nullable(),
  event: RunEvent,
});
export type RunRecord = z.infer<typeof RunRecord>;

/** What a person does to a run, besides photos and writes. */
export const RunAct = z.discriminatedUnion('kind', [
  /** `to`: the branch chosen, null for the next step in order. */
  z.strictObject({ kind: z.literal('confirm'), step, to: to.default(null), comment: z.string().max(1000).default('') }),
  z.strictObject({ kind: z.literal('override'), step, to: to.default(null), reason }),
  z.strictObject({ kind: z.literal('skip'), step, to: to.default(null), reason }),
  z.strictObject({ kind: z.literal('reopen'), step, reason }),
  z.strictObject({ kind: z.literal('assign'), step, user: z.string().trim().min(1).max(120).nullable() }),
  z.strictObject({ kind: z.literal('decide'), step, item, isMet: z.boolean(), reason }),
  z.strictObject({ kind: z.literal('reading'), step, item, value: z.number() }),
  z.strictObject({ kind: z.literal('note'), step: step.nullable(), item: item.nullable().default(null), text: z.string().trim().min(1).max(4000) }),
  z.strictObject({ kind: z.literal('gate'), step, item, reference: z.string().trim().min(1).max(200) }),
  z.strictObject({ kind: z.literal('sign'), step, item }),
  /** Of a dry run: ticks a write that is not sent. */
  z.strictObject({ kind: z.literal('try'), step, item }),
  z.strictObject({ kind: z.literal('pause'), reason }),
  z.strictObject({ kind: z.literal('resume') }),
  z.strictObject({ kind: z.literal('hand-over'), to: z.string().trim().min(1).max(120), comment: z.string().max(1000).default('') }),
  z.strictObject({ kind: z.literal('take-over') }),
  z.strictObject({ kind: z.literal('abort'), reason }),
  z.strictObject({ kind: z.literal('finish'), comment: z.string().max(1000).default('') }),
]);
export type RunAct = z.infer<typeof RunAct>;

export const RunId = OperationId;

/** An asset that somebody said is locked out, by a gate of a run, and whose lock nobody has said to be off. */
export const RunLock = z.object({
  asset: id,
  /** The lock's number, as it was entered. */
  reference: z.string(),
  /** Words of the gate: what is locked. */
  gate: z.string(),
  by: z.string(),
  timeMs: z.number(),
});
export type RunLock = z.infer<typeof RunLock>;

/** One line of the list of runs. */
export const RunEntry = z.object({
  run: RunId,
  number: z.number().int(),
  runbook: id,
  title: z.string(),
  version: z.string(),
  begunMs: z.number(),
  begunBy: z.string(),
  endedMs: z.number().nullable(),
  end: z.enum(['finished', 'aborted']).nullable(),
  endedBy: z.string().nullable(),
  incident: id.nullable(),
  alarm: id.nullable(),
  asset: id.nullable(),
  /** Absent of every run that is meant. */
  dry: DryRun.optional(),
});
export type RunEntry = z.infer<typeof RunEntry>;

/** Where a run stands, in one line: what a list of running runs shows. */
export const RunSummary = z.object({
  ...RunEntry.shape,
  status: z.enum(['running', 'paused', 'aborted', 'finished']),
  statusReason: z.string(),
  responsible: z.object({ user: z.string(), isSure: z.boolean() }),
  /** The open step; null when all are done. */
  step: z.object({ id: z.string(), title: z.string(), at: z.number().int(), state: z.enum(stepStates), assignee: z.string().nullable(), openedMs: z.number().nullable(), timeMs: z.number().nullable() }).nullable(),
  /** Steps that have ended or were led past, and all of them. */
  done: z.number().int(),
  steps: z.number().int(),
  /** Steps that passed and are not met any more. */
  regressed: z.array(z.string()),
  /** What it keeps locked out; nothing once it is over. */
  locks: z.array(RunLock),
  /** Number of its last record. */
  seq: z.number().int(),
});
export type RunSummary = z.infer<typeof RunSummary>;

/** What of a run no record says: checks as they stand at this moment, and who looks at it. */
export const RunLive = z.object({
  run: RunId,
  /** Number of the last record this goes with. */
  seq: z.number().int(),
  checks: z.array(z.object({ step: z.string(), ...CheckReading.shape })),
  /** Steps that the data of the open one point to. */
  suggested: z.array(z.string()),
  people: z.array(z.object({ user: z.string(), place: z.string() })),
});
export type RunLive = z.infer<typeof RunLive>;
