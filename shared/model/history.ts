import { z } from 'zod';

/**
 * How a tag is recorded, `history:` of a tag in `tags/*.yaml`. Everything the tag table passes on is offered; the policy
 * decides what is kept. A change of quality, the first sample after a gap and the last before one are always kept.
 */
export const HistoryPolicy = z.strictObject({
  /** `all`: every sample, repeats too. `change`: when value or quality changed (the standard). `never`: nothing. */
  record: z.enum(['all', 'change', 'never']).default('change'),
  /** A change smaller than this, engineering units, against the value kept last is not kept. */
  deadband: z.number().positive().optional(),
  /** Swinging door: samples that a straight line between two kept ones meets within this, engineering units, are left out. */
  swingingDoor: z.number().positive().optional(),
  /** At most one sample in this time, ms; the newest of the time is kept when it ends. */
  minIntervalMs: z.number().int().min(1).max(86_400_000).optional(),
  /** At least one sample in this time, ms, while the tag is heard of. */
  maxIntervalMs: z.number().int().min(100).max(86_400_000).optional(),
  /** Raw samples older than this are dropped; the project's `historian.retentionDays` where absent. */
  retentionDays: z.number().min(1).max(36_500).optional(),
});
export type HistoryPolicy = z.infer<typeof HistoryPolicy>;

/**
 * Aggregates by their names in OPC UA Part 13 (Aggregates), read from secondary texts, not from the standard itself.
 * Times come as UTC epoch ms, durations as ms. `TimeAverage2`, `Total2`, `Minimum2`, `Maximum2`, `Range2` use simple bounds.
 */
export const aggregateNames = [
  'Interpolative',
  'Average',
  'TimeAverage',
  'TimeAverage2',
  'Total',
  'Total2',
  'Minimum',
  'Maximum',
  'MinimumActualTime',
  'MaximumActualTime',
  'Range',
  'Minimum2',
  'Maximum2',
  'Range2',
  'Count',
  'Start',
  'End',
  'Delta',
  'StartBound',
  'EndBound',
  'DeltaBounds',
  'DurationInStateZero',
  'DurationInStateNonZero',
  'NumberOfTransitions',
  'DurationGood',
  'DurationBad',
  'PercentGood',
  'PercentBad',
  'WorstQuality',
  'StandardDeviationSample',
  'VarianceSample',
  'StandardDeviationPopulation',
  'VariancePopulation',
  'AnnotationCount',
] as const;
export const AggregateName = z.enum(aggregateNames);
export type AggregateName = (typeof aggregateNames)[number];

/** A note of a person on a stretch of time, on tags or an asset, or on nothing but the time. Never edited: withdrawn and written anew. */
export const Note = z.object({
  seq: z.number().int(),
  /** What it is about: one moment where `toMs` is null. UTC epoch ms. */
  fromMs: z.number(),
  toMs: z.number().nullable(),
  /** When it was written. */
  madeMs: z.number(),
  user: z.string(),
  text: z.string(),
  tags: z.array(z.string()),
  asset: z.string().nullable(),
  withdrawn: z.object({ atMs: z.number(), user: z.string() }).nullable(),
});
export type Note = z.infer<typeof Note>;

/** What an opened recording is: a span of another console, read only. */
export type RecordingFacts = {
  readonly title: string;
  /** Name of the project it was taken from. */
  readonly plant: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly madeMs: number;
  readonly madeBy: string;
  /** What is not as it was written among the records of incidents and runs in it, a sentence; not there where nothing was found. */
  readonly recordsProblem?: string | undefined;
};
