import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createConditionRig, type RigRow } from '../../../../test/support/condition-rig.ts';

const values = [0, 1, 4, 5, 6, 49.5, 50, 50.5, 94, 95, 96, 99, 100, 101];
const anyAlarm = fc.oneof(
  fc.record({ kind: fc.constantFrom('high-high', 'high', 'low', 'low-low'), limit: fc.constantFrom(...values), deadband: fc.constantFrom(0, 1, 4, 50) }),
  fc.record({ kind: fc.constantFrom('discrete', 'trip'), state: fc.constantFrom(0, 1, 5, 50) }),
  fc.record({ kind: fc.constant('off-normal'), normal: fc.constantFrom(0, 1, 50) }),
);
type AnyAlarm = { readonly kind: string; readonly limit?: number; readonly deadband?: number; readonly state?: number; readonly normal?: number };

/** The kinds as they read, one alarm and one sample at a time. */
function isBeyond({ kind, limit = 0, deadband = 0, state, normal }: AnyAlarm, was: boolean, value: number): boolean {
  if (kind.startsWith('high')) return value > (was ? limit - deadband : limit);
  if (kind.startsWith('low')) return value < (was ? limit + deadband : limit);
  return kind === 'off-normal' ? value !== normal : value === state;
}

it('any number of comparisons at one tag says what each of them says alone, sample by sample', () => {
  fc.assert(
    fc.property(fc.array(anyAlarm, { minLength: 1, maxLength: 8 }), fc.array(fc.constantFrom(...values), { maxLength: 60 }), (alarms, samples) => {
      const rig = createConditionRig(alarms.map((alarm, at) => ({ ...alarm, id: `A${at}`, tag: 'T' })));
      const expected: string[] = [];
      const was = alarms.map(() => false);
      samples.forEach((value, at) => {
        alarms.forEach((alarm, nth) => {
          const is = isBeyond(alarm, was[nth] === true, value);
          if (is !== was[nth]) expected.push(`A${nth} ${is} ${at} ${value}`);
          was[nth] = is;
        });
      });
      rig.feed(0, ...samples.map((value, at): RigRow => ['T', at, value]));
      expect(rig.told).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});
