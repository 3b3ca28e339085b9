import { readIsoTime } from '../exchange/formats/time-text.ts';

/** How a log writes its times: ISO 8601 and calendar forms, seconds from any moment, or ms since 1970. */
export type LogTimeForm = 'iso' | 'day-first' | 'month-first' | 'seconds' | 'epoch-ms';

const numberForm = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const calendarForm = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]m)?)?$/i;

/** A double holds a quarter of a microsecond: digits beyond are cut, since 07:59:59.999999999 rounded would be of the next shift. */
const beyondMicroseconds = /([.,]\d{6})\d+/;

export const isLogTime = (cell: string): boolean => {
  const text = cell.trim();
  return numberForm.test(text) || calendarForm.test(text) || !Number.isNaN(readIsoTime(text));
};

/**
 * The form of the times in these cells; null where they are none. A date whose day and month could be either is read month first where it has
 * strokes, day first where it has points; `isAssumed` says so.
 */
export function guessTimeForm(cells: readonly string[]): { readonly form: LogTimeForm; readonly isAssumed: boolean } | null {
  const texts = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  const first = texts[0];
  if (first === undefined) return null;
  const most = (holds: (text: string) => boolean): boolean => texts.filter(holds).length > texts.length / 2;
  if (most((text) => numberForm.test(text))) {
    // Seconds since 1970 reach this in the year 5138, milliseconds in 1973.
    return { form: texts.some((text) => Math.abs(Number(text)) > 1e11) ? 'epoch-ms' : 'seconds', isAssumed: false };
  }
  if (most((text) => !Number.isNaN(readIsoTime(text)))) return { form: 'iso', isAssumed: false };
  if (!most((text) => calendarForm.test(text))) return null;
  const parts = texts.map((text) => calendarForm.exec(text)).filter((match) => match !== null);
  if (parts.some((match) => Number(match[1]) > 12)) return { form: 'day-first', isAssumed: false };
  if (parts.some((match) => Number(match[2]) > 12)) return { form: 'month-first', isAssumed: false };
  return { form: first.includes('/') ? 'month-first' : 'day-first', isAssumed: true };
}

/** UTC epoch ms of a cell; seconds from the log's own beginning count from 1970. NaN where it is no time of this form. */
export function readLogTime(cell: string, form: LogTimeForm): number {
  const text = cell.trim();
  switch (form) {
    case 'iso':
      return readIsoTime(text.replace(beyondMicroseconds, '$1'));
    case 'seconds':
      return numberForm.test(text) ? Number(text) * 1000 : Number.NaN;
    case 'epoch-ms':
      return numberForm.test(text) ? Number(text) : Number.NaN;
    default:
      return readCalendarTime(text, form === 'day-first');
  }
}

function readCalendarTime(text: string, isDayFirst: boolean): number {
  const match = calendarForm.exec(text);
  if (match === null) return Number.NaN;
  const [, one, two, year, hour = '0', minute = '0', second = '0', fraction = '', half] = match;
  const [day, month] = isDayFirst ? [Number(one), Number(two)] : [Number(two), Number(one)];
  const twelve = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  if (twelve > 23 || Number(minute) > 59 || Number(second) > 59) return Number.NaN;
  const timeMs =
    Date.UTC(Number(year), month - 1, day, twelve, Number(minute), Number(second)) + Number(`0.${fraction === '' ? '0' : fraction}`) * 1000;
  const check = new Date(timeMs);
  return check.getUTCMonth() === month - 1 && check.getUTCDate() === day ? timeMs : Number.NaN;
}
