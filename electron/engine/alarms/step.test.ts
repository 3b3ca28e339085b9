import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlarmState, alarmStates, type HiddenState, hiddenStates, isHiddenState } from '#shared/model/alarm.ts';
import { alarmInputs, stepAlarm, type AlarmInput } from './step.ts';

// The table of ISA-18.2-2016 / IEC 62682 as data, by its letters, written from peers' manuals independently of the code
// (secondary texts: the standard itself was not read). `L` and `l`: only latching alarms, only others.
const letters: Readonly<Record<string, AlarmState>> = {
  A: 'normal',
  B: 'active-unacked',
  C: 'active-acked',
  D: 'returned-unacked',
  E: 'latched-unacked',
  F: 'latched-acked',
  G: 'shelved',
  H: 'suppressed',
  I: 'out-of-service',
};
const shown = `
  A condition-true  B raised
  B acknowledge     C acknowledged
  B condition-false D returned l
  B condition-false E returned L
  C condition-false A returned l
  C condition-false F returned L
  C re-alarm        B re-alarmed
  D acknowledge     A acknowledged
  D condition-true  B raised
  E acknowledge     F acknowledged
  E reset           D reset
  E condition-true  B raised
  F reset           A reset
  F condition-true  B raised
  ABCDEF shelve              G shelved
  ABCDEF suppress            H suppressed
  ABCDEF remove-from-service I removed-from-service`;
// Reasons to hide in the order they began. The standard's own rows are the first three, of one reason; `?` is A, or B while
// the condition holds. What stands in a column is what hides the alarm afterwards; the state is its first letter.
const hidden = `
        shelve unshelve suppress unsuppress remove-from-service return-to-service take-over
  G     -      ?        GH       -          GI                  -                 G
  H     HG     -        -        ?          HI                  -                 -
  I     IG     -        IH       -          -                   ?                 I
  GH    -      H        -        G          GHI                 -                 GH
  GI    -      I        GIH      -          -                   G                 GI
  HG    -      H        -        G          HGI                 -                 HG
  HI    HIG    -        -        I          -                   H                 HI
  IG    -      I        IGH      -          -                   G                 IG
  IH    IHG    -        -        I          -                   H                 IH
  GHI   -      HI       -        GI         -                   GH                GHI
  GIH   -      IH       -        GI         -                   GH                GIH
  HGI   -      HI       -        GI         -                   HG                HGI
  HIG   -      HI       -        IG         -                   HG                HIG
  IGH   -      IH       -        IG         -                   GH                IGH
  IHG   -      IH       -        IG         -                   HG                IHG`;
const kinds: Readonly<Partial<Record<AlarmInput, string>>> = {
  shelve: 'shelved',
  unshelve: 'unshelved',
  suppress: 'suppressed',
  unsuppress: 'unsuppressed',
  'remove-from-service': 'removed-from-service',
  'return-to-service': 'returned-to-service',
  'take-over': 'handed-over',
};
type Expected = { readonly to: AlarmState; readonly kind: string } | null;
type Case = { readonly from: string; readonly input: AlarmInput; readonly latching: boolean; readonly isConditionTrue: boolean };

const words = (line: string): readonly string[] => line.trim().split(/\s+/);
const shownRows = shown.trim().split('\n').map(words);
const [columns = [], ...hiddenRows] = hidden.trim().split('\n').map(words);

function expected({ from, input, latching, isConditionTrue }: Case): Expected {
  const row = hiddenRows.find(([reasons]) => reasons === from);
  if (row === undefined) {
    const made = shownRows.find(([states, what, , , only]) => states?.includes(from) && what === input && only !== (latching ? 'l' : 'L'));
    return made === undefined ? null : { to: letters[made[2] as string] as AlarmState, kind: made[3] as string };
  }
  const cell = row[columns.indexOf(input) + 1];
  if (columns.indexOf(input) < 0 || cell === undefined || cell === '-') return null;
  const first = cell === '?' ? (isConditionTrue ? 'B' : 'A') : (cell[0] as string);
  return { to: letters[first] as AlarmState, kind: kinds[input] as string };
}
const cases: readonly Case[] = ['A', 'B', 'C', 'D', 'E', 'F', ...hiddenRows.map(([reasons]) => reasons as string)].flatMap((from) =>
  alarmInputs.flatMap((input) => [false, true].flatMap((latching) => [false, true].map((isConditionTrue) => ({ from, input, latching, isConditionTrue })))),
);
const step = ({ from, input, latching, isConditionTrue }: Case) => {
  const [state, ...alsoHidden] = from.split('').map((letter) => letters[letter] as AlarmState);
  return stepAlarm(state as AlarmState, input, { latching, isConditionTrue, alsoHidden: alsoHidden as HiddenState[] });
};

describe('the alarm state machine', () => {
  it('makes every transition of the table and no other, in every state, for every input, trait and order of reasons to hide', () => {
    expect(new Set(cases.flatMap(({ from }) => from.split('').map((letter) => letters[letter])))).toEqual(new Set(alarmStates));
    expect(cases).toHaveLength(21 * 12 * 4);
    for (const each of cases) expect(step(each), JSON.stringify(each)).toEqual(expected(each));
    // Not all of it is refusals: so many are the transitions of the table.
    expect(cases.filter((each) => expected(each) !== null)).toHaveLength(356);
  });

  const walk = fc.array(fc.constantFrom(...alarmInputs), { maxLength: 60 });

  it('on any way through it never loses what nobody acknowledged, never clears by itself what latches, and never shows what is hidden', () => {
    fc.assert(
      fc.property(walk, fc.boolean(), (steps, latching) => {
        let state: AlarmState = 'normal';
        let reasons: HiddenState[] = [];
        let isTrue = false;
        for (const input of steps) {
          // A condition changes by its own inputs only, hidden or not; it cannot turn true twice.
          if (input === 'condition-true' || input === 'condition-false') {
            if (isTrue === (input === 'condition-true')) continue;
            isTrue = !isTrue;
          }
          const made = stepAlarm(state, input, { latching, isConditionTrue: isTrue, alsoHidden: reasons.slice(1) });
          if (made === null) continue;
          const { to } = made;
          if (isHiddenState(state)) {
            expect(['condition-true', 'condition-false', 'acknowledge', 'reset', 're-alarm']).not.toContain(input);
          } else if (!isHiddenState(to)) {
            if (state.endsWith('-unacked') && !to.endsWith('-unacked')) expect(input).toBe('acknowledge');
            if (state.startsWith('active') && !to.startsWith('active')) expect(input).toBe('condition-false');
            if (state.startsWith('active') && to === 'normal') expect(state).toBe('active-acked');
            if (state.startsWith('latched') && !to.startsWith('latched')) expect(['reset', 'condition-true']).toContain(input);
            if (latching && state.startsWith('active') && !to.startsWith('active')) expect(to.startsWith('latched')).toBe(true);
          }
          const before = reasons;
          for (const [what, reason] of [['shelve', 'shelved'], ['suppress', 'suppressed'], ['remove-from-service', 'out-of-service']] as const) if (input === what) reasons = [...reasons, reason];
          for (const [what, reason] of [['unshelve', 'shelved'], ['unsuppress', 'suppressed'], ['return-to-service', 'out-of-service']] as const) if (input === what) reasons = reasons.filter((one) => one !== reason);
          // Each reason stands once, the state is the oldest, and only the end of the last one shows the alarm.
          expect(new Set(reasons).size).toBe(reasons.length);
          expect(isHiddenState(to)).toBe(reasons.length > 0);
          if (reasons.length > 0) expect(to).toBe(reasons[0]);
          if (before.length > 0 && reasons.length === 0) expect(to).toBe(isTrue ? 'active-unacked' : 'normal');
          state = to;
          // What is shown agrees with the plant.
          if (!isHiddenState(state)) expect(state.startsWith('active')).toBe(isTrue);
        }
      }),
      { numRuns: 5000, seed: 20_261_128 },
    );
  });

  it('knows every reason to hide that the model names', () => {
    for (const state of hiddenStates) expect(alarmInputs.some((input) => stepAlarm('normal', input, { latching: false, isConditionTrue: false })?.to === state)).toBe(true);
  });
});
