import { expect, it } from 'vitest';
import { lockSentences } from './lock-words.ts';

it('a lock is told with its run, its number, who confirmed it and when, with the day where it is another one', () => {
  const at = (day: number, hour: number): number => new Date(2026, 10, day, hour, 40, 12).getTime();
  const lock = { reference: 'L-17', gate: 'Field P-1 locked and tried', by: 'Ben', timeMs: at(29, 7), number: 12, runbook: 'RB-1' };
  expect(lockSentences([lock], at(29, 9))).toBe('Locked out, run 12 of RB-1: L-17, confirmed by Ben at 07:40:12. Field P-1 locked and tried');
  expect(lockSentences([{ ...lock, timeMs: at(28, 7), by: '' }, lock], at(29, 9)).split('\n')).toEqual([
    expect.stringMatching(/confirmed by an unknown person at .*28.* 07:40:12\./),
    expect.stringMatching(/confirmed by Ben at 07:40:12\./),
  ]);
});
