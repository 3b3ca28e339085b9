import type { AlarmId } from '#shared/model/ids.ts';
import type { AlarmBook } from '../../client/alarm-book.ts';
import type { AlarmRow } from '../../client/alarm-rows.ts';

/**
 * Rows chosen in a list, by alarm and occurrence: an alarm that was raised anew is not the one that was chosen. One row has
 * the keys' attention; a span grows from its anchor.
 */
export type RowSelection = { readonly chosen: ReadonlyMap<AlarmId, number>; readonly at: AlarmId | null; readonly anchor: AlarmId | null };
export const nothingChosen: RowSelection = { chosen: new Map(), at: null, anchor: null };

/** Most rows that can be chosen: what one command carries. There is no "all". */
export const mostChosen = 500;

const entry = ({ standing: { alarm, seq } }: AlarmRow): readonly [AlarmId, number] => [alarm, seq];

export const chooseOne = (row: AlarmRow): RowSelection => ({ chosen: new Map([entry(row)]), at: row.standing.alarm, anchor: row.standing.alarm });

/** Adds a row or takes it away; it becomes where a span begins. */
export function chooseToo({ chosen }: RowSelection, row: AlarmRow): RowSelection {
  const { alarm } = row.standing;
  const next = new Map(chosen);
  if (isChosen({ chosen }, row)) next.delete(alarm);
  else if (next.size < mostChosen) next.set(...entry(row));
  return { chosen: next, at: alarm, anchor: alarm };
}

/** All rows from where the span began to this one, at most `mostChosen`, nearest to its beginning. */
export function chooseSpan({ anchor }: RowSelection, row: AlarmRow, rows: readonly AlarmRow[]): RowSelection {
  const { alarm } = row.standing;
  const place = (id: AlarmId | null): number => rows.findIndex(({ standing }) => standing.alarm === id);
  const [from, to] = [place(anchor), place(alarm)];
  if (from < 0 || to < 0) return chooseOne(row);
  const reach = Math.min(Math.abs(to - from), mostChosen - 1);
  const span = to >= from ? rows.slice(from, from + reach + 1) : rows.slice(from - reach, from + 1);
  return { chosen: new Map(span.map(entry)), at: alarm, anchor };
}

export const isChosen = ({ chosen }: Pick<RowSelection, 'chosen'>, { standing: { alarm, seq } }: AlarmRow): boolean => chosen.get(alarm) === seq;

/** The chosen occurrences that still stand, as they stand now. */
export const chosenRows = (selection: RowSelection, book: AlarmBook): readonly AlarmRow[] =>
  [...selection.chosen.keys()].flatMap((alarm) => {
    const row = book.byAlarm.get(alarm);
    return row !== undefined && isChosen(selection, row) ? [row] : [];
  });
