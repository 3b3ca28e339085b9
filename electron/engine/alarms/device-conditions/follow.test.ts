import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlarmEvent, type AlarmStanding, alarmStates, type HiddenState, isHiddenState } from '#shared/model/alarm.ts';
import { foldEvent, neverRaised } from '#shared/model/alarm-fold.ts';
import type { DeviceHiding } from '#shared/model/device-condition.ts';
import { AlarmId } from '#shared/model/ids.ts';
import { stepAlarm } from '../step.ts';
import { hidingReasons, mostInputs, nextInput, type Wanted } from './follow.ts';

const id = AlarmId.parse('PLC-1:Tank.High');
const deviceHides = Object.keys(hidingReasons) as DeviceHiding[];
const hide = (reason: string) => ({ by: null, reason, sinceMs: 1, untilMs: null, isOneShot: false });

/** Lets an alarm follow by the real state machine and the real fold of the journal; gives back every input on the way. */
function follow(start: AlarmStanding, wanted: Wanted) {
  let standing = start;
  const inputs: string[] = [];
  for (let count = 0; count < mostInputs; count++) {
    const input = nextInput(standing, wanted);
    if (input === null) return { standing, inputs };
    inputs.push(input);
    const isTrue = input === 'condition-true' || (input !== 'condition-false' && (standing.isConditionTrue ?? standing.state.startsWith('active')));
    // As the alarm engine does: of a hidden alarm only what its condition is goes on.
    if (isHiddenState(standing.state) && (input === 'condition-true' || input === 'condition-false')) {
      standing = { ...standing, isConditionTrue: isTrue };
      continue;
    }
    const made = stepAlarm(standing.state, input, { latching: wanted.isLatching, isConditionTrue: isTrue, alsoHidden: standing.alsoHidden?.map(({ state }) => state) ?? [] });
    expect(made, `${standing.state} takes ${input}`).not.toBeNull();
    const event: AlarmEvent = { seq: count + 1, alarm: id, kind: made!.kind, from: standing.state, to: made!.to, timeMs: 5, engineMs: 5, value: null, quality: 0 };
    standing = { ...foldEvent(standing, input === 'suppress' ? { ...event, hiding: hide(hidingReasons[wanted.hiddenBy ?? 'suppressed']) } : event), isConditionTrue: isTrue };
  }
  expect(nextInput(standing, wanted), `settled after ${inputs.join(', ')}`).toBeNull();
  return { standing, inputs };
}

const anyStanding: fc.Arbitrary<AlarmStanding> = fc
  .record({ state: fc.constantFrom(...alarmStates), isTrue: fc.boolean(), reason: fc.constantFrom('Plant state: stopped', ...Object.values(hidingReasons)), also: fc.constantFrom<readonly HiddenState[]>([], ['suppressed'], ['out-of-service']) })
  .map(({ state, isTrue, reason, also }) => {
    const standing = { ...neverRaised(id), state, isConditionTrue: isHiddenState(state) ? isTrue : state.startsWith('active') };
    if (!isHiddenState(state)) return standing;
    const alsoHidden = also.filter((other) => other !== state).map((other) => ({ state: other, hiding: hide(other === 'suppressed' ? reason : 'pump taken out') }));
    return { ...standing, hiding: hide(state === 'suppressed' ? reason : 'noisy'), ...(alsoHidden.length === 0 ? {} : { alsoHidden }) };
  });
const anyWanted: fc.Arbitrary<Wanted> = fc.record({ isActive: fc.boolean(), isAcked: fc.boolean(), isLatching: fc.boolean(), hiddenBy: fc.constantFrom(null, ...deviceHides) });

describe('an alarm that follows its device', () => {
  it('ends where the device has it, from any state, by transitions of the table alone', () => {
    fc.assert(
      fc.property(anyStanding, anyWanted, (start, wanted) => {
        const { standing } = follow(start, wanted);
        if (wanted.hiddenBy !== null) {
          expect(isHiddenState(standing.state)).toBe(true);
          return;
        }
        if (isHiddenState(standing.state)) {
          expect(standing.isConditionTrue).toBe(wanted.isActive);
          return;
        }
        const { isActive, isAcked, isLatching } = wanted;
        const allowed = isActive ? [isAcked ? 'active-acked' : 'active-unacked'] : isAcked ? [isLatching ? 'latched-acked' : 'normal'] : isLatching ? ['latched-unacked', 'returned-unacked'] : ['returned-unacked'];
        expect(allowed).toContain(standing.state);
      }),
      { numRuns: 5000 },
    );
  });

  it('goes on hidden by what people or the design hide it with, whatever the device says', () => {
    fc.assert(
      fc.property(anyStanding, anyWanted, (start, wanted) => {
        fc.pre(start.state === 'shelved' || start.state === 'out-of-service' || start.hiding?.reason === 'Plant state: stopped');
        expect(follow(start, wanted).standing.state).toBe(start.state);
      }),
      { numRuns: 2000 },
    );
  });

  it('is never shown between: what the device hides is hidden before it is raised', () => {
    expect(follow(neverRaised(id), { isActive: true, isAcked: false, isLatching: false, hiddenBy: 'shelved' }).inputs).toEqual(['suppress', 'condition-true']);
  });

  it.each([
    ['raised and acknowledged unseen', 'normal', { isActive: true, isAcked: true }, ['condition-true', 'acknowledge']],
    ['come and gone unseen, and nobody looked', 'normal', { isActive: false, isAcked: false }, ['condition-true', 'condition-false']],
    ['gone and come again, so it must be looked at', 'active-acked', { isActive: true, isAcked: false }, ['re-alarm']],
    ['wanting a confirmation: gone, it waits for it as a latched alarm', 'active-acked', { isActive: false, isAcked: true, isLatching: true }, ['condition-false']],
    ['confirmed elsewhere', 'latched-acked', { isActive: false, isAcked: true }, ['reset']],
    ['acknowledged and confirmed elsewhere', 'latched-unacked', { isActive: false, isAcked: true }, ['acknowledge', 'reset']],
  ] as const)('%s', (_words, state, wanted, inputs) => {
    const start = { ...neverRaised(id), state, isConditionTrue: state.startsWith('active') };
    expect(follow(start, { isLatching: false, hiddenBy: null, ...wanted }).inputs).toEqual(inputs);
  });
});
