import { describe, expect, it } from 'vitest';
import { formatClockMs, formatSpan } from './format-time.ts';

describe('times', () => {
  it('are written in their two largest units', () => {
    expect([400, 14_000, 119_000, 250_000, 7_500_000, 1_570_000_000].map(formatSpan)).toEqual(['0.4 s', '14 s', '119 s', '4 min', '2 h 05 min', '18 d 04 h']);
    expect([NaN, -5].map(formatSpan)).toEqual(['--', '0.0 s']);
  });
  it('keep the milliseconds, and are dashes where there is none', () => {
    expect(formatClockMs(1_700_000_000_007.9)).toMatch(/^\d\d:\d\d:\d\d\.007$/);
    expect(formatClockMs(NaN)).toBe('--:--:--.---');
  });
});
