import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlarmEvent, type AlarmStanding, type HiddenState, type Hiding, isHiddenState } from '#shared/model/alarm.ts';
import { foldEvent } from '#shared/model/alarm-fold.ts';
import { AlarmId } from '#shared/model/ids.ts';
import { type AlarmInput, alarmInputs, stepAlarm } from '../../alarms/step.ts';
import { openDatabase } from '../open-database.ts';
import { createDataDir } from '../testing/open-test-store.ts';
import { journalWriter } from './journal-table.ts';
import { pastReader } from './past-reader.ts';

const names = ['A', 'B', 'C'].map((name) => AlarmId.parse(name));
const hidingOf = (input: AlarmInput, at: number): Hiding | undefined => {
  if (input === 'suppress') return { by: null, reason: `reason ${at}`, sinceMs: at, untilMs: null, isOneShot: false };
  return input === 'shelve' || input === 'remove-from-service' ? { by: 'Anna', reason: `reason ${at}`, sinceMs: at, untilMs: at + 9, isOneShot: true } : undefined;
};

/** A journal as the alarm engine would write it of these inputs. */
function journalOf(inputs: readonly { readonly which: number; readonly input: AlarmInput; readonly isTrue: boolean }[]): readonly AlarmEvent[] {
  const events: AlarmEvent[] = [];
  const standings = new Map<string, AlarmStanding>();
  inputs.forEach(({ which, input, isTrue }, at) => {
    const alarm = names[which] as AlarmId;
    const before = standings.get(alarm);
    const alsoHidden: readonly HiddenState[] = before?.alsoHidden?.map(({ state }) => state) ?? [];
    const made = stepAlarm(before?.state ?? 'normal', input, { latching: which === 1, isConditionTrue: isTrue, alsoHidden });
    if (made === null) return;
    const hiding = hidingOf(input, at);
    const event: AlarmEvent = {
      seq: events.length + 1,
      alarm,
      kind: made.kind,
      from: before?.state ?? 'normal',
      to: made.to,
      timeMs: 1000 + at,
      engineMs: 2000 + at,
      value: at,
      quality: 0,
      ...(at % 2 === 0 ? { user: `user ${at}` } : {}),
      ...(at % 3 === 0 ? { uncertaintyMs: at } : {}),
      ...(hiding === undefined ? {} : { hiding }),
    };
    events.push(event);
    standings.set(alarm, foldEvent(before, event));
  });
  return events;
}

describe('where alarms stood in the past', () => {
  const input = fc.record({ which: fc.constantFrom(0, 1, 2), input: fc.constantFrom(...alarmInputs), isTrue: fc.boolean() });

  it('is what the whole journal up to then tells, who hid what and why included, from as few events as that takes', () => {
    let hidden = 0;
    fc.assert(
      fc.property(fc.array(input, { minLength: 1, maxLength: 120, size: 'max' }), fc.nat(), (inputs, moment) => {
        const events = journalOf(inputs);
        const dir = createDataDir();
        const { db } = openDatabase(dir.dataDir);
        try {
          journalWriter(db)(events, []);
          const atMs = 2000 + (moment % inputs.length);
          const until = events.filter(({ engineMs }) => engineMs <= atMs);
          const expected = names.flatMap((name) => {
            const standing = until.filter(({ alarm }) => alarm === name).reduce<AlarmStanding | undefined>(foldEvent, undefined);
            return standing === undefined || standing.state === 'normal' ? [] : standing;
          });
          const past = pastReader(db);
          expect(past.standingAt(atMs)).toEqual({ seq: until.length, standings: expected });
          hidden += expected.filter(({ state, alsoHidden }) => isHiddenState(state) && alsoHidden !== undefined).length;

          // A journal that holds these events alone stands the same.
          const leading = past.leadingTo(atMs);
          const told = new Map<string, AlarmStanding>();
          for (const event of leading) told.set(event.alarm, foldEvent(told.get(event.alarm), event));
          expect([...told.values()].sort((a, b) => (a.alarm < b.alarm ? -1 : 1))).toEqual(expected);
          expect(leading.every((event) => until.some(({ seq }) => seq === event.seq))).toBe(true);
        } finally {
          db.close();
          dir.remove();
        }
      }),
      { numRuns: 60, seed: 20_261_128 },
    );
    expect(hidden).toBeGreaterThan(10);
  });
});
