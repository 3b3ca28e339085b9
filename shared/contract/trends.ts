import { z } from 'zod';
import { TrendSet, TrendSetId } from '../model/trend-set.ts';
import { command } from '../rpc/define.ts';

/** Trends saved in the project; read with the directory. */
export const trendsContract = {
  /** Writes `trends/<id>.yaml`, new or over the one there; the running plant is not disturbed. */
  'trend.save': command({ role: 'lead', input: z.strictObject({ set: TrendSet }), output: z.object({}), faults: ['not-found', 'unwritable'] }),
  'trend.remove': command({ role: 'lead', input: z.strictObject({ id: TrendSetId }), output: z.object({}), faults: ['not-found', 'unwritable'] }),
};
