import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AlarmDefinition } from '#shared/model/alarm.ts';
import { AlarmId } from '#shared/model/ids.ts';
import { madeAlarmId, madeDefinition, priorityOf } from './made-definition.ts';

describe('an alarm made of what a device says', () => {
  it.each([
    [1000, 1],
    [801, 1],
    [800, 2],
    [601, 2],
    [600, 3],
    [401, 3],
    [400, 4],
    [1, 4],
  ])('of severity %i has priority %i', (severity, priority) => {
    expect(priorityOf(severity)).toBe(priority);
  });

  it('is named after device, source and condition where these can stand in an id', () => {
    expect(madeAlarmId('PLC-1', 'Tank7', 'High')).toBe('PLC-1:Tank7.High');
    expect(madeAlarmId('PLC-1', 'Tank7', 'High', 2)).toBe('PLC-1:Tank7.High:2');
  });

  it('keeps names apart that only differ in letters an id cannot have', () => {
    const [one, two] = [madeAlarmId('PLC-1', 'Tank 7', 'Füllstand'), madeAlarmId('PLC-1', 'Tank#7', 'Füllstand')];
    expect(one).toMatch(/^PLC-1:Tank_7\.F_llstand-[0-9a-f]{8}$/);
    expect(two).not.toBe(one);
  });

  it('has a valid definition for whatever names, words and tags a device has', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 300, unit: 'binary' }),
        fc.string({ minLength: 1, maxLength: 300, unit: 'binary' }),
        fc.string({ maxLength: 300, unit: 'binary' }),
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 99 }),
        (source, condition, message, severity, rank) => {
          const id = madeAlarmId('PLC-1', source, condition, rank);
          expect(AlarmId.safeParse(id).success).toBe(true);
          const made = madeDefinition(id, 'PLC-1', 'PLC-1.LINK', { key: 'k', source, condition, message, limit: '', severity, tag: null, timeMs: 1, turnedMs: null, ackedMs: null, isActive: true, isAcked: false, isLatching: false, hiddenBy: null, quality: 0, user: null, comment: '' });
          expect(AlarmDefinition.safeParse(made).success).toBe(true);
        },
      ),
    );
  });

  it('keeps its id apart from every other, however long the names are', () => {
    const long = 'x'.repeat(200);
    expect(new Set([madeAlarmId('PLC-1', `${long}1`, 'High'), madeAlarmId('PLC-1', `${long}2`, 'High'), madeAlarmId('PLC-1', `${long}2`, 'High', 2)]).size).toBe(3);
  });
});
