import { describe, expect, it } from 'vitest';
import type { Hiding } from '#shared/model/alarm.ts';
import { hidingEnd, stateText } from './alarm-hiding-words.ts';

const shelf: Hiding = { by: 'M. Ortega', reason: 'calibration', sinceMs: 0, untilMs: 3_600_000, isOneShot: false };

describe('how long an alarm is hidden', () => {
  it('counts down, and says when it ends sooner', () => {
    expect(hidingEnd(shelf, 3_600_000 - 24 * 60_000)).toBe('24 min left');
    expect(hidingEnd({ ...shelf, isOneShot: true }, 3_600_000 - 30_000)).toBe('30 s left, or when it clears');
    expect(hidingEnd(shelf, 3_600_500)).toBe('ending now');
  });
  it('says what ends it where no time does', () => {
    expect([hidingEnd({ ...shelf, untilMs: null }, 0), hidingEnd({ ...shelf, untilMs: null, isOneShot: true }, 0), hidingEnd({ ...shelf, by: null, untilMs: null }, 0)]).toEqual(['until returned', 'when it clears', 'by its design']);
  });
  it('stands with who hid it in the words of the state, and that the condition holds', () => {
    expect(stateText({ state: 'shelved', hiding: { ...shelf, untilMs: new Date(2026, 10, 28, 14, 30).getTime() }, isConditionTrue: true })).toBe('Shelved by M. Ortega until 14:30, active');
    expect(stateText({ state: 'suppressed', hiding: { ...shelf, by: null, untilMs: null }, isConditionTrue: false })).toBe('Suppressed by design');
    expect(stateText({ state: 'latched-acked' })).toBe('Latched, reset needed');
  });
});
