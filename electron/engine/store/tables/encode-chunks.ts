import { summarize } from '#shared/math/decimate.ts';
import type { HistorySeries } from '../store-types.ts';
import { encodeChunk, encodeTimes } from '../codec/chunk-codec.ts';
import type { KnownColumns } from './chunk-check.ts';
import { knownColumns } from './chunk-columns.ts';

/** A chunk ready to be written, but for its number and check sums; `at` says of which of the series it is. */
export type EncodedChunk = { readonly at: number; readonly known: KnownColumns; readonly body: Uint8Array };
/** Chunks with the same times: these encoded once, or null where one chunk alone has them in its body. */
export type EncodedGroup = { readonly times: Uint8Array | null; readonly chunks: readonly EncodedChunk[] };

/** Series by time, each short enough for one chunk, as chunks; those with the same times share a time column. Needs no database. */
export function encodeChunks(series: readonly HistorySeries[]): readonly EncodedGroup[] {
  return byTimes(series).map((group) => {
    const isShared = group.length > 1;
    const chunks = group.map((at): EncodedChunk => {
      const { timeMs, value, quality } = series[at] as HistorySeries;
      const known = knownColumns(summarize(timeMs, value, quality, 0, timeMs.length));
      return { at, known, body: encodeChunk(series[at] as HistorySeries, { times: isShared ? 'outside' : 'inline' }) };
    });
    return { times: isShared ? encodeTimes((series[group[0] as number] as HistorySeries).timeMs) : null, chunks };
  });
}

/** Places of series with the same times together, in the order of the first of each. */
function byTimes(all: readonly HistorySeries[]): readonly (readonly number[])[] {
  const groups: number[][] = [];
  const byEnds = new Map<string, number[][]>();
  for (const [at, { timeMs }] of all.entries()) {
    const ends = `${timeMs.length} ${timeMs[0]} ${timeMs.at(-1)}`;
    const alike = byEnds.get(ends) ?? [];
    const group = alike.find(([other]) => isSame((all[other as number] as HistorySeries).timeMs, timeMs));
    if (group !== undefined) group.push(at);
    else {
      const fresh = [at];
      alike.push(fresh);
      byEnds.set(ends, alike);
      groups.push(fresh);
    }
  }
  return groups;
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  for (let row = 0; row < a.length; row++) if (a[row] !== b[row]) return false;
  return true;
}
