import type { AlarmStanding, Hiding } from '#shared/model/alarm.ts';
import { alarmStateWords } from './alarm-glyph-markup.ts';
import { formatHourMinute, formatSpan } from './format-time.ts';

/** When a hiding ends: "24 min left", "24 min left, or when it clears", "until it is ended". "ending now" when the time is up and the engine has not said so yet. */
export function hidingEnd({ untilMs, isOneShot, by }: Hiding, nowMs: number): string {
  if (untilMs === null) return by === null ? 'by its design' : isOneShot ? 'when it clears' : 'until returned';
  const leftMs = untilMs - nowMs;
  const left = leftMs <= 0 ? 'ending now' : `${formatSpan(leftMs)} left`;
  return isOneShot ? `${left}, or when it clears` : left;
}

/** An alarm's state with what hides it: "Shelved by M. Ortega until 14:30". */
export function stateText({ state, hiding, isConditionTrue }: Pick<AlarmStanding, 'state' | 'hiding' | 'isConditionTrue'>): string {
  if (hiding === undefined) return alarmStateWords(state);
  const by = hiding.by === null ? '' : ` by ${hiding.by}`;
  const until = hiding.untilMs === null ? '' : ` until ${formatHourMinute(hiding.untilMs)}`;
  return `${alarmStateWords(state)}${by}${until}${isConditionTrue === true ? ', active' : ''}`;
}
