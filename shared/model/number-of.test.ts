import { expect, it } from 'vitest';
import { numberOf } from './number-of.ts';

it('one is said as one, none and many as many', () => {
  expect([0, 1, 2, 12].map((count) => numberOf(count, 'alarm'))).toEqual(['0 alarms', '1 alarm', '2 alarms', '12 alarms']);
  expect([numberOf(1, 'entry', 'entries'), numberOf(3, 'entry', 'entries')]).toEqual(['1 entry', '3 entries']);
});
