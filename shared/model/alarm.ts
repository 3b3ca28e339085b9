import { z } from 'zod';
import { AlarmId, AssetId, DeviceId, ScreenId, TagId } from './ids.ts';

/** Priorities P1 urgent to P4 diagnostic. */
export const Priority = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
export type Priority = z.infer<typeof Priority>;

/** What an operator is to know and do; what an alarm leaves out it takes from its asset, and that from its parents. */
export const AlarmGuidance = z.strictObject({
  /** Class of the alarm philosophy, an id of `classes` in the project's `logic/`. */
  class: z.string().max(60).optional(),
  cause: z.string().max(2000).optional(),
  consequence: z.string().max(2000).optional(),
  action: z.string().max(2000).optional(),
  /** Time there is to act before the consequence, minutes. */
  respondWithinMin: z.number().positive().max(10_080).optional(),
  screen: ScreenId.optional(),
  /** Id of a runbook of the project. */
  runbook: z.string().max(120).optional(),
  /** Paths below the project's `documents/`, or words a person finds them by. */
  documents: z.array(z.string().min(1).max(300)).max(20).optional(),
});
export type AlarmGuidance = z.infer<typeof AlarmGuidance>;

/** Who last judged this alarm's design, when and why (ISA-18.2 rationalisation). Earlier ones are in the audit log. */
export const Rationalised = z.strictObject({ by: z.string().min(1).max(120), at: z.iso.datetime(), why: z.string().min(1).max(1000) });
export type Rationalised = z.infer<typeof Rationalised>;

const common = {
  id: AlarmId,
  /** The signal it judges, or stands at where it judges more than one. */
  tag: TagId,
  /** Where the alarm belongs if not at its tag's asset. */
  asset: AssetId.optional(),
  priority: Priority,
  message: z.string().min(1).max(300),
  ...AlarmGuidance.shape,
  /** The condition must hold this long before the alarm is raised. */
  onDelayMs: z.number().min(0).max(3_600_000).default(0),
  /** The condition must be gone this long before the alarm returns to normal. */
  offDelayMs: z.number().min(0).max(3_600_000).default(0),
  /** A latching alarm stays until an operator resets it. */
  latching: z.boolean().default(false),
  /** An acknowledged alarm still active after so many minutes is unacknowledged again (OPC UA Part 9 ReAlarmTime). */
  reAlarmMin: z.number().positive().max(10_080).optional(),
  /** Longest time it may be shelved, minutes; 0 forbids shelving. The project's limit where absent. */
  maxShelveMin: z.number().min(0).max(10_080).optional(),
  /** Suppressed by design while this expression is true. On bad quality it counts as false: nothing is hidden on bad data. */
  suppressWhen: z.string().max(4000).optional(),
  /** Suppressed by design in these plant states, ids of `states` in the project's `logic/`. */
  suppressIn: z.array(z.string().max(60)).max(20).optional(),
  rationalised: Rationalised.optional(),
};
const limitKinds = ['high-high', 'high', 'low', 'low-low'] as const;
/** Engineering units the value must come back past the limit before the condition counts as gone. */
const deadband = z.number().min(0).default(0);
const overMs = z.number().min(100).max(86_400_000);

/**
 * One alarm as it stands in the project's `alarms/*.yaml`. Kinds after OPC UA Part 9 (limit, deviation, rate of change,
 * off-normal, trip, discrete) and ISA-18.2, where these have a name for it.
 */
export const AlarmDefinition = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.enum(limitKinds), limit: z.number(), deadband }),
  /** The tag less its reference (a setpoint, a twin) is above `high` or below `low`, engineering units. */
  z.strictObject({ ...common, kind: z.literal('deviation'), reference: TagId, high: z.number().optional(), low: z.number().optional(), deadband }),
  /** The value moves faster than `limit` engineering units per `perS` seconds, measured over `overMs`. */
  z.strictObject({ ...common, kind: z.literal('rate-of-change'), limit: z.number().positive(), perS: z.number().positive().max(86_400).default(60), direction: z.enum(['rising', 'falling', 'either']).default('either'), overMs: overMs.default(10_000), deadband }),
  z.strictObject({ ...common, kind: z.literal('discrete'), /** The value that is abnormal. */ state: z.number().int() }),
  /** Any value but this one is abnormal. */
  z.strictObject({ ...common, kind: z.literal('off-normal'), normal: z.number().int() }),
  /** A protection has acted: this value is the trip. */
  z.strictObject({ ...common, kind: z.literal('trip'), state: z.number().int() }),
  /** Every change of the value raises it and is over at once: it waits for an acknowledge. */
  z.strictObject({ ...common, kind: z.literal('change-of-state') }),
  /** The value has moved by no more than `band` engineering units for `withinMs`, although samples of good quality were due. */
  z.strictObject({ ...common, kind: z.literal('frozen'), band: z.number().min(0).default(0), withinMs: overMs }),
  /** The reference (a command, a twin) has moved by more than `band` and the tag has not followed within `withinMs`. */
  z.strictObject({ ...common, kind: z.literal('stuck'), reference: TagId, band: z.number().min(0), withinMs: overMs }),
  /** The value's quality is bad. */
  z.strictObject({ ...common, kind: z.literal('bad-quality') }),
  /** The value's device does not answer, or the value is stale. */
  z.strictObject({ ...common, kind: z.literal('communication') }),
  /** A truth of the expression language. */
  z.strictObject({ ...common, kind: z.literal('expression'), expression: z.string().min(1).max(4000) }),
  /** A condition the device judges itself (OPC UA Alarms & Conditions); acknowledged there. */
  z.strictObject({ ...common, kind: z.literal('condition'), device: DeviceId, source: z.string().min(1).max(300), condition: z.string().min(1).max(300) }),
]);
export type AlarmDefinition = z.infer<typeof AlarmDefinition>;
export type AlarmKind = AlarmDefinition['kind'];
export type LimitKind = (typeof limitKinds)[number];
export type LimitAlarm = Extract<AlarmDefinition, { kind: LimitKind }>;
export const isLimitAlarm = (alarm: AlarmDefinition): alarm is LimitAlarm => (limitKinds as readonly string[]).includes(alarm.kind);

/** States of ISA-18.2-2016 (A to I), read from vendor manuals, not from the standard itself. */
export const alarmStates = [
  'normal',
  'active-unacked',
  'active-acked',
  'returned-unacked',
  'latched-unacked',
  'latched-acked',
  'shelved',
  'suppressed',
  'out-of-service',
] as const;
export type AlarmState = (typeof alarmStates)[number];

/** States in which an alarm is kept from the operator: G, H and I. */
export const hiddenStates = ['shelved', 'suppressed', 'out-of-service'] as const;
export type HiddenState = (typeof hiddenStates)[number];
export const isHiddenState = (state: AlarmState): state is HiddenState => (hiddenStates as readonly string[]).includes(state);

export const alarmEventKinds = [
  'raised',
  'returned',
  'acknowledged',
  'reset',
  'shelved',
  'unshelved',
  'suppressed',
  'unsuppressed',
  'removed-from-service',
  'returned-to-service',
  /** Acknowledged, still active after its re-alarm time: unacknowledged again. */
  're-alarmed',
  /** Somebody else answers for a shelved alarm from here on. */
  'handed-over',
] as const;
export type AlarmEventKind = (typeof alarmEventKinds)[number];

/** Why an alarm is kept from the operator. */
export const Hiding = z.object({
  /** Who shelved it or took it out of service, or answers for it since the hand-over; null where the design suppresses it. */
  by: z.string().nullable(),
  /** A person's words, or what of the design: the expression, plant state or group. */
  reason: z.string(),
  sinceMs: z.number(),
  /** When it ends by itself, engine time; null for one that does not. */
  untilMs: z.number().nullable(),
  /** A shelf that also ends as soon as the condition is gone. */
  isOneShot: z.boolean(),
});
export type Hiding = z.infer<typeof Hiding>;

/** One line of the alarm journal: a transition, numbered without gaps, committed before anybody sees it. */
export const AlarmEvent = z.object({
  seq: z.number().int(),
  alarm: AlarmId,
  kind: z.enum(alarmEventKinds),
  from: z.enum(alarmStates),
  to: z.enum(alarmStates),
  /** Source time of the sample that caused it, or of the operator's action, UTC epoch ms. */
  timeMs: z.number(),
  /** The true moment lies within ± so many ms of `timeMs`: clock of its source and scan period. Absent where not known, 0 for actions here. */
  uncertaintyMs: z.number().optional(),
  /** Engine time at which it was judged, UTC epoch ms. */
  engineMs: z.number(),
  /** Value and quality at that moment, for what people and timers did those the alarm stands for; null where there was no number. */
  value: z.number().nullable(),
  quality: z.number(),
  /** Who acted; absent for the plant itself. */
  user: z.string().optional(),
  comment: z.string().optional(),
  /** What hides the alarm from this event on, beside what may hide it already; on shelved, suppressed and removed-from-service. */
  hiding: Hiding.optional(),
});
export type AlarmEvent = z.infer<typeof AlarmEvent>;

/** Where one alarm stands now. Only alarms that are not `normal` are listed. */
export const AlarmStanding = z.object({
  alarm: AlarmId,
  state: z.enum(alarmStates),
  /** Source time of the activation it stands for; 0 for one that was normal when it was hidden. */
  raisedMs: z.number(),
  returnedMs: z.number().nullable(),
  acknowledgedMs: z.number().nullable(),
  acknowledgedBy: z.string().nullable(),
  /** Value and quality when it was raised. */
  value: z.number().nullable(),
  quality: z.number(),
  /** Sequence number of the event that raised this occurrence: an acknowledge names it, so it never lands on a newer one. */
  seq: z.number().int(),
  /** The condition holds now, whatever hides it. Absent where the journal alone cannot tell: for hidden alarms of the past. */
  isConditionTrue: z.boolean().optional(),
  /** Present while shelved, suppressed or out of service. */
  hiding: Hiding.optional(),
  /** What else hides it, in the order it began: when what `state` names ends, it goes on hidden by the first of these. */
  alsoHidden: z.array(z.object({ state: z.enum(hiddenStates), hiding: Hiding })).optional(),
  uncertaintyMs: z.number().optional(),
  /** The alarm's definition where the project has none: a condition a device brought along. */
  definition: z.lazy(() => AlarmDefinition).optional(),
});
export type AlarmStanding = z.infer<typeof AlarmStanding>;
