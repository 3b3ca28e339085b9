import { z } from 'zod';
import { AlarmId, AssetId, TagId } from './ids.ts';

/** One reason for a rank, as a sentence and by kind. */
export const Evidence = z.object({
  kind: z.enum(['order', 'topology', 'interlock', 'history', 'precursor', 'clock', 'size']),
  text: z.string(),
});
export type Evidence = z.infer<typeof Evidence>;

/** One that may have failed first. */
export const FirstOutCandidate = z.object({
  alarm: AlarmId,
  /** Journal number of the event that raised it. */
  seq: z.number().int(),
  tag: TagId.nullable(),
  asset: AssetId.nullable(),
  timeMs: z.number(),
  uncertaintyMs: z.number(),
  /** 0 to 1; scores of one group are comparable, they are no probabilities. */
  score: z.number().min(0).max(1),
  why: z.array(Evidence).max(8),
});
export type FirstOutCandidate = z.infer<typeof FirstOutCandidate>;

/** One alarm of a burst, and by what it hangs on an earlier one. */
export const BurstMember = z.object({
  alarm: AlarmId,
  seq: z.number().int(),
  timeMs: z.number(),
  uncertaintyMs: z.number(),
  /** The earlier alarm it most likely followed; null for a candidate without one. */
  parent: AlarmId.nullable(),
  via: z.enum(['interlock', 'topology', 'same-asset', 'history', 'time']).nullable(),
});
export type BurstMember = z.infer<typeof BurstMember>;

/** One burst of alarms with its order. The word is first out, never root cause. */
export const FirstOutGroup = z.object({
  /** Journal number of its first event: the group's name for as long as the journal lives. */
  id: z.number().int(),
  startMs: z.number(),
  /** Time of its last alarm so far. */
  lastMs: z.number(),
  /** No more alarms join it. */
  isOver: z.boolean(),
  alarmCount: z.number().int(),
  /** Best first, at most 10. */
  ranked: z.array(FirstOutCandidate).max(10),
  /** Pairs of candidates whose order the clocks cannot tell. */
  undecided: z.array(z.tuple([AlarmId, AlarmId])).max(45),
  /** In the order of source time, at most 1,000. */
  members: z.array(BurstMember).max(1000),
  /** Id of a runbook of the project that the first-ranked alarm or its asset names. */
  runbook: z.string().nullable(),
});
export type FirstOutGroup = z.infer<typeof FirstOutGroup>;

/** What a trip group holds, as the lamps of a hardware annunciator do. */
export const TripLatch = z.object({
  group: z.string(),
  /** Alarms that may have been first: one, or several whose order the clocks cannot tell. Empty while the group is clear. */
  first: z.array(AlarmId),
  firstMs: z.number().nullable(),
  uncertaintyMs: z.number().nullable(),
  /** Others of the group that came after. */
  later: z.array(AlarmId),
  /** Whether an operator may reset it: none of its alarms is active. */
  isResettable: z.boolean(),
});
export type TripLatch = z.infer<typeof TripLatch>;
