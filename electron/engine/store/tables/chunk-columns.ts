import type { SpanSummary } from '#shared/math/decimate.ts';
import type { KnownColumns } from './chunk-check.ts';

/** Name in `meta` of the number that new chunks begin with. */
export const chunksFromName = 'history.chunk_ids_from';

/** Columns of `history_chunk` but its number, in the order they are written. */
export const chunkColumns = [
  'first_ms',
  'last_ms',
  'count',
  'bad',
  'first_good_ms',
  'first_good',
  'min_good',
  'max_good',
  'last_good_ms',
  'last_good',
  'mean_good',
  'good_ms',
  'known_check',
  'time_id',
  'body_check',
  'body',
  'key',
] as const;

const orNull = (number: number): number | null => (Number.isNaN(number) ? null : number);

/**
 * What is known of a chunk, in the order of the columns; -0 becomes 0, as SQLite keeps it. NULL is also what follows from the
 * others: the time of the first good sample where it is the first of all, of the last likewise, and a good part that is all.
 */
export const knownColumns = (known: SpanSummary): KnownColumns => ({
  first_ms: known.fromMs,
  last_ms: known.toMs,
  count: known.count,
  bad: known.badCount,
  first_good_ms: known.firstMs === known.fromMs && !Number.isNaN(known.first) ? null : orNull(known.firstMs),
  first_good: orNull(known.first + 0),
  min_good: orNull(known.min + 0),
  max_good: orNull(known.max + 0),
  last_good_ms: known.lastMs === known.toMs && !Number.isNaN(known.last) ? null : orNull(known.lastMs),
  last_good: orNull(known.last + 0),
  mean_good: orNull(known.mean + 0),
  good_ms: known.goodMs === known.toMs - known.fromMs ? null : known.goodMs,
});
