import { z } from 'zod';
import { AlarmId, AssetId } from './ids.ts';

/** From when on alarms are a flood, chattering, fleeting or stale: what the standards leave to the philosophy of a plant, with their usual numbers. */
export const LoadRules = z
  .strictObject({
    /** A flood begins in a 10-minute interval with more alarms an operator than this … */
    floodAbove: z.number().int().min(1).max(10_000).default(10),
    /** … and ends with the first that has fewer than this. */
    floodEndsBelow: z.number().int().min(1).max(10_000).default(5),
    /** An alarm chatters that comes so many times … */
    chatterCount: z.number().int().min(2).max(20).default(3),
    /** … within so many seconds. */
    chatterWithinS: z.number().min(1).max(3600).default(60),
    /** A fleeting alarm is gone again in less than so many seconds. */
    fleetingBelowS: z.number().min(1).max(3600).default(60),
    /** A stale alarm has been active for more than so many hours. */
    staleAfterH: z.number().min(1).max(8760).default(24),
  })
  .refine(({ floodAbove, floodEndsBelow }) => floodEndsBelow <= floodAbove, 'a flood must end below what it begins with');
export type LoadRules = z.infer<typeof LoadRules>;

/** What is measured against a target. */
export const loadTargetIds = [
  'per-day',
  'per-hour',
  'per-10-min',
  'peak-10-min',
  'bins-over',
  'hours-over',
  'time-in-flood',
  'top-10-share',
  'chattering',
  'fleeting',
  'stale',
  'priority-1',
  'priority-2',
  'priority-3-4',
  'days-of-data',
] as const;
export type LoadTargetId = (typeof loadTargetIds)[number];

/** The plant's own target in place of a built-in one, with where it comes from. */
export const OwnTarget = z.strictObject({
  good: z.number().min(0),
  limit: z.number().min(0).optional(),
  source: z.string().trim().min(1).max(300),
});
export type OwnTarget = z.infer<typeof OwnTarget>;

/** `alarms.load` of `project.yaml`. */
export const LoadSettings = z.strictObject({
  rules: LoadRules.prefault({}),
  targets: z.partialRecord(z.enum(loadTargetIds), OwnTarget).default({}),
});
export type LoadSettings = z.infer<typeof LoadSettings>;

export const loadVerdicts = ['met', 'near', 'missed', 'unknown'] as const;
export type LoadVerdict = (typeof loadVerdicts)[number];

/** A figure beside its target. */
export const LoadMeasure = z.object({
  id: z.enum(loadTargetIds),
  /** null where there is nothing to measure. */
  value: z.number().nullable(),
  good: z.number(),
  /** Between `good` and this it is `near`; null where there is nothing in between. */
  limit: z.number().nullable(),
  verdict: z.enum(loadVerdicts),
  /** Why it is unknown, one sentence; '' otherwise. */
  why: z.string(),
  source: z.string(),
});
export type LoadMeasure = z.infer<typeof LoadMeasure>;

/** One alarm over the span. Durations in ms, by engine time: what the operator had before him. */
export const LoadRow = z.object({
  alarm: AlarmId,
  /** How often it came. */
  raised: z.number().int(),
  /** Bursts of chatter. */
  chatters: z.number().int(),
  /** How often it was gone again at once. */
  fleeting: z.number().int(),
  /** Time it was active within the span. */
  activeMs: z.number(),
  /** Longest time it was active at a stretch, of stretches that touch the span; the time before the span counts. */
  longestMs: z.number(),
  /** Active at the end of the span since then; null where it is not. */
  activeSinceMs: z.number().nullable(),
  /** Mean time until somebody acknowledged it; null where nobody did. */
  acknowledgeMs: z.number().nullable(),
});
export type LoadRow = z.infer<typeof LoadRow>;

/** A flood by fixed 10-minute intervals. */
export const LoadFlood = z.object({
  fromMs: z.number(),
  toMs: z.number(),
  alarms: z.number().int(),
  /** Most alarms in one of its intervals, and when that began. */
  most: z.number().int(),
  mostMs: z.number(),
  /** It was not over at the end of the span. */
  isOpen: z.boolean(),
});
export type LoadFlood = z.infer<typeof LoadFlood>;

/** How long operators took to acknowledge, ms; quantiles are exact to 5 %. */
export const AcknowledgeTimes = z.object({
  count: z.number().int(),
  medianMs: z.number().nullable(),
  p90Ms: z.number().nullable(),
  longestMs: z.number().nullable(),
});
export type AcknowledgeTimes = z.infer<typeof AcknowledgeTimes>;

/** The load of one span. "Alarm" means: annunciated, that is to say, it came to stand before the operator as new. */
export const LoadFigures = z.object({
  fromMs: z.number(),
  toMs: z.number(),
  alarms: z.number().int(),
  /** How many different ones. */
  distinct: z.number().int(),
  /** Whole wall-clock intervals of 10 minutes that the span touches, and those with more alarms than a flood begins with. */
  bins: z.object({ total: z.number().int(), over: z.number().int(), most: z.number().int(), mostMs: z.number() }),
  /** Wall-clock hours (UTC) that the span touches, and those with more than three times the alarms a flood begins with. */
  hours: z.object({ total: z.number().int(), over: z.number().int() }),
  /** Most alarms in any 10 minutes, to the second, and their end; alarms of the last 10 minutes of the span. */
  rolling: z.object({ most: z.number().int(), mostMs: z.number(), last: z.number().int() }),
  flood: z.object({ count: z.number().int(), bins: z.number().int(), longestBins: z.number().int() }),
  /** Alarms of the ten most frequent ones. */
  top10: z.number().int(),
  chattering: z.number().int(),
  fleeting: z.object({ alarms: z.number().int(), times: z.number().int() }),
  /** Stale at the end, and stretches of the span that were when they ended. */
  stale: z.object({ atEnd: z.number().int(), ended: z.number().int() }),
  /** Active alarms: at the end, of them unacknowledged, most at once, and mean over the span. */
  standing: z.object({ atEnd: z.number().int(), unacked: z.number().int(), most: z.number().int(), mean: z.number() }),
  /** At the end of the span, and how often somebody or something began to hide an alarm in it. */
  hidden: z.object({ shelved: z.number().int(), suppressed: z.number().int(), outOfService: z.number().int(), times: z.number().int() }),
  acknowledge: AcknowledgeTimes,
});
export type LoadFigures = z.infer<typeof LoadFigures>;

/** Alarms of an area of the plant. */
export const LoadArea = z.object({ asset: AssetId.nullable(), name: z.string(), alarms: z.number().int() });
export type LoadArea = z.infer<typeof LoadArea>;

/** Windows that run with the clock. */
export const loadWindows = ['hour', 'shift', '8-hours', 'day', 'week', 'month'] as const;
export type LoadWindow = (typeof loadWindows)[number];

/** The load as it runs. */
export const LoadNow = z.object({
  /** Alarms of the last 10 minutes. */
  last10: z.number().int(),
  /** Since when more than a flood begins with came within 10 minutes, and have not ebbed since; null where that is not so. */
  floodSinceMs: z.number().nullable(),
  /** False while the journal has not been read yet: only what came since the start is counted. */
  isWhole: z.boolean(),
  windows: z.array(
    z.object({
      id: z.enum(loadWindows),
      /** Not before the journal begins. */
      fromMs: z.number(),
      alarms: z.number().int(),
      /** For one operator; null where the time is too short for a rate. */
      per10Min: z.number().nullable(),
      /** Of the 10-minute intervals: most alarms in one, those over the flood limit, all, and those in a flood. */
      most: z.number().int(),
      over: z.number().int(),
      bins: z.number().int(),
      floodBins: z.number().int(),
    }),
  ),
});
export type LoadNow = z.infer<typeof LoadNow>;

/** Lists of the worst alarms, the worst first. */
export const LoadLists = z.object({
  frequent: z.array(LoadRow).readonly(),
  chattering: z.array(LoadRow).readonly(),
  fleeting: z.array(LoadRow).readonly(),
  /** Active at the end for too long, the oldest first. */
  stale: z.array(LoadRow).readonly(),
  /** Others active at the end, the oldest first. */
  standing: z.array(LoadRow).readonly(),
});
export type LoadLists = z.infer<typeof LoadLists>;

/** What a console or a report shows of one span. */
export type AlarmLoad = {
  readonly figures: LoadFigures;
  readonly operators: number;
  readonly rules: LoadRules;
  /** Where the span asked for begins; the figures begin later where the journal does. */
  readonly askedFromMs: number;
  readonly measures: readonly LoadMeasure[];
  /** Alarms of priority 1 to 4 that came, and that are defined. */
  readonly priorities: readonly number[];
  readonly defined: readonly number[];
  /** The newest 500, oldest first. */
  readonly floods: readonly LoadFlood[];
  readonly lists: LoadLists;
  /** By area of the plant, the busiest first; only those with any. */
  readonly areas: readonly LoadArea[];
  /** Columns of `binsPerColumn` 10-minute intervals from `fromMs` on: most alarms in one interval of each. */
  readonly chart: { readonly fromMs: number; readonly binsPerColumn: number; readonly most: Uint32Array };
};
