import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alarmStates, type AlarmState } from '#shared/model/alarm.ts';
import { stepAlarm, type AlarmInput } from './step.ts';

// The table of the standard as data, written from peers' manuals independently of the code: [from, input, to] where
// `latching` and `condition` matter only where they stand.
const table: readonly (readonly [AlarmState, AlarmInput, AlarmState, { latching?: boolean; condition?: boolean }?])[] = [
  ['normal', 'condition-true', 'active-unacked'],
  ['active-unacked', 'acknowledge', 'active-acked'],
  ['active-unacked', 'condition-false', 'returned-unacked', { latching: false }],
  ['active-unacked', 'condition-false', 'latched-unacked', { latching: true }],
  ['active-acked', 'condition-false', 'normal', { latching: false }],
  ['active-acked', 'condition-false', 'latched-acked', { latching: true }],
  ['returned-unacked', 'acknowledge', 'normal'],
  ['returned-unacked', 'condition-true', 'active-unacked'],
  ['latched-unacked', 'acknowledge', 'latched-acked'],
  ['latched-unacked', 'reset', 'returned-unacked'],
  ['latched-unacked', 'condition-true', 'active-unacked'],
  ['latched-acked', 'reset', 'normal'],
  ['latched-acked', 'condition-true', 'active-unacked'],
  ...(['normal', 'active-unacked', 'active-acked', 'returned-unacked', 'latched-unacked', 'latched-acked'] as const).flatMap(
    (from) =>
      [
        [from, 'shelve', 'shelved'],
        [from, 'suppress', 'suppressed'],
        [from, 'remove-from-service', 'out-of-service'],
      ] as const,
  ),
  ['shelved', 'unshelve', 'normal', { condition: false }],
  ['shelved', 'unshelve', 'active-unacked', { condition: true }],
  ['suppressed', 'unsuppress', 'normal', { condition: false }],
  ['suppressed', 'unsuppress', 'active-unacked', { condition: true }],
  ['out-of-service', 'return-to-service', 'normal', { condition: false }],
  ['out-of-service', 'return-to-service', 'active-unacked', { condition: true }],
];
const inputs: readonly AlarmInput[] = ['condition-true', 'condition-false', 'acknowledge', 'reset', 'shelve', 'unshelve', 'suppress', 'unsuppress', 'remove-from-service', 'return-to-service'];

describe('the alarm state machine', () => {
  it('makes every transition of the table and no other', () => {
    for (const state of alarmStates)
      for (const input of inputs)
        for (const latching of [false, true])
          for (const condition of [false, true]) {
            const row = table.find(
              ([from, what, , only]) =>
                from === state && what === input && (only?.latching ?? latching) === latching && (only?.condition ?? condition) === condition,
            );
            const made = stepAlarm(state, input, { latching, isConditionTrue: condition });
            expect(made?.to ?? null, `${state} + ${input}`).toBe(row?.[2] ?? null);
          }
  });

  it('never hides an active alarm as acknowledged when it leaves shelving, suppression or maintenance', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...inputs), fc.boolean(), fc.boolean())), (steps) => {
        let state: AlarmState = 'normal';
        for (const [input, latching, isConditionTrue] of steps) {
          const wasHidden = state === 'shelved' || state === 'suppressed' || state === 'out-of-service';
          const made = stepAlarm(state, input, { latching, isConditionTrue });
          if (made === null) continue;
          if (wasHidden) expect(made.to).toBe(isConditionTrue ? 'active-unacked' : 'normal');
          state = made.to;
        }
      }),
    );
  });
});
