import { z } from 'zod';
import { TagId } from './ids.ts';

export const TrendSetId = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'small letters, digits and - only');

/** One pen of a saved trend. What is absent is chosen by the trend itself. */
export const TrendPenSetting = z.strictObject({
  tag: TagId,
  /** Lane, from 1; pens of one number share a lane. */
  lane: z.number().int().min(1).max(24).optional(),
  /** Fixed axis, engineering units; fitted to what is seen where absent. */
  axis: z
    .tuple([z.number(), z.number()])
    .refine(([low, high]) => low < high, 'two numbers, the lower first')
    .optional(),
  /** A logarithmic axis; values of 0 and below are not drawn and told. */
  log: z.boolean().optional(),
  draw: z.enum(['line', 'step', 'points']).optional(),
});
export type TrendPenSetting = z.infer<typeof TrendPenSetting>;

/** A trend saved in the project, one file `trends/<id>.yaml` each. */
export const TrendSet = z.strictObject({
  id: TrendSetId,
  name: z.string().min(1).max(80),
  pens: z.array(TrendPenSetting).min(1).max(24),
  spanMs: z.number().positive().max(366 * 86_400_000).optional(),
  mode: z.enum(['lanes', 'shared', 'percent']).optional(),
});
export type TrendSet = z.infer<typeof TrendSet>;
