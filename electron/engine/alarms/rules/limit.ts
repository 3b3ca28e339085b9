import type { LimitAlarm } from '#shared/model/alarm.ts';
import { compare } from './comparing.ts';

/**
 * A limit as numbers to compare with: beyond it is `how` of `enter`, and stays so while it is `how` of `leave`. Equal to the
 * limit is not beyond it; with a deadband the condition, once true, stays until the value is back past the limit by the
 * deadband.
 */
export type LimitThresholds = { readonly how: typeof compare.above | typeof compare.below; readonly enter: number; readonly leave: number };

export function limitThresholds({ kind, limit, deadband }: Pick<LimitAlarm, 'kind' | 'limit' | 'deadband'>): LimitThresholds {
  const isHigh = kind === 'high' || kind === 'high-high';
  return isHigh ? { how: compare.above, enter: limit, leave: limit - deadband } : { how: compare.below, enter: limit, leave: limit + deadband };
}
