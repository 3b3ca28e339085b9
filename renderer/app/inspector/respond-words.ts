import type { AlarmStanding } from '#shared/model/alarm.ts';
import { formatSpan } from '../../widgets/format-time.ts';

/**
 * How much of the time to respond is left, counted from when the alarm was raised: "within 10 min, 7 min left", "within 10 min,
 * over by 3 min". The time alone where nothing is to be done now: returned, hidden, normal.
 */
export function respondWords(respondWithinMin: number, { state, raisedMs }: Pick<AlarmStanding, 'state' | 'raisedMs'> | { readonly state: 'normal'; readonly raisedMs: number }, nowMs: number): string {
  const within = `within ${formatSpan(respondWithinMin * 60_000)}`;
  if (state !== 'active-unacked' && state !== 'active-acked') return within;
  const leftMs = raisedMs + respondWithinMin * 60_000 - nowMs;
  return leftMs >= 0 ? `${within}, ${formatSpan(leftMs)} left` : `${within}, over by ${formatSpan(-leftMs)}`;
}
