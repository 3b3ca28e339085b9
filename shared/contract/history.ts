import { z } from 'zod';
import { AggregateName } from '../model/history.ts';
import { TagId } from '../model/ids.ts';
import { query } from '../rpc/define.ts';
import { float64Column, SampleColumns, TimeSpan, uint32Column } from './columns.ts';
import { isPackedColumns, isPackedSeries, mostColumns, mostPens, mostRawRows, type PackedColumns, type PackedSeries } from './unpack-answer.ts';

/** Dense indices of the directory with this revision, as in `tags.values`. */
const indexed = { revision: z.number().int(), tags: z.array(z.number().int().min(0).max(0xffff_ffff)).min(1).max(100_000) };

/** The history server does not answer, and what only it has up to `untilMs` is missing; null where all is there. */
const away = z.object({ untilMs: z.number(), sentence: z.string() }).nullable();

export const historyContract = {
  /**
   * Samples as recorded, by source time, with the one before `fromMs` in front so that a line can start there. They travel as
   * recorded chunks where they can; bytes that cannot be read end in `history-unavailable`.
   */
  'history.raw': query({
    role: 'view',
    input: z.strictObject({ tag: TagId, span: TimeSpan, limit: z.number().int().min(1).max(mostRawRows).default(200_000) }),
    output: z.object({ timeMs: float64Column, value: float64Column, quality: uint32Column, truncated: z.boolean() }),
    packed: z.custom<PackedSeries>(isPackedSeries),
    faults: ['not-found', 'history-unavailable', 'cancelled'],
  }),
  /**
   * Samples of many tags as recorded, by source time, from after `fromMs` up to and with `toMs`; dense indices in `tag`.
   * At most about `limit`, the earliest: all samples up to `reachMs` are there; ask again from `reachMs` for the rest.
   */
  'history.samples': query({
    role: 'view',
    input: z.strictObject({ ...indexed, span: TimeSpan, limit: z.number().int().min(1).max(2_000_000).default(200_000) }),
    output: z.object({ samples: SampleColumns, reachMs: z.number(), away }),
    faults: ['other-revision', 'history-unavailable', 'cancelled'],
  }),
  /** The newest sample at or before a time of each tag, in the order asked; time NaN where there is none. */
  'history.at': query({
    role: 'view',
    input: z.strictObject({ ...indexed, atMs: z.number() }),
    output: z.object({ timeMs: float64Column, value: float64Column, quality: uint32Column, away }),
    faults: ['other-revision', 'history-unavailable', 'cancelled'],
  }),
  /**
   * `width` columns of equal time over the span for each tag, in the order asked: first, min, max and last good value
   * (NaN where a column has none), time-weighted mean of its good part (hold; NaN where none), samples and bad samples per
   * column. Extremes are exact. Fast at any span when columns are whole minutes (whole ten minutes, hours above) and begin
   * on one; else raw samples are read.
   */
  'history.decimated': query({
    role: 'view',
    input: z.strictObject({ tags: z.array(TagId).min(1).max(mostPens), span: TimeSpan, width: z.number().int().min(1).max(mostColumns) }),
    output: z.object({
      pens: z.array(
        z.object({
          timeMs: float64Column,
          first: float64Column,
          min: float64Column,
          max: float64Column,
          last: float64Column,
          mean: float64Column,
          count: uint32Column,
          badCount: uint32Column,
        }),
      ),
      away,
    }),
    packed: z.custom<PackedColumns>(isPackedColumns),
    faults: ['not-found', 'history-unavailable', 'cancelled'],
  }),
  /** The value of one tag at given times, each: between its neighbours on a straight line, or the one before held. */
  'history.interpolated': query({
    role: 'view',
    input: z.strictObject({ tag: TagId, atMs: float64Column.refine((times) => times.length <= 100_000, 'at most 100,000 times'), method: z.enum(['line', 'hold']) }),
    output: z.object({ value: float64Column, quality: uint32Column }),
    faults: ['not-found', 'history-unavailable', 'cancelled'],
  }),
  /** OPC UA Part 13 aggregates per interval; the last interval may be shorter. Column `i` of a row is `aggregates[i]`. */
  'history.aggregates': query({
    role: 'view',
    input: z.strictObject({
      tags: z.array(TagId).min(1).max(64),
      span: TimeSpan,
      intervalMs: z.number().positive(),
      aggregates: z.array(AggregateName).min(1).max(16),
    }),
    output: z.object({
      tags: z.array(z.object({ timeMs: float64Column, columns: z.array(z.object({ value: float64Column, quality: uint32Column })) })),
    }),
    faults: ['not-found', 'too-many', 'history-unavailable', 'cancelled'],
  }),
  /** Source times of the oldest and newest sample kept; null while there is none. */
  'history.extent': query({
    role: 'view',
    input: z.strictObject({}),
    output: z.object({ fromMs: z.number().nullable(), toMs: z.number().nullable() }),
    faults: ['history-unavailable'],
  }),
};
