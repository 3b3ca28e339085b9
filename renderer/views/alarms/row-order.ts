import { type AlarmRow, isHidden, newestFirst, type RowOrder } from '../../client/alarm-rows.ts';

/** What the list can be sorted by. `event` is the standard: occurrences in the order of time, newest first. */
export type SortKey = 'event' | 'priority' | 'tag' | 'alarm' | 'asset' | 'state' | 'since' | 'by' | 'left';
export type RowSort = { readonly key: SortKey; readonly isReversed: boolean };
export const eventOrder: RowSort = { key: 'event', isReversed: false };

const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const end = ({ standing }: AlarmRow): number => standing.hiding?.untilMs ?? Infinity;
const since = ({ standing }: AlarmRow): number => standing.hiding?.sinceMs ?? standing.raisedMs;

const orders: Readonly<Record<SortKey, RowOrder>> = {
  event: newestFirst,
  priority: (a, b) => a.priority - b.priority,
  tag: (a, b) => text(a.tag ?? a.standing.alarm, b.tag ?? b.standing.alarm),
  alarm: (a, b) => text(a.definition?.message ?? a.standing.alarm, b.definition?.message ?? b.standing.alarm),
  asset: (a, b) => text(a.asset ?? '', b.asset ?? ''),
  state: (a, b) => text(a.standing.state, b.standing.state),
  by: (a, b) => text(a.standing.hiding?.by ?? '', b.standing.hiding?.by ?? ''),
  since: (a, b) => since(b) - since(a),
  /** What ends first stands first; what does not end by itself last. */
  left: (a, b) => (end(a) === end(b) ? 0 : end(a) - end(b)),
};

/** The order of a sort: total, since equals stand newest first. */
export function orderOf({ key, isReversed }: RowSort): RowOrder {
  const by = orders[key];
  const sign = isReversed ? -1 : 1;
  return (a, b) => sign * by(a, b) || newestFirst(a, b);
}

/** The order a group begins with: hidden ones by when they were hidden, since what was normal then has no time of raising. */
export const standardSort = (isHiddenGroup: boolean): RowSort => (isHiddenGroup ? { key: 'since', isReversed: false } : eventOrder);

/** When a row came to where it stands: raised, or hidden. UTC epoch ms. */
export const shownTime = (row: AlarmRow): number => (isHidden(row.standing.state) ? since(row) : row.standing.raisedMs);
