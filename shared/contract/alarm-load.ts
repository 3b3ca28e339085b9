import { z } from 'zod';
import { LoadArea, LoadFigures, LoadFlood, LoadLists, LoadMeasure, LoadNow, LoadRules, loadWindows } from '../model/alarm-load.ts';
import { command, query, stateStream } from '../rpc/define.ts';
import { TimeSpan, uint32Column } from './columns.ts';

/** A window up to a moment (null: now), or a span. */
const LoadSpan = z.union([z.strictObject({ window: z.enum(loadWindows), atMs: z.number().nullable() }), TimeSpan]);
export type LoadSpan = z.infer<typeof LoadSpan>;

/** Longest span of one question, ms. */
export const longestLoadMs = 3 * 366 * 86_400_000;
export const reportFormats = ['xlsx', 'html', 'csv'] as const;
export type ReportFormat = (typeof reportFormats)[number];

const fourCounts = z.array(z.number().int()).length(4);

/** How many alarms come, beside what a well-run plant has (ISA-18.2, EEMUA 191). By engine time. */
export const alarmLoadContract = {
  /** The load of a window or span, read from the journal; what lies ahead of now is left out. */
  'alarms.load': query({
    role: 'view',
    input: z.strictObject({ span: LoadSpan }),
    output: z.object({
      figures: LoadFigures,
      operators: z.number().int(),
      rules: LoadRules,
      askedFromMs: z.number(),
      measures: z.array(LoadMeasure).readonly(),
      priorities: fourCounts.readonly(),
      defined: fourCounts.readonly(),
      floods: z.array(LoadFlood).readonly(),
      lists: LoadLists,
      areas: z.array(LoadArea).readonly(),
      chart: z.object({ fromMs: z.number(), binsPerColumn: z.number().int(), most: uint32Column }),
    }),
    faults: ['history-unavailable', 'too-large', 'cancelled'],
  }),
  /** The load as it runs, at most once a second. */
  'alarms.loadNow': stateStream({ role: 'view', params: z.strictObject({}), item: LoadNow }),
  /** A file with all figures, lists and targets of a span; a job, as exports are. */
  'loadReport.start': command({
    role: 'operate',
    input: z.strictObject({ span: LoadSpan, format: z.enum(reportFormats) }),
    output: z.object({ job: z.string().max(60) }),
    faults: ['too-large', 'busy'],
  }),
};
