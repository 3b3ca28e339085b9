import { segmentMs, type Level } from './levels.ts';
import type { Segment } from './segment-codec.ts';

type Kept = { readonly mark: string; readonly segment: Segment };

/**
 * The segments that were decoded last, `most` of them: a trend that goes on live, is panned, or stands in another window asks
 * for nearly the same again. Each is known by its mark, which another is written with: a checksum, so that its bytes, some 15 KB,
 * need not be fetched again only to be compared.
 */
export function createSegmentShelf(most: number) {
  const kept = new Map<number, Kept>();
  /** One number for a segment: start times are multiples of its length, some 2^29 either side of 1970. */
  const placeOf = (key: number, level: Level, startMs: number): number => (key * 3 + level) * 2 ** 31 + (startMs / segmentMs(level) + 2 ** 30);
  return {
    find(key: number, level: Level, startMs: number, mark: string): Segment | null {
      const place = placeOf(key, level, startMs);
      const found = kept.get(place);
      if (found === undefined || found.mark !== mark) return null;
      // Behind the others: those at the front go first.
      kept.delete(place);
      kept.set(place, found);
      return found.segment;
    },
    keep(key: number, level: Level, startMs: number, mark: string, segment: Segment): void {
      const place = placeOf(key, level, startMs);
      kept.delete(place);
      kept.set(place, { mark, segment });
      for (const oldest of kept.keys()) {
        if (kept.size <= most) break;
        kept.delete(oldest);
      }
    },
  };
}
