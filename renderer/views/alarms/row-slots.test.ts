import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AlarmRow } from '../../client/alarm-rows.ts';
import { createRowSlots } from './row-slots.ts';

const row = (alarm: string): AlarmRow => ({ standing: { alarm } }) as AlarmRow;
/** The element of each alarm, by the alarm's name. */
function rig(): (alarms: readonly string[], first: number) => Record<string, number> {
  const slots = createRowSlots();
  return (alarms, first) => Object.fromEntries(slots(alarms.map(row), first).map((one) => [one.row.standing.alarm, one.slot]));
}

test('rows that come take the elements of rows that left', () => {
  const slots = rig();
  expect(slots(['a', 'b', 'c'], 0)).toEqual({ a: 0, b: 1, c: 2 });
  expect(slots(['c', 'd', 'e'], 2)).toEqual({ c: 2, d: 0, e: 1 });
});

test('an alarm that takes the very place of one that left gets an element of its own: a press begun on the one would end on the other', () => {
  const slots = rig();
  const before = slots(['cleared', 'b'], 0)['cleared'];
  expect(slots(['raised', 'b'], 0)['raised']).not.toBe(before);
});

test('whatever scrolls, comes and goes: one element a row in a standing order, kept while it is drawn, never another alarm at its own place', () => {
  const step = fc.record({ first: fc.nat(8), alarms: fc.uniqueArray(fc.constantFrom(...'abcdefghijkl'.split('')), { maxLength: 6 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const slots = createRowSlots();
      let before = new Map<string, { slot: number; index: number }>();
      for (const { first, alarms } of steps) {
        const given = slots(alarms.map(row), first);
        expect(given.map(({ slot }) => slot)).toEqual([...new Set(given.map(({ slot }) => slot))].toSorted((a, b) => a - b));
        expect(new Map(given.map(({ index, row: { standing } }) => [index, standing.alarm]))).toEqual(new Map(alarms.map((alarm, at) => [first + at, alarm])));
        for (const { row: one, index, slot } of given) {
          const was = before.get(one.standing.alarm);
          if (was !== undefined) expect(slot).toBe(was.slot);
          else expect([...before.values()]).not.toContainEqual({ slot, index });
        }
        before = new Map(given.map(({ row: one, index, slot }) => [one.standing.alarm, { slot, index }]));
      }
    }),
  );
});
