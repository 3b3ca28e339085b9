import type { LimitAlarm } from '#shared/model/alarm.ts';

/**
 * A limit as numbers to compare with: a value is beyond it when `sign * value > enter`, and stays so while
 * `sign * value > leave`. Equal to the limit is not beyond it; with a deadband the condition, once true, stays until the
 * value is back past the limit by the deadband.
 */
export type LimitThresholds = { readonly sign: 1 | -1; readonly enter: number; readonly leave: number };

export function limitThresholds({ kind, limit, deadband }: Pick<LimitAlarm, 'kind' | 'limit' | 'deadband'>): LimitThresholds {
  if (kind === 'high' || kind === 'high-high') return { sign: 1, enter: limit, leave: limit - deadband };
  return { sign: -1, enter: -limit, leave: -(limit + deadband) };
}
