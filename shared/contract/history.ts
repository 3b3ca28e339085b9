import { z } from 'zod';
import { TagId } from '../model/ids.ts';
import { query } from '../rpc/define.ts';
import { float64Column, TimeSpan, uint32Column } from './columns.ts';

export const historyContract = {
  /** Samples as recorded, by source time, with the one before `fromMs` in front so that a line can start there. */
  'history.raw': query({
    role: 'view',
    input: z.strictObject({ tag: TagId, span: TimeSpan, limit: z.number().int().min(1).max(1_000_000).default(200_000) }),
    output: z.object({ timeMs: float64Column, value: float64Column, quality: uint32Column, truncated: z.boolean() }),
    faults: ['not-found', 'history-unavailable'],
  }),
  /**
   * `width` columns of equal time over the span for each tag, in the order asked: first, min, max and last good value
   * (NaN where a column has none), samples and bad samples per column. Extremes are exact.
   */
  'history.decimated': query({
    role: 'view',
    input: z.strictObject({ tags: z.array(TagId).min(1).max(64), span: TimeSpan, width: z.number().int().min(1).max(8192) }),
    output: z.object({
      pens: z.array(
        z.object({
          timeMs: float64Column,
          first: float64Column,
          min: float64Column,
          max: float64Column,
          last: float64Column,
          count: uint32Column,
          badCount: uint32Column,
        }),
      ),
    }),
    faults: ['not-found', 'history-unavailable'],
  }),
};
