import type { AlarmRow } from '../../client/alarm-rows.ts';

/** A row with its place in the list and the element, by number, that draws it. */
export type PlacedRow = { readonly row: AlarmRow; readonly index: number; readonly slot: number };

/** These rows, which stand one after the other from place `first` on, in the order of their elements. */
export type RowSlots = (rows: readonly AlarmRow[], first: number) => readonly PlacedRow[];

/**
 * Gives the elements of rows that left the list's window to those that came: a turn of the wheel then changes words instead of
 * building and moving elements. A row keeps its element for as long as it is drawn, and an element never becomes another alarm
 * at its own place: a press that began on one alarm can't end on another.
 */
export function createRowSlots(): RowSlots {
  let placed = new Map<AlarmRow['standing']['alarm'], PlacedRow>();
  let made = 0;
  return (rows, first) => {
    const drawn = new Set(rows.map(({ standing }) => standing.alarm));
    const free = [...placed].filter(([alarm]) => !drawn.has(alarm)).map(([, place]) => place);
    const take = (index: number): number => {
      const at = free.findIndex((place) => place.index !== index);
      return at < 0 ? made++ : free.splice(at, 1)[0]!.slot;
    };
    placed = new Map(rows.map((row, at) => [row.standing.alarm, { row, index: first + at, slot: placed.get(row.standing.alarm)?.slot ?? take(first + at) }]));
    return [...placed.values()].toSorted((a, b) => a.slot - b.slot);
  };
}
