import { type SeriesPieces, unpackSeries, type UnpackedSeries } from '#shared/history-codec/series-pieces.ts';
import { StoreError } from './store-error.ts';

/** The samples of an answer in pieces of this engine's own, in the calling thread. Throws a StoreError where they are no samples. */
export function putTogether(pieces: SeriesPieces): UnpackedSeries {
  const unpacked = unpackSeries(pieces, Number.POSITIVE_INFINITY);
  if (unpacked === null) throw new StoreError('failed', 'Recorded samples cannot be read, although their check sums are right; ask for a span without them.');
  return unpacked;
}
