import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardFormula, withoutGuard } from './formula-cells.ts';
import { qualityName, readQuality } from './quality-names.ts';
import { fromNanoseconds, latestMs, readIsoTime, timeText, toNanoseconds } from './time-text.ts';

describe('times in files', () => {
  const anyTime = fc.double({ min: 0, max: latestMs, noNaN: true }).map((time) => (time < 1e9 ? Math.floor(time) : time));
  it('read back as the same number, whatever fraction a device gives', () => {
    fc.assert(fc.property(anyTime, (time) => Object.is(readIsoTime(timeText(time)), time === 0 ? 0 : time)));
    fc.assert(fc.property(anyTime.filter((time) => time > 1e11), (time) => Object.is(fromNanoseconds(toNanoseconds(time)), time)));
  });

  it('are ISO 8601 in UTC to the millisecond, with more digits only where there are some', () => {
    expect(timeText(Date.UTC(2026, 10, 28, 15))).toBe('2026-11-28T15:00:00.000Z');
    expect(timeText(Date.UTC(2026, 10, 28, 15) + 0.25)).toBe('2026-11-28T15:00:00.00025Z');
  });

  it('are taken with a space, a comma, an offset or without seconds, and refused when no calendar has them', () => {
    const noon = Date.UTC(2026, 10, 28, 12);
    for (const text of ['2026-11-28T12:00:00Z', '2026-11-28 12:00', '2026-11-28T13:00:00,000+01:00', '2026-11-28T06:30:00-0530', ' 2026-11-28T12:00:00.000Z ']) expect(readIsoTime(text)).toBe(noon);
    for (const text of ['', 'noon', '2026-02-30', '2026-13-01', '2026-11-28T25:00', '28.11.2026', '2026-11-28T12:00:00Zx']) expect(readIsoTime(text)).toBeNaN();
  });
});

describe('text cells', () => {
  it('come back from behind the guard against formulas, whatever they are', () => {
    const text = fc.oneof(fc.string(), fc.string().map((rest) => `=${rest}`), fc.string().map((rest) => `'${rest}`), fc.string().map((rest) => `''@${rest}`), fc.double().map(String));
    fc.assert(fc.property(text, (cell) => withoutGuard(guardFormula(cell)) === cell));
  });
  it('are never taken for a formula', () => {
    for (const cell of ['=1+1', '+cmd', '-2+3', '@SUM(1)', '\t=1', '\r=1', '＝1']) expect(guardFormula(cell)).toBe(`'${cell}`);
    for (const cell of ['-5', '+3.5e7', 'B-7', '']) expect(guardFormula(cell)).toBe(cell);
  });
});

describe('qualities in files', () => {
  it('have a name by their upper half and are read by name or number', () => {
    expect(qualityName(0x80310000)).toBe('BadNoCommunication');
    expect(qualityName(0x00000480)).toBe('Good');
    expect(qualityName(0x80ff0000)).toBe('Bad');
    expect([readQuality('badnocommunication'), readQuality('2150694912'), readQuality('0x80310000'), readQuality('fine'), readQuality('99999999999')]).toEqual([0x80310000, 2150694912, 0x80310000, null, null]);
  });
});
