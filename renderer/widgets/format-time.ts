const two = (part: number): string => String(part).padStart(2, '0');

/** Local time of day, "14:31:42"; "--:--:--" for no time. */
export function formatClock(ms: number): string {
  if (!Number.isFinite(ms)) return '--:--:--';
  const date = new Date(ms);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** Local time of day with milliseconds, "14:32:06.904". */
export function formatClockMs(ms: number): string {
  return Number.isFinite(ms) ? `${formatClock(ms)}.${String(Math.floor(((ms % 1000) + 1000) % 1000)).padStart(3, '0')}` : '--:--:--.---';
}

/** Hours and minutes, "14:31". */
export const formatHourMinute = (ms: number): string => formatClock(ms).slice(0, 5);

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "Tue 18 Nov". */
export function formatDay(ms: number): string {
  const date = new Date(ms);
  return `${days[date.getDay()]} ${date.getDate()} ${months[date.getMonth()]}`;
}

/** A length of time in its two largest units: "14 s", "4 min", "2 h 05 min", "18 d 04 h". Below a second "0.4 s". */
export function formatSpan(ms: number): string {
  if (!Number.isFinite(ms)) return '--';
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 1) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.floor(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${two(minutes % 60)} min` : `${Math.floor(hours / 24)} d ${two(hours % 24)} h`;
}

/** A moment as fields for one hold it, in local time, to the second: 2026-11-29T14:05:09; empty for no time. */
export function toLocalInput(ms: number): string {
  if (!Number.isFinite(ms)) return '';
  const date = new Date(ms);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${formatClock(ms)}`;
}

/** The moment such a text stands for, UTC epoch ms; a blank may stand for the T, and seconds be left out. NaN for anything else, a 30 February too. */
export function fromLocalInput(text: string): number {
  const parts = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?$/.exec(text.trim());
  if (parts === null) return Number.NaN;
  const date = new Date(`${parts[1]}T${parts[2]}${parts[3] ?? ':00'}`);
  // 30 February would be read as 2 March.
  return date.getDate() === Number((parts[1] as string).slice(8)) ? date.getTime() : Number.NaN;
}
