import { chunkColumns } from '../tables/chunk-columns.ts';
import type { Carrier } from './carrier.ts';
import { PageRows } from './page-rows.ts';

const pagesPerSlice = 128;
/** Places in a row of `history_chunk` as its table was made: columns that came later are at the end. */
const chunkPlaces: Readonly<Record<(typeof chunkColumns)[number], number | null>> = {
  key: 1,
  first_ms: 2,
  last_ms: 3,
  count: 4,
  bad: 5,
  first_good_ms: null,
  first_good: null,
  min_good: null,
  max_good: null,
  last_good_ms: null,
  last_good: null,
  body: 12,
  time_id: 13,
  mean_good: null,
  good_ms: null,
  body_check: 16,
  known_check: null,
};
/** First byte of a column of times. */
const timesMark = 0x72;

/** Finds history whose way is barred by a damaged inner page, page by page over the whole file. */
export function hiddenHistory(path: string, carry: Carrier) {
  const pages = new PageRows(path);
  let page = 1;
  let pass: 'times' | 'rows' = 'times';

  return {
    /** Looks through some pages; gives back how many stretches were found, or null at the end. */
    slice(): number | null {
      let found = 0;
      const end = Math.min(pages.pageCount, page + pagesPerSlice - 1);
      for (; page <= end; page++) {
        const number = page;
        pages.each(number, ({ rowid, values }) => {
          const isTimes = values.length === 3 && values[0] === null && values[2] instanceof Buffer && values[2][0] === timesMark;
          if (pass === 'times') {
            if (isTimes) carry.timesAt(rowid, () => timesOn(number, rowid));
          } else if (values.length >= 13 && values[0] === null && values[12] instanceof Buffer) {
            const row = chunkColumns.map((column) => (chunkPlaces[column] === null ? null : (values[chunkPlaces[column]] ?? null)));
            if (carry.hiddenChunk(rowid, row)) found++;
          } else if (values.length === 5 && values[0] === null && values[4] instanceof Buffer && carry.summary(values.slice(1))) found++;
        });
      }
      if (page <= pages.pageCount) return found;
      if (pass === 'rows') {
        pages.close();
        return null;
      }
      pass = 'rows';
      page = 1;
      return found;
    },
  };

  /** The bytes of a time column on a page, read when they are needed. */
  function timesOn(number: number, id: number): Buffer | undefined {
    let body: Buffer | undefined;
    pages.each(number, ({ rowid, values }) => {
      if (rowid === id && values.length === 3 && values[2] instanceof Buffer) body = values[2];
    });
    return body;
  }
}
