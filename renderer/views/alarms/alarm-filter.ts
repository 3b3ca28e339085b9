import type { Priority } from '#shared/model/alarm.ts';
import type { AssetId } from '#shared/model/ids.ts';
import { type AlarmBook, type AlarmRow, isActive, isHidden, isUnacked } from '../../client/alarm-book.ts';
import type { DirectoryIndex } from '../../client/directory-index.ts';

export type AlarmGroup = 'active' | 'unacked' | 'shelved' | 'suppressed' | 'out-of-service';
export type AlarmFilter = { readonly group: AlarmGroup; readonly priorities: ReadonlySet<Priority>; readonly area: AssetId | null };

/** Whether a row belongs to a group. "All active" holds what the operator is told about: active ones and those still unacknowledged. */
export function isInGroup({ standing: { state } }: AlarmRow, group: AlarmGroup): boolean {
  switch (group) {
    case 'active':
      return !isHidden(state) && (isActive(state) || isUnacked(state));
    case 'unacked':
      return isUnacked(state);
    case 'shelved':
    case 'suppressed':
    case 'out-of-service':
      return state === group;
  }
}

/** Rows that pass the filter, newest first as in the book. No priority chosen means all of them. */
export function filterRows(book: AlarmBook, filter: AlarmFilter, directory: DirectoryIndex | null): readonly AlarmRow[] {
  return book.rows.filter(
    (row) =>
      isInGroup(row, filter.group) &&
      (filter.priorities.size === 0 || filter.priorities.has(row.priority)) &&
      (filter.area === null || (row.asset !== null && directory?.isWithin(row.asset, filter.area) === true)),
  );
}

/** How many rows each group has, before priority and area: the counts beside the filter are exact whatever is chosen. */
export function groupCounts(book: AlarmBook): Readonly<Record<AlarmGroup, number>> {
  const count = (group: AlarmGroup): number => book.rows.reduce((sum, row) => sum + Number(isInGroup(row, group)), 0);
  return { active: count('active'), unacked: count('unacked'), shelved: count('shelved'), suppressed: count('suppressed'), 'out-of-service': count('out-of-service') };
}

/**
 * The rows to hold when the pointer comes or moves in the list: those shown now. An empty list holds nothing, so that
 * the first alarms of a flood are seen at once, all of them, under a pointer that nobody moves.
 */
export const holdRows = (held: readonly AlarmRow[] | null, now: readonly AlarmRow[]): readonly AlarmRow[] | null => held ?? (now.length === 0 ? null : now);

/**
 * The list as it stands on the screen while the pointer is in it: rows already shown keep their place with their newest
 * state, rows that came since wait. Rows that left the filter stay until the pointer leaves, so that nothing moves under it.
 */
export function heldRows(held: readonly AlarmRow[], now: readonly AlarmRow[], book: AlarmBook): { readonly rows: readonly AlarmRow[]; readonly waiting: number } {
  const current = new Map(book.rows.map((row) => [row.standing.alarm, row]));
  const shown = new Set(held.map(({ standing }) => keyOf(standing)));
  const rows = held.map((row) => {
    const newest = current.get(row.standing.alarm);
    return newest !== undefined && newest.standing.seq === row.standing.seq ? newest : (newest === undefined ? cleared(row) : row);
  });
  return { rows, waiting: now.filter(({ standing }) => !shown.has(keyOf(standing))).length };
}

const keyOf = ({ alarm, seq }: { readonly alarm: string; readonly seq: number }): string => `${alarm}#${seq}`;
const cleared = (row: AlarmRow): AlarmRow => ({ ...row, standing: { ...row.standing, state: 'normal' } });
