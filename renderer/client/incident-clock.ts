import type { Incident } from '#shared/model/incident.ts';

/** Where the clock of status updates stands. `late`: one or more did not come. */
export type StatusClock = { readonly kind: 'none' } | { readonly kind: 'running'; readonly leftMs: number } | { readonly kind: 'late'; readonly lateMs: number; readonly missed: number };

/** `nowMs`: the moment shown, UTC epoch ms. Late from the moment on the first of them was due, also before the engine has written it down. */
export function statusClock({ state, everyMin, updateDueMs, missedInRow }: Pick<Incident, 'state' | 'everyMin' | 'updateDueMs' | 'missedInRow'>, nowMs: number): StatusClock {
  if (state === 'closed' || updateDueMs === null || everyMin === null) return { kind: 'none' };
  const everyMs = everyMin * 60_000;
  const firstDueMs = updateDueMs - missedInRow * everyMs;
  if (nowMs < firstDueMs) return { kind: 'running', leftMs: firstDueMs - nowMs };
  return { kind: 'late', lateMs: nowMs - firstDueMs, missed: Math.max(missedInRow, Math.floor((nowMs - firstDueMs) / everyMs) + 1) };
}

/** "09:48", from an hour on "1:09:48", from a day on "2 d 01:09:48"; "−" before it for times that are still to come. */
export function elapsedClock(ms: number): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  const clock = `${two(minutes)}:${two(seconds % 60)}`;
  const whole = days > 0 ? `${days} d ${two(hours)}:${clock}` : hours > 0 ? `${hours}:${clock}` : clock;
  return ms < 0 && seconds > 0 ? `−${whole}` : whole;
}
