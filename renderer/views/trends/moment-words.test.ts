import { describe, expect, it } from 'vitest';
import { axisEndWords, momentWords } from './moment-words.ts';

const ms = new Date(2026, 10, 18, 14, 32, 6, 904).getTime();
const [second, minute, day] = [1000, 60_000, 86_400_000];

describe('a moment of a trend', () => {
  it('is told to what the span can tell apart', () => {
    expect([5, 9 * second, 10 * second, 8 * 60 * minute, day, 300 * day].map((spanMs) => momentWords(ms, spanMs))).toEqual([
      '14:32:06.904',
      '14:32:06.904',
      '14:32:06',
      '14:32:06',
      'Wed 18 Nov 14:32',
      'Wed 18 Nov 14:32',
    ]);
  });
  it('stands at the ends of the overview as short as can be, with the year where there are several', () => {
    expect([5, minute, 60 * minute, 3 * day, 400 * day].map((spanMs) => axisEndWords(ms, spanMs))).toEqual(['14:32:06.904', '14:32:06', '14:32', 'Wed 18 Nov', '18 Nov 2026']);
  });
});
