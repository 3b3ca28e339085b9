import type { HistoryStore } from '../store/store-types.ts';
import { blockMark } from './block-mark.ts';
import { maxBlockRows } from './sample-codec.ts';
import type { ServerSchema } from './schema.ts';
import type { ServerLink } from './server-link.ts';
import { microsOf, stampOf } from './server-time.ts';
import type { Station } from './station.ts';

/**
 * True when the server knows another history under our database's name: the data folder was put back to an older state and
 * its block numbers were given out a second time, or will be. Blocks that are not here any more are taken on trust.
 */
export async function hasParted(history: HistoryStore, { lastSeq, lastMark }: Station): Promise<boolean> {
  if (lastSeq === 0) return false;
  const { seenSeq } = await history.valueAt([], 0);
  if (lastSeq > seenSeq) return true;
  const [block] = await history.blocksAfter(lastSeq - 1, 1);
  if (block?.seq !== lastSeq || lastMark === null) return false;
  const mark = blockMark(block.columns);
  return mark !== null && mark !== lastMark;
}

/** Rows of a block that are looked for; of one whose samples were dropped on the server for their age none may be found. */
const rowsLookedFor = 50;

/** Number of the last block here, of those that are kept, that the server has as well: after it the histories part. */
export async function lastInCommon(link: ServerLink, schema: ServerSchema, { station }: Station, history: HistoryStore): Promise<number> {
  let common = 0;
  for (let after = 0; ;) {
    const blocks = await history.blocksAfter(after, 50_000);
    if (blocks.length === 0) return common;
    for (const { seq, columns } of blocks) {
      after = seq;
      if (columns === null) continue;
      const rows = Math.min(rowsLookedFor, columns.key.length);
      const ids = await history.tagIds([...columns.key.subarray(0, rows)]);
      const [found] = await link.query(
        `SELECT 1 FROM ${schema.name}.sample s JOIN ${schema.name}.tag t USING (tag)
           JOIN unnest($2::text[], $3::timestamptz[], $4::float8[], $5::bigint[]) AS sent (id, time, value, ord) ON t.id = sent.id AND s.time = sent.time AND s.value = sent.value AND s.ord = sent.ord
         WHERE t.station = $1 LIMIT 1`,
        [
          station,
          ids.map((id) => id ?? ''),
          Array.from(columns.timeMs.subarray(0, rows), (timeMs) => stampOf(microsOf(timeMs))),
          Array.from(columns.value.subarray(0, rows), String),
          Array.from({ length: rows }, (_, row) => seq * maxBlockRows + row),
        ],
      );
      if (found === undefined) return common;
      common = seq;
    }
  }
}
