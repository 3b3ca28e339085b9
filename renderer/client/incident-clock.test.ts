import { describe, expect, it } from 'vitest';
import { elapsedClock, statusClock } from './incident-clock.ts';

const minute = 60_000;
const open = { state: 'open', everyMin: 20, updateDueMs: 20 * minute, missedInRow: 0 } as const;

describe('the clock of status updates', () => {
  it('counts down to the next one', () => {
    expect(statusClock(open, 5 * minute)).toEqual({ kind: 'running', leftMs: 15 * minute });
  });
  it('is late from the moment it was due, before the engine has written it down', () => {
    expect(statusClock(open, 20 * minute)).toEqual({ kind: 'late', lateMs: 0, missed: 1 });
  });
  it('stays late when the next one is due already, counted from the first that did not come', () => {
    expect(statusClock({ ...open, updateDueMs: 60 * minute, missedInRow: 2 }, 45 * minute)).toEqual({ kind: 'late', lateMs: 25 * minute, missed: 2 });
  });
  it('says nothing once the incident is closed or the clock was stopped', () => {
    expect(statusClock({ ...open, state: 'closed', updateDueMs: null }, minute).kind).toBe('none');
    expect(statusClock({ ...open, everyMin: null, updateDueMs: null }, minute).kind).toBe('none');
  });
});

describe('the time since it began', () => {
  it('is written as a clock that grows', () => {
    expect([588_000, 4_188_000, 176_988_000, -3000].map(elapsedClock)).toEqual(['09:48', '1:09:48', '2 d 01:09:48', '−00:03']);
  });
});
