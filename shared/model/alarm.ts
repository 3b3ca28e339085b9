import { z } from 'zod';
import { AlarmId, AssetId, TagId } from './ids.ts';

/** Priorities P1 urgent to P4 diagnostic. */
export const Priority = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
export type Priority = z.infer<typeof Priority>;

const texts = {
  message: z.string().min(1).max(300),
  cause: z.string().max(2000).optional(),
  consequence: z.string().max(2000).optional(),
  action: z.string().max(2000).optional(),
};
const common = {
  id: AlarmId,
  tag: TagId,
  /** Where the alarm belongs if not at its tag's asset. */
  asset: AssetId.optional(),
  priority: Priority,
  /** The condition must hold this long before the alarm is raised. */
  onDelayMs: z.number().min(0).max(3_600_000).default(0),
  /** The condition must be gone this long before the alarm returns to normal. */
  offDelayMs: z.number().min(0).max(3_600_000).default(0),
  /** A latching alarm stays until an operator resets it. */
  latching: z.boolean().default(false),
  ...texts,
};
const limitKinds = ['high-high', 'high', 'low', 'low-low'] as const;

/** One alarm as it stands in the project's `alarms/*.yaml`. */
export const AlarmDefinition = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.enum(limitKinds),
    limit: z.number(),
    /** Engineering units the value must come back past the limit before the condition counts as gone. */
    deadband: z.number().min(0).default(0),
  }),
  z.strictObject({ ...common, kind: z.literal('discrete'), /** The value that is abnormal. */ state: z.number().int() }),
]);
export type AlarmDefinition = z.infer<typeof AlarmDefinition>;
export type LimitKind = (typeof limitKinds)[number];

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
] as const;
export type AlarmEventKind = (typeof alarmEventKinds)[number];

/** One line of the alarm journal: a transition, numbered without gaps, committed before anybody sees it. */
export const AlarmEvent = z.object({
  seq: z.number().int(),
  alarm: AlarmId,
  kind: z.enum(alarmEventKinds),
  from: z.enum(alarmStates),
  to: z.enum(alarmStates),
  /** Source time of the sample that caused it, or of the operator's action, UTC epoch ms. */
  timeMs: z.number(),
  /** Engine time at which it was judged, UTC epoch ms. */
  engineMs: z.number(),
  /** Value and quality at that moment; null for actions and where there was no number. */
  value: z.number().nullable(),
  quality: z.number(),
  /** Who acted; absent for the plant itself. */
  user: z.string().optional(),
  comment: z.string().optional(),
});
export type AlarmEvent = z.infer<typeof AlarmEvent>;

/** Where one alarm stands now. Only alarms that are not `normal` are listed. */
export const AlarmStanding = z.object({
  alarm: AlarmId,
  state: z.enum(alarmStates),
  /** Source time of the activation it stands for. */
  raisedMs: z.number(),
  returnedMs: z.number().nullable(),
  acknowledgedMs: z.number().nullable(),
  acknowledgedBy: z.string().nullable(),
  /** Value and quality when it was raised. */
  value: z.number().nullable(),
  quality: z.number(),
  /** Sequence number of the event that raised this occurrence: an acknowledge names it, so it never lands on a newer one. */
  seq: z.number().int(),
});
export type AlarmStanding = z.infer<typeof AlarmStanding>;
