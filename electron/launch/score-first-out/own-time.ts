/** A time as the file writes it: seconds or milliseconds as a number, else text. */
export type OwnTime = number | string;

/**
 * Writes times the way a cell of the file does: numbers stay numbers (seconds to the millisecond), ISO times keep their
 * separator and their zone: none where the file has none. Times of other calendars are written as ISO.
 */
export function ownTimeLike(cell: string, form: 'iso' | 'seconds' | 'epoch-ms' | 'day-first' | 'month-first'): (timeMs: number) => OwnTime {
  if (form === 'seconds') return (timeMs) => Math.round(timeMs) / 1000;
  if (form === 'epoch-ms') return (timeMs) => Math.round(timeMs);
  const separator = /\d[T ]\d/.exec(cell)?.[0]?.[1] ?? 'T';
  const zone = /(Z|[+-]\d{2}:?\d{2})$/i.exec(cell.trim())?.[1] ?? '';
  const offsetMs = /^[+-]/.test(zone) && /[T ]\d{2}:/.test(cell) ? offsetOf(zone) : 0;
  return (timeMs) => {
    const text = new Date(Math.round(timeMs) + offsetMs).toISOString().slice(0, -1).replace(/\.000$/, '');
    return text.replace('T', form === 'iso' ? separator : 'T') + (form === 'iso' ? zone : '');
  };
}

function offsetOf(zone: string): number {
  const digits = zone.slice(1).replace(':', '');
  return (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000 * (zone.startsWith('-') ? -1 : 1);
}
