import { elapsedClock } from '../../client/incident-clock.ts';

/** How long after the start: "+0.456 s" within a minute, "+09:37" later, "−38.0 s" before it. */
export function offsetText(ms: number): string {
  const sign = ms < 0 ? '−' : '+';
  const size = Math.abs(ms);
  if (size < 10_000) return `${sign}${(size / 1000).toFixed(3)} s`;
  if (size < 60_000) return `${sign}${(size / 1000).toFixed(1)} s`;
  return `${sign}${elapsedClock(size)}`;
}
