const lengths = { day: 10, minute: 16, second: 19, ms: 23 } as const;

/** 2026-11-29 05:06:12.345, UTC, cut to what is asked. */
export const paperTime = (timeMs: number, to: keyof typeof lengths): string => new Date(timeMs).toISOString().slice(0, lengths[to]).replace('T', ' ');

/** " ±12 ms"; nothing where nobody knows. */
export const uncertaintyWords = (uncertaintyMs: number | null): string => (uncertaintyMs === null ? '' : ` ±${uncertaintyMs >= 1000 ? `${round(uncertaintyMs / 1000)} s` : `${round(uncertaintyMs)} ms`}`);

const round = (value: number): string => String(Math.round(value * 10) / 10);

/** 1 d 2 h, 3 h 5 min, 4 min 12 s, 3.5 s: two units at most. */
export function durationWords(ms: number): string {
  if (ms < 60_000) return `${round(ms / 1000)} s`;
  const whole = Math.round(ms / 1000);
  const [days, hours, minutes, seconds] = [Math.floor(whole / 86_400), Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60];
  const parts = days > 0 ? [`${days} d`, hours > 0 ? `${hours} h` : ''] : hours > 0 ? [`${hours} h`, minutes > 0 ? `${minutes} min` : ''] : [`${minutes} min`, seconds > 0 ? `${seconds} s` : ''];
  return parts.filter((part) => part !== '').join(' ');
}
