import { z } from 'zod';
import { AlarmId, AssetId, TagId } from './ids.ts';
import { Attachment } from './kept-record.ts';

/** INC- and at least four digits, counted per plant. */
export const IncidentId = z.string().regex(/^INC-\d{4,9}$/).brand<'IncidentId'>();
export type IncidentId = z.infer<typeof IncidentId>;

/** 1 is the worst. */
export const Severity = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
export type Severity = z.infer<typeof Severity>;

/** How far it is: first everybody and everything is brought to safety. */
export const incidentStages = ['protect', 'restore', 'restart', 'review'] as const;
export const IncidentStage = z.enum(incidentStages);
export type IncidentStage = z.infer<typeof IncidentStage>;

const name = z.string().trim().min(1).max(120);
const sentence = z.string().trim().min(1).max(2000);
const reason = z.string().trim().min(1).max(1000);
const timeMs = z.number().min(0).max(1e14);
export const TaskId = z.string().regex(/^T\d{1,4}$/);
const attachments = z.array(Attachment).max(10);

/** What it began with. `seq`: journal number of the raised event; `group`: id of the first-out card. */
export const IncidentOrigin = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('alarm'), alarm: AlarmId, seq: z.number().int() }),
  z.strictObject({ kind: z.literal('first-out'), group: z.number().int(), alarm: AlarmId }),
  z.strictObject({ kind: z.literal('asset'), asset: AssetId }),
  z.strictObject({ kind: z.literal('report'), by: name }),
]);
export type IncidentOrigin = z.infer<typeof IncidentOrigin>;

/** What belongs to an incident and is kept elsewhere. */
export const IncidentLink = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('run'), run: z.string().min(1).max(120) }),
  z.strictObject({ kind: z.literal('alarm'), alarm: AlarmId }),
  z.strictObject({ kind: z.literal('first-out'), group: z.number().int() }),
  z.strictObject({ kind: z.literal('note'), note: z.number().int() }),
  z.strictObject({ kind: z.literal('incident'), incident: IncidentId }),
  z.strictObject({ kind: z.literal('document'), path: z.string().min(1).max(300) }),
  z.strictObject({ kind: z.literal('trend'), trend: z.string().min(1).max(120) }),
]);
export type IncidentLink = z.infer<typeof IncidentLink>;

/** `atMs`: when it happened, where that is not now; what a person says of a time is as exact as a person. */
const told = { text: sentence, atMs: timeMs.optional(), tags: z.array(TagId).max(24).optional(), asset: AssetId.optional(), attachments: attachments.optional() };

/** What a picture of a moment shows: a process graphic, or a scene in 3D. */
export const PictureSubject = z.strictObject({ kind: z.enum(['screen', 'scene']), id: z.string().min(1).max(120), title: z.string().max(200) });
export type PictureSubject = z.infer<typeof PictureSubject>;

/** What anybody who operates may add. */
export const IncidentAddition = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('note'), ...told }),
  /** A value somebody read in the field. */
  z.strictObject({ kind: z.literal('reading'), name, value: z.number(), unit: z.string().max(40), tag: TagId.optional(), atMs: timeMs.optional(), attachments: attachments.optional() }),
  /** Said to or heard from somebody outside the console. */
  z.strictObject({ kind: z.literal('message'), direction: z.enum(['in', 'out']), with: name, by: z.enum(['radio', 'phone', 'in-person', 'mail', 'other']), text: sentence, atMs: timeMs.optional() }),
  /** A status update to all who wait for one: the clock for the next begins anew. */
  z.strictObject({ kind: z.literal('update'), text: sentence, to: z.string().trim().max(300) }),
  z.strictObject({ kind: z.literal('asset'), asset: AssetId, why: z.string().trim().max(1000) }),
  z.strictObject({ kind: z.literal('link'), link: IncidentLink }),
  /** Something that came before and was found later. */
  z.strictObject({ kind: z.literal('precursor'), text: sentence, atMs: timeMs, tag: TagId.optional(), alarm: AlarmId.optional(), asset: AssetId.optional() }),
  /**
   * How a console showed a moment, as one PNG in `attachments`: `atMs` is the moment, whose recorded values it shows. `console`:
   * which one, written by the engine.
   */
  z.strictObject({ kind: z.literal('picture'), atMs: timeMs, of: PictureSubject, asset: AssetId.optional(), console: z.string().trim().max(200).default(''), attachments: z.array(Attachment).max(1).default([]) }),
  z.strictObject({ kind: z.literal('task-done'), task: TaskId, result: z.string().trim().max(1000) }),
]);
export type IncidentAddition = z.infer<typeof IncidentAddition>;

/** What the lead decides. */
export const IncidentCommand = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('title'), title: z.string().trim().min(1).max(200) }),
  z.strictObject({ kind: z.literal('severity'), severity: Severity, reason }),
  z.strictObject({ kind: z.literal('stage'), stage: IncidentStage }),
  /** Who leads from here on. */
  z.strictObject({ kind: z.literal('commander'), to: name, reason: z.string().trim().max(1000) }),
  /** `person` null: nobody has this role any more. */
  z.strictObject({ kind: z.literal('assignment'), role: name, person: name.nullable() }),
  z.strictObject({ kind: z.literal('task'), text: sentence, to: name, dueMs: timeMs.nullable() }),
  z.strictObject({ kind: z.literal('task-change'), task: TaskId, to: name, dueMs: timeMs.nullable(), reason }),
  z.strictObject({ kind: z.literal('task-drop'), task: TaskId, reason }),
  /** Minutes between status updates; null stops the clock. */
  z.strictObject({ kind: z.literal('interval'), everyMin: z.number().min(1).max(1440).nullable() }),
  /**
   * Only with every task done, dropped or carried over: `carriedOver` names those that go on as open actions. `downtimeMin`
   * null: not known.
   */
  z.strictObject({
    kind: z.literal('close'),
    cause: sentence,
    actions: z.array(sentence).max(50),
    downtimeMin: z.number().min(0).max(1e7).nullable(),
    carriedOver: z.array(TaskId).max(200),
  }),
  z.strictObject({ kind: z.literal('reopen'), reason }),
]);
export type IncidentCommand = z.infer<typeof IncidentCommand>;

export const IncidentOpening = z.strictObject({
  kind: z.literal('opened'),
  title: z.string().trim().min(1).max(200),
  severity: Severity,
  origin: IncidentOrigin,
  /** Who leads; null until a lead takes it. */
  commander: name.nullable(),
  assets: z.array(AssetId).max(50),
  links: z.array(IncidentLink).max(50),
  /** Source time of what began it, and how exact that is, ms; null where not known. */
  startMs: timeMs,
  uncertaintyMs: z.number().min(0).nullable(),
  everyMin: z.number().min(1).max(1440).nullable(),
});
export type IncidentOpening = z.infer<typeof IncidentOpening>;

/** Said by the engine: the update due at `dueMs`, and `count - 1` more after it, did not come. */
export const UpdateMissed = z.strictObject({ kind: z.literal('update-missed'), dueMs: z.number(), count: z.number().int().min(1) });

/** All that is ever written of an incident; it is what these add up to. */
export const IncidentEvent = z.union([IncidentOpening, IncidentAddition, IncidentCommand, UpdateMissed]);
export type IncidentEvent = z.infer<typeof IncidentEvent>;

/** An event as it stands in the records. `sourceMs`: when what it tells of happened, where that is another time than `timeMs`. */
export const IncidentRecord = z.object({
  seq: z.number().int(),
  incident: IncidentId,
  opId: z.string().nullable(),
  timeMs: z.number(),
  sourceMs: z.number().nullable(),
  user: z.string().nullable(),
  role: z.string().nullable(),
  event: IncidentEvent,
});
export type IncidentRecord = z.infer<typeof IncidentRecord>;

export const IncidentTask = z.object({
  id: TaskId,
  text: z.string(),
  to: z.string(),
  dueMs: z.number().nullable(),
  givenMs: z.number(),
  givenBy: z.string(),
  state: z.enum(['open', 'done', 'dropped', 'carried-over']),
  endedMs: z.number().nullable(),
  endedBy: z.string().nullable(),
  /** What came of it, or why it was dropped. */
  result: z.string(),
});
export type IncidentTask = z.infer<typeof IncidentTask>;

/** One incident as it stands after its record `seq`. */
export const Incident = z.object({
  id: IncidentId,
  /** Number of its newest record. */
  seq: z.number().int(),
  /** Number of the newest record by which somebody led: what a lead decides names the one they saw. */
  commandSeq: z.number().int(),
  title: z.string(),
  severity: Severity,
  state: z.enum(['open', 'closed']),
  stage: IncidentStage,
  origin: IncidentOrigin,
  startMs: z.number(),
  uncertaintyMs: z.number().nullable(),
  openedMs: z.number(),
  openedBy: z.string(),
  commander: z.string().nullable(),
  roles: z.array(z.object({ role: z.string(), person: z.string() })),
  tasks: z.array(IncidentTask),
  assets: z.array(AssetId),
  links: z.array(IncidentLink),
  everyMin: z.number().nullable(),
  lastUpdateMs: z.number().nullable(),
  /** When the next status update is due; null while no clock runs. */
  updateDueMs: z.number().nullable(),
  updates: z.number().int(),
  missedUpdates: z.number().int(),
  /** Of these, how many since the last update, since it was opened again, or since the time between updates was set anew. */
  missedInRow: z.number().int(),
  /** Earliest time of a precursor; null without one. */
  precursorMs: z.number().nullable(),
  entries: z.number().int(),
  closed: z.object({ atMs: z.number(), by: z.string(), cause: z.string(), actions: z.array(z.string()), downtimeMin: z.number().nullable() }).nullable(),
  reopened: z.number().int(),
});
export type Incident = z.infer<typeof Incident>;
