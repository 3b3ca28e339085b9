import { describe, expect, it } from 'vitest';
import type { LoadMeasure } from '#shared/model/alarm-load.ts';
import { countText, figureText, measureText, shareText, targetText } from './health-words.ts';

const measure = (over: Partial<LoadMeasure>): LoadMeasure => ({
  id: 'per-day',
  value: 150,
  good: 150,
  limit: 300,
  verdict: 'met',
  why: '',
  source: '',
  ...over,
});

describe('figures in words', () => {
  it('have as many decimals as their size asks for', () => {
    expect([0, 0.05, 0.123, 1, 9.48, 56.89, 1365.45, 12_345_678].map((value) => figureText(value))).toEqual([
      '0',
      '0.05',
      '0.1',
      '1',
      '9.5',
      '56.9',
      '1\u2009365',
      '12\u2009345\u2009678',
    ]);
  });
  it('are never rounded to a target that is missed', () => {
    expect(figureText(1.04, 1)).toBe('1.04');
    expect(figureText(150.2, 150)).toBe('150.2');
    expect(figureText(1, 1)).toBe('1');
    expect(figureText(1.3, 1)).toBe('1.3');
  });
  it('a figure that cannot be told is a dash without a unit', () => {
    expect(measureText(measure({ value: null, verdict: 'unknown' }))).toEqual({ value: '--', unit: '' });
    expect(measureText(measure({}))).toEqual({ value: '150', unit: 'a day' });
  });
  it('a target says which way it counts and what can still be managed', () => {
    expect(targetText(measure({}))).toBe('At most 150, 300 can be managed');
    expect(targetText(measure({ id: 'priority-3-4', good: 80, limit: null }))).toBe('At least 80 %');
    expect(targetText(measure({ id: 'days-of-data', good: 30, limit: null }))).toBe('At least 30 days');
  });
  it('a share of nothing is nothing', () => {
    expect(shareText(0, 0)).toBe('');
    expect(shareText(1, 8)).toBe('12.5 %');
    expect(countText(8420)).toBe('8\u2009420');
  });
});
