import type { AlarmBook, BookChange } from '../../client/alarm-book.ts';
import { type AlarmRow, type RowOrder, replaceRows } from '../../client/alarm-rows.ts';

/** Changes from the book `after` on to this book, in order; null where the book does not remember that far. */
export function changesSince(book: AlarmBook, after: number): readonly BookChange[] | null {
  if (book.version === after) return [];
  const first = book.changes.findIndex((change) => change.after === after);
  return first < 0 ? null : book.changes.slice(first);
}

export type RowList = {
  /** The rows of this book that pass, in order: a new array only when they changed. */
  of(book: AlarmBook): readonly AlarmRow[];
};

/**
 * A part of the book in an order of its own, moved on by what changed from book to book: with 100,000 rows a frame has no time
 * to filter and sort them all. A book that does not follow from the last one is read whole.
 */
export function createRowList(passes: (row: AlarmRow) => boolean, order: RowOrder): RowList {
  let version = -1;
  let rows: readonly AlarmRow[] = [];
  return {
    of(book) {
      const changes = changesSince(book, version);
      if (changes === null) rows = book.rows.filter(passes).sort(order);
      else for (const { removed, added } of changes) rows = replaceRows(rows, removed.filter(passes), added.filter(passes), order);
      version = book.version;
      return rows;
    },
  };
}
