import { expect, it } from 'vitest';
import { lockedLine, lockSentences } from './lock-words.ts';

it('a lock is told with its run, its number, who confirmed it and when, with the day where it is another one', () => {
  const at = (day: number, hour: number): number => new Date(2026, 10, day, hour, 40, 12).getTime();
  const lock = { reference: 'L-17', gate: 'Field P-1 locked and tried', by: 'Ben', timeMs: at(29, 7), number: 12, runbook: 'RB-1' };
  expect(lockSentences([lock], at(29, 9))).toBe('Locked out, run 12 of RB-1: L-17, confirmed by Ben at 07:40:12. Field P-1 locked and tried');
  expect(lockSentences([{ ...lock, timeMs: at(28, 7), by: '' }, lock], at(29, 9)).split('\n')).toEqual([
    expect.stringMatching(/confirmed by an unknown person at .*28.* 07:40:12\./),
    expect.stringMatching(/confirmed by Ben at 07:40:12\./),
  ]);
});

it('on a picture all that is locked out is one line, assets with the numbers of their locks, beyond four counted', () => {
  const lock = (reference: string) => ({ reference, gate: '', by: 'Ben', timeMs: 0, number: 12, runbook: 'RB-1' });
  expect(lockedLine(new Map())).toBe('');
  expect(lockedLine(new Map([['P-1', [lock('L-17'), lock('L-18')]], ['P-2', [lock('L-19')]]]))).toBe('locked out: P-1 (L-17, L-18), P-2 (L-19)');
  expect(lockedLine(new Map(['A', 'B', 'C', 'D', 'E', 'F'].map((asset) => [asset, [lock('L-1')]])))).toBe('locked out: A (L-1), B (L-1), C (L-1), D (L-1) and 2 more');
});
