import type { AlarmBook } from '../../client/alarm-book.ts';
import type { AlarmRow } from '../../client/alarm-rows.ts';
import { changesSince } from './row-list.ts';

/**
 * The list as it stands while the pointer is in it: rows already shown keep their place with their newest state, rows that
 * came since wait. Rows that left the filter stay until the pointer leaves, so that nothing moves under it.
 */
export type HeldRows = {
  readonly rows: readonly AlarmRow[];
  /** How many rows that pass came since and wait; exact. `now` is the list as it would be without the pointer. */
  waiting(book: AlarmBook, now: readonly AlarmRow[]): number;
};

/** Holds the rows of a burst: members only join it. */
export const holdBurst = (rows: readonly AlarmRow[]): HeldRows | null => (rows.length === 0 ? null : { rows, waiting: (_book, now) => Math.max(0, now.length - rows.length) });

/** Holds these rows of `book`. `passes` is the list's own test. An empty list holds nothing: the first alarms of a flood are seen at once. */
export function holdRows(rows: readonly AlarmRow[], book: AlarmBook, passes: (row: AlarmRow) => boolean): HeldRows | null {
  if (rows.length === 0) return null;
  let version = book.version;
  let shown: Map<string, number> | null = null;
  const waits = new Set<string>();
  const isShown = ({ standing: { alarm, seq } }: AlarmRow): boolean => {
    shown ??= new Map(rows.map(({ standing }) => [standing.alarm, standing.seq]));
    return shown.get(alarm) === seq;
  };
  const judge = (row: AlarmRow): void => void (passes(row) && !isShown(row) ? waits.add(row.standing.alarm) : waits.delete(row.standing.alarm));
  return {
    rows,
    waiting(now) {
      const changes = changesSince(now, version);
      if (changes === null) {
        waits.clear();
        for (const row of now.rows) judge(row);
      } else {
        for (const { removed, added } of changes) {
          for (const { standing } of removed) waits.delete(standing.alarm);
          for (const row of added) judge(row);
        }
      }
      version = now.version;
      return waits.size;
    },
  };
}

/** A held row as it stands now: its newest state, or cleared when the alarm is normal. A newer occurrence is not it: that one waits, so that an acknowledge never lands on it. */
export function currentRow(held: AlarmRow, book: AlarmBook): AlarmRow {
  const newest = book.byAlarm.get(held.standing.alarm);
  if (newest === undefined) return { ...held, standing: { ...held.standing, state: 'normal' } };
  return newest.standing.seq === held.standing.seq ? newest : held;
}
