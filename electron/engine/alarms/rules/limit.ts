import type { LimitKind } from '#shared/model/alarm.ts';

/**
 * Whether a value is beyond its limit. Equal to the limit is not beyond it. With a deadband the condition, once true,
 * stays until the value is back past the limit by more than the deadband.
 */
export function isBeyondLimit(kind: LimitKind, limit: number, deadband: number, wasBeyond: boolean, value: number): boolean {
  if (kind === 'high' || kind === 'high-high') return value > (wasBeyond ? limit - deadband : limit);
  return value < (wasBeyond ? limit + deadband : limit);
}
