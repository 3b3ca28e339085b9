import { z } from 'zod';
import { AlarmId, AssetId, TagId } from './ids.ts';
import { PictureSubject } from './incident.ts';
import { Attachment } from './kept-record.ts';

/** Where an entry comes from: the alarm journal, writes and control, a run of a runbook, notes on the trend, the incident's own records. */
export const timelineSources = ['alarm', 'action', 'run', 'note', 'incident'] as const;
export type TimelineSource = (typeof timelineSources)[number];

/** What a person filters by. */
export const timelineGroups = ['alarms', 'actions', 'notes'] as const;
export type TimelineGroup = (typeof timelineGroups)[number];

/** One entry of an incident's timeline. */
export const TimelineEntry = z.object({
  /** Source and number, one for good: `alarm:123`. */
  key: z.string(),
  source: z.enum(timelineSources),
  group: z.enum(timelineGroups),
  /** What happened there: kind of the alarm event, of the record, or of the action. */
  what: z.string(),
  /** Source time, UTC epoch ms: entries are in its order. */
  timeMs: z.number(),
  /** The true moment lies within ± so many ms; null where nobody knows, as for times people told. */
  uncertaintyMs: z.number().nullable(),
  /** From the incident's start, ms; below 0 before it. */
  offsetMs: z.number(),
  /** When it was written down, where that is more than a second after it happened; else null. */
  writtenMs: z.number().nullable(),
  /** It came before what began the incident, and was found later. */
  isPrecursor: z.boolean(),
  /** A sentence. */
  text: z.string(),
  user: z.string().nullable(),
  alarm: AlarmId.nullable(),
  tag: TagId.nullable(),
  asset: AssetId.nullable(),
  run: z.string().nullable(),
  attachments: z.array(Attachment),
  /** Of a picture of a moment: what it shows, and which console showed it so. */
  picture: z.object({ of: PictureSubject, console: z.string() }).optional(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** Where a page ended: the next one goes on behind it. */
export const TimelineCursor = z.strictObject({ timeMs: z.number(), key: z.string().max(60) });
export type TimelineCursor = z.infer<typeof TimelineCursor>;
