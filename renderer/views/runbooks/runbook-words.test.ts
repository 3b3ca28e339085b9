import { describe, expect, it } from 'vitest';
import { limitWords, locksLeft, readable, tagsOfExpression, typedNumber } from './runbook-words.ts';

describe('words of a runbook', () => {
  it('an expression reads as a person says it', () => {
    expect(readable('!{K-201.RUN} && ({LT-1} > 40 || {LT-1} != 3)')).toBe('not K-201.RUN and (LT-1 > 40 or LT-1 != 3)');
    expect(tagsOfExpression('{LT-1} > 40 && { LT-2 } < {LT-1}')).toEqual(['LT-1', 'LT-2']);
  });

  it('locks that still hang when a run ends are named, each with its number and who hung it', () => {
    expect(locksLeft([])).toEqual([]);
    expect(locksLeft([{ asset: 'P-1', reference: 'L-17', by: 'Ben' }, { asset: 'M-1', reference: 'L-18', by: '' }])).toEqual([
      'Lock L-17 on P-1, by Ben, was not confirmed to be off; no mark shows it once the run is over.',
      'Lock L-18 on M-1, by an unknown person, was not confirmed to be off; no mark shows it once the run is over.',
    ]);
  });

  it('limits are said with what there is of them', () => {
    expect(limitWords({ min: 0, max: 2, unit: 'bar' })).toBe('0 to 2 bar');
    expect(limitWords({ min: 1, max: null, unit: 'MΩ' })).toBe('at least 1 MΩ');
    expect(limitWords({ min: null, max: 5, unit: '' })).toBe('at most 5');
    expect(limitWords({ min: null, max: null, unit: 'bar' })).toBe('');
  });

  it('a number is taken with comma or point, and nothing that is not wholly one', () => {
    expect(['3', ' 3,5 ', '−2.5', '0.0'].map(typedNumber)).toEqual([3, 3.5, -2.5, 0]);
    expect(['', '3 bar', '1e5', '0x10', '1,000.5', '--2', 'Infinity'].map(typedNumber)).toEqual([null, null, null, null, null, null, null]);
  });
});
