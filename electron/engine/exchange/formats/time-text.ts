/** A row's time must lie here, UTC epoch ms: 1970 to the end of 2261, what 64 bits of nanoseconds hold. */
export const earliestMs = 0;
export const latestMs = Date.UTC(2262, 0, 1) - 1;

/**
 * ISO 8601 in UTC with milliseconds, and with as many digits more as a time has (a device may give fractions), so that
 * reading it back gives the same number. Times before 1970 have their fraction written out in full.
 */
export function timeText(timeMs: number): string {
  const whole = Math.floor(timeMs);
  const iso = new Date(whole).toISOString();
  if (whole === timeMs) return iso;
  const shortest = timeMs >= 0 ? String(timeMs) : (timeMs - whole).toFixed(20).replace(/0+$/, '');
  return `${iso.slice(0, -1)}${shortest.slice(shortest.indexOf('.') + 1)}Z`;
}

const isoForm = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,24}))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/** UTC epoch ms from ISO 8601 (a space for the T and a comma in the seconds are taken; no offset means UTC); NaN when it is none. */
export function readIsoTime(text: string): number {
  const match = isoForm.exec(text.trim());
  if (match === null) return Number.NaN;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', offset = 'Z'] = match;
  const [y, mo, d, h, mi, s] = [Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second)];
  const isTime = h < 24 && mi < 60 && s < 60;
  const digits = fraction.padEnd(3, '0');
  const whole = Date.UTC(y, mo - 1, d, h, mi, s, Number(digits.slice(0, 3)));
  const check = new Date(whole);
  if (!isTime || y < 100 || check.getUTCMonth() !== mo - 1 || check.getUTCDate() !== d) return Number.NaN;
  const shifted = whole - offsetMs(offset);
  const rest = digits.slice(3).replace(/0+$/, '');
  if (rest === '') return shifted;
  return shifted >= 0 ? Number(`${shifted}.${rest}`) : shifted + Number(`0.${rest}`);
}

function offsetMs(text: string): number {
  if (text === 'Z' || text === 'z') return 0;
  const digits = text.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return minutes * 60_000 * (text.startsWith('-') ? -1 : 1);
}

/** Nanoseconds since 1970; exact for every number a time after 1970 can be, since those lie some 240 ns apart. */
export function toNanoseconds(timeMs: number): bigint {
  const whole = Math.floor(timeMs);
  return BigInt(whole) * 1_000_000n + BigInt(Math.round((timeMs - whole) * 1e6));
}

export function fromNanoseconds(nanoseconds: bigint): number {
  const whole = nanoseconds / 1_000_000n;
  return Number(whole) + Number(nanoseconds - whole * 1_000_000n) / 1e6;
}
