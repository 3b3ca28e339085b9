import { describe, expect, it } from 'vitest';
import type { AlarmEvent, AlarmEventKind, AlarmStanding, AlarmState, Hiding } from './alarm.ts';
import { beginsAnew, foldEvent } from './alarm-fold.ts';
import { AlarmId } from './ids.ts';

const alarm = AlarmId.parse('PT-1.H');
const hiding = (by: string | null, reason: string): Hiding => ({ by, reason, sinceMs: 1, untilMs: null, isOneShot: false });

/** A journal of one alarm, numbered and one ms apart, told line by line. */
function journal() {
  const events: AlarmEvent[] = [];
  const add = (kind: AlarmEventKind, from: AlarmState, to: AlarmState, more: Partial<AlarmEvent> = {}) => {
    const seq = events.length + 1;
    events.push({ seq, alarm, kind, from, to, timeMs: 1000 + seq, engineMs: 2000 + seq, value: seq, quality: 0, ...more });
    return told;
  };
  const told = { events, add, stands: (): AlarmStanding | undefined => events.reduce<AlarmStanding | undefined>(foldEvent, undefined) };
  return told;
}

describe('where an alarm stands by its journal', () => {
  it('stands for the activation until the next one, with who acknowledged it', () => {
    const told = journal().add('raised', 'normal', 'active-unacked', { uncertaintyMs: 50 }).add('acknowledged', 'active-unacked', 'active-acked', { user: 'Anna' });
    expect(told.stands()).toEqual({ alarm, state: 'active-acked', raisedMs: 1001, returnedMs: null, acknowledgedMs: 1002, acknowledgedBy: 'Anna', value: 1, quality: 0, seq: 1, isConditionTrue: true, uncertaintyMs: 50 });
    told.add('returned', 'active-acked', 'normal');
    expect(told.stands()).toMatchObject({ state: 'normal', returnedMs: 1003, acknowledgedBy: 'Anna', isConditionTrue: false });
    told.add('raised', 'normal', 'active-unacked');
    expect(told.stands()).toEqual({ alarm, state: 'active-unacked', raisedMs: 1004, returnedMs: null, acknowledgedMs: null, acknowledgedBy: null, value: 4, quality: 0, seq: 4, isConditionTrue: true });
  });
  it('is the same activation after a re-alarm, but nobody has acknowledged that', () => {
    const told = journal().add('raised', 'normal', 'active-unacked').add('acknowledged', 'active-unacked', 'active-acked', { user: 'Anna' }).add('re-alarmed', 'active-acked', 'active-unacked');
    expect(told.stands()).toMatchObject({ state: 'active-unacked', raisedMs: 1001, value: 1, acknowledgedMs: null, acknowledgedBy: null, seq: 3, isConditionTrue: true });
    expect(told.events.map(beginsAnew)).toEqual([true, false, false]);
  });
  it('keeps reason and owner of everything that hides it, and goes on with the next when one ends', () => {
    const told = journal()
      .add('raised', 'normal', 'active-unacked')
      .add('shelved', 'active-unacked', 'shelved', { user: 'Anna', hiding: hiding('Anna', 'sensor') })
      .add('suppressed', 'shelved', 'shelved', { hiding: hiding(null, 'P-1 stands') })
      .add('removed-from-service', 'shelved', 'shelved', { user: 'Ben', hiding: hiding('Ben', 'repair') });
    expect(told.stands()).toMatchObject({ state: 'shelved', hiding: { by: 'Anna' }, alsoHidden: [{ state: 'suppressed' }, { state: 'out-of-service', hiding: { by: 'Ben' } }], raisedMs: 1001, seq: 1 });
    // The journal does not tell how the condition of a hidden alarm goes on.
    expect(told.stands()).not.toHaveProperty('isConditionTrue');
    told.add('handed-over', 'shelved', 'shelved', { user: 'Carl' });
    expect(told.stands()).toMatchObject({ hiding: { by: 'Carl', reason: 'sensor' }, alsoHidden: [{ hiding: { by: null } }, { hiding: { by: 'Carl', reason: 'repair' } }] });
    told.add('unshelved', 'shelved', 'suppressed', { user: 'Carl' });
    expect(told.stands()).toMatchObject({ state: 'suppressed', hiding: { by: null, reason: 'P-1 stands' }, alsoHidden: [{ state: 'out-of-service' }] });
    told.add('returned-to-service', 'suppressed', 'suppressed', { user: 'Carl' });
    expect(told.stands()).toMatchObject({ state: 'suppressed', hiding: { by: null } });
    expect(told.stands()).not.toHaveProperty('alsoHidden');
    told.add('unsuppressed', 'suppressed', 'active-unacked');
    expect(told.stands()).toEqual({ alarm, state: 'active-unacked', raisedMs: 1008, returnedMs: null, acknowledgedMs: null, acknowledgedBy: null, value: 8, quality: 0, seq: 8, isConditionTrue: true });
    // From here on nothing before is needed.
    expect(told.events.map(beginsAnew)).toEqual([true, false, false, false, false, false, false, true]);
  });
  it('has nothing of an earlier activation in an alarm that was normal when it was hidden', () => {
    const told = journal().add('raised', 'normal', 'active-unacked').add('returned', 'active-unacked', 'returned-unacked').add('acknowledged', 'returned-unacked', 'normal', { user: 'Anna' });
    told.add('shelved', 'normal', 'shelved', { user: 'Anna', hiding: hiding('Anna', 'test') });
    expect(told.stands()).toMatchObject({ state: 'shelved', raisedMs: 0, seq: 0, acknowledgedBy: null });
    expect(beginsAnew(told.events.at(-1) as AlarmEvent)).toBe(true);
    told.add('unshelved', 'shelved', 'normal');
    expect(told.stands()).toMatchObject({ state: 'normal', isConditionTrue: false });
  });
});
