const two = (part: number): string => String(part).padStart(2, '0');

/** A time as an input of dates and times holds it: local, to the second. */
export function toLocalInput(ms: number): string {
  const date = new Date(ms);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** The time such an input holds, UTC epoch ms; NaN while it is not complete. */
export const fromLocalInput = (text: string): number => (text === '' ? Number.NaN : new Date(text).getTime());

/** A size in bytes in words: "812 B", "1.4 MB". */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let at = 0;
  let size = bytes;
  while (size >= 1000 && at < units.length - 1) {
    size /= 1000;
    at++;
  }
  return `${at === 0 ? size : size.toFixed(size < 10 ? 1 : 0)} ${units[at]}`;
}
