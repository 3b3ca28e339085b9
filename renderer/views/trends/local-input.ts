/** A moment as a date-time field takes it, in this console's own time zone, to the second. */
export function toLocalInput(ms: number): string {
  const at = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** The moment a date-time field holds, UTC epoch ms; NaN when it holds none. */
export const fromLocalInput = (text: string): number => (text === '' ? Number.NaN : new Date(text).getTime());
