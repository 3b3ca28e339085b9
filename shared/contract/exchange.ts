import { z } from 'zod';
import { AggregateName } from '../model/history.ts';
import { TagId } from '../model/ids.ts';
import { command, query, stateStream } from '../rpc/define.ts';
import { JournalFilter } from './alarms.ts';
import { TimeSpan, uint8Column } from './columns.ts';

export const exportFormats = ['csv', 'parquet', 'xlsx'] as const;
export const importFormats = ['csv', 'parquet'] as const;

/** Work that takes longer than a moment: an export, an import, a recording. Kept until removed, at most 50. */
export const Job = z.object({
  id: z.string(),
  kind: z.enum(['export', 'import', 'recording']),
  title: z.string(),
  user: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  /** Share done, 0 to 1; null while nobody knows. */
  progress: z.number().nullable(),
  /** Time left, ms, from the rate so far; null while nobody knows. */
  leftMs: z.number().nullable(),
  startedMs: z.number(),
  /** What it is doing, or how it ended: one sentence. */
  sentence: z.string(),
  /** The file it made, ready to be read. */
  file: z.object({ name: z.string(), bytes: z.number() }).nullable(),
});
export type Job = z.infer<typeof Job>;

export const ExportRequest = z.strictObject({
  format: z.enum(exportFormats),
  tags: z.array(TagId).min(1).max(5000),
  span: TimeSpan,
  /** Samples as recorded, or one row an interval with an aggregate of each tag. */
  content: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('raw') }),
    z.strictObject({ kind: z.literal('interval'), intervalMs: z.number().min(1).max(366 * 86_400_000), aggregate: AggregateName }),
  ]),
  /** `long`: a row a sample (time, tag, value, quality). `wide`: a row a time, a column a tag. */
  layout: z.enum(['long', 'wide']).default('long'),
});
export type ExportRequest = z.infer<typeof ExportRequest>;

/** How the columns of an imported table are to be read. `long`: time, tag, value; `wide`: time, then a column a tag. */
export const ImportMapping = z.strictObject({
  layout: z.enum(['long', 'wide']),
  timeColumn: z.string().max(200),
  /** How times are written; `iso` without an offset is taken as UTC. */
  timeForm: z.enum(['iso', 'epoch-ms', 'epoch-s']),
  tagColumn: z.string().max(200).optional(),
  valueColumn: z.string().max(200).optional(),
  qualityColumn: z.string().max(200).optional(),
  /** Tag of each column (wide) or of each name in the tag column (long) that is not itself a tag; '' leaves it out. */
  rename: z.record(z.string().max(200), z.string().max(120)).default({}),
});
export type ImportMapping = z.infer<typeof ImportMapping>;

const jobId = z.string().max(60);
export const maxPieceBytes = 1024 * 1024;

export const exchangeContract = {
  'jobs.state': stateStream({ role: 'view', params: z.strictObject({}), item: z.object({ jobs: z.array(Job) }) }),
  'job.cancel': command({ role: 'operate', input: z.strictObject({ job: jobId }), output: z.object({}), faults: ['not-found'] }),
  /** Forgets an ended job and removes its file. */
  'job.remove': command({ role: 'operate', input: z.strictObject({ job: jobId }), output: z.object({}), faults: ['not-found', 'still-running'] }),
  /** A piece of the file a job made, at most 1 MiB; shorter at its end. */
  'job.read': query({
    role: 'operate',
    input: z.strictObject({ job: jobId, offset: z.number().int().min(0), length: z.number().int().min(1).max(maxPieceBytes) }),
    output: z.object({ bytes: uint8Column }),
    faults: ['not-found', 'not-ready'],
  }),
  'export.start': command({ role: 'operate', input: ExportRequest, output: z.object({ job: jobId }), faults: ['not-found', 'too-large', 'busy'] }),
  /** The events of the alarm journal that pass, newest first, up to the newest when it is asked; all of them without a filter. */
  'journal.export': command({
    role: 'operate',
    input: z.strictObject({ format: z.enum(['csv', 'xlsx']), filter: JournalFilter.optional() }),
    output: z.object({ job: jobId }),
    faults: ['busy'],
  }),
  /** One file with all of a span: samples, alarms, actions, notes, the project; opens on any console. */
  'recording.start': command({
    role: 'operate',
    input: z.strictObject({ span: TimeSpan, title: z.string().trim().min(1).max(200) }),
    output: z.object({ job: jobId }),
    faults: ['too-large', 'busy'],
  }),
  /** A file is handed over in pieces, looked at, then imported with a mapping. */
  'import.open': command({
    role: 'lead',
    input: z.strictObject({ name: z.string().max(200), format: z.enum(importFormats), bytes: z.number().int().min(1).max(4 * 1024 ** 3) }),
    output: z.object({ upload: jobId }),
    faults: ['too-large', 'busy'],
  }),
  'import.piece': query({
    role: 'lead',
    input: z.strictObject({ upload: jobId, offset: z.number().int().min(0), bytes: uint8Column.refine((piece) => piece.length <= maxPieceBytes, 'at most 1 MiB a piece') }),
    output: z.object({}),
    faults: ['not-found', 'history-unavailable'],
  }),
  /** Columns, first rows, and a mapping that fits them as far as they tell. */
  'import.look': query({
    role: 'lead',
    input: z.strictObject({ upload: jobId }),
    output: z.object({
      columns: z.array(z.string()),
      rows: z.array(z.array(z.string())),
      mapping: ImportMapping,
      /** Names in the file that are no tag. */
      unknown: z.array(z.string()),
    }),
    faults: ['not-found', 'unreadable'],
  }),
  'import.start': command({
    role: 'lead',
    input: z.strictObject({ upload: jobId, mapping: ImportMapping }),
    output: z.object({ job: jobId }),
    faults: ['not-found', 'unreadable', 'busy'],
  }),
};
