import { describe, expect, it } from 'vitest';
import { fromLocalInput, toLocalInput } from '../format-time.ts';
import { momentText, stepMoment } from './moment-text.ts';

describe('The text of a moment', () => {
  it('is date and time from the greatest part to the least, on a clock of 24 hours', () => {
    expect(momentText(toLocalInput(new Date(2026, 10, 29, 14, 5, 9).getTime()))).toBe('2026-11-29 14:05:09');
    expect(momentText(toLocalInput(Number.NaN))).toBe('');
  });

  it.each([
    ['2026-11-29 14:05:09', new Date(2026, 10, 29, 14, 5, 9).getTime()],
    ['2026-11-29T14:05:09', new Date(2026, 10, 29, 14, 5, 9).getTime()],
    ['2026-11-29T14:05:09.250', new Date(2026, 10, 29, 14, 5, 9, 250).getTime()],
    [' 2026-11-29 14:05 ', new Date(2026, 10, 29, 14, 5, 0).getTime()],
    ['2026-02-29 00:00', Number.NaN],
    ['2026-02-30 00:00', Number.NaN],
    ['2026-11-29 25:00', Number.NaN],
    ['2026-11-29', Number.NaN],
    ['2026-1', Number.NaN],
    ['11/29/2026 02:05 PM', Number.NaN],
    ['', Number.NaN],
  ])('%j is read as what it says, or not at all', (text, ms) => {
    expect(fromLocalInput(text)).toBe(ms);
  });

  it.each([
    [0, 1, '2028-01-31T23:59:59'],
    [6, 1, '2027-02-28T23:59:59'],
    [8, 1, '2027-02-01T23:59:59'],
    [13, -1, '2027-01-31T22:59:59'],
    [15, 1, '2027-02-01T00:00:59'],
    [19, 1, '2027-02-01T00:00:00'],
  ])('with the caret at %i a step of %i gives %s', (caret, by, local) => {
    expect(stepMoment('2027-01-31 23:59:59', caret, by)?.local).toBe(local);
  });

  it('that is none is not stepped', () => {
    expect(stepMoment('2027-01-3', 0, 1)).toBeNull();
  });
});
