import { z } from 'zod';
import { ChainMark } from './handover.ts';
import { Incident, IncidentTask } from './incident.ts';
import { TimelineEntry } from './incident-timeline.ts';

/** Figures of one incident; null where there is nothing to count from. Times in ms. */
export const IncidentFigures = z.object({
  /** From what began it to its opening, first status update, and closing. */
  toOpenMs: z.number(),
  toFirstUpdateMs: z.number().nullable(),
  toCloseMs: z.number().nullable(),
  downtimeMin: z.number().nullable(),
  updates: z.number().int(),
  missedUpdates: z.number().int(),
  /** Raised alarms of the timeline, the most of them in any 10 min, and different ones. */
  alarms: z.number().int(),
  mostIn10Min: z.number().int(),
  differentAlarms: z.number().int(),
  acknowledgements: z.number().int(),
  /** Median time from a raise to its acknowledgement. */
  medianAckMs: z.number().nullable(),
  writes: z.number().int(),
  notes: z.number().int(),
  precursors: z.number().int(),
});
export type IncidentFigures = z.infer<typeof IncidentFigures>;

/** What a report of an incident is made of; pages are made of it elsewhere. */
export const IncidentReport = z.object({
  incident: Incident,
  madeMs: z.number(),
  /** Newest record of the chain when it was made, to be printed on it. */
  chain: ChainMark,
  figures: IncidentFigures,
  /** Oldest first. */
  timeline: z.array(TimelineEntry),
  /** False: the oldest of it is missing, there was more than is looked at. */
  isWhole: z.boolean(),
  /** Tasks that go on. */
  openActions: z.array(IncidentTask),
  /** Moments to show pictures of, by source time: what began it, the worst ten minutes, the first update, the close. */
  moments: z.array(z.object({ timeMs: z.number(), what: z.enum(['precursor', 'start', 'peak', 'opened', 'closed']) })),
});
export type IncidentReport = z.infer<typeof IncidentReport>;
