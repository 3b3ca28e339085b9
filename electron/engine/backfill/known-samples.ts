import { isNoLink } from '#shared/model/quality.ts';

/** What history has of some tags around a gap: to leave out what is there already, and to find the marks of lost links. */
export type KnownSamples = {
  add(tag: number, timeMs: number, value: number, quality: number): void;
  /** True for a sample that is there: same value and quality, times apart by less than an archive may round away, 1 ms. */
  has(tag: number, timeMs: number, value: number, quality: number): boolean;
  /** Times at which the tag was marked as without a link, oldest first, those left out that were closed at once. */
  marksOf(tag: number): readonly number[];
};

type Sample = { readonly timeMs: number; readonly value: number; readonly quality: number };
type OfTag = { readonly byMs: Map<number, Sample[]>; readonly marks: number[] };

/** Samples of each tag are added by time, equal times in the order they were recorded. */
export function createKnownSamples(): KnownSamples {
  const tags = new Map<number, OfTag>();
  return {
    add(tag, timeMs, value, quality) {
      let known = tags.get(tag);
      if (known === undefined) tags.set(tag, (known = { byMs: new Map(), marks: [] }));
      const { byMs, marks } = known;
      const at = Math.floor(timeMs);
      const here = byMs.get(at);
      const sample = { timeMs, value, quality };
      if (here === undefined) byMs.set(at, [sample]);
      else here.push(sample);
      if (isNoLink(quality)) marks.push(timeMs);
      else if (marks.at(-1) === timeMs) marks.pop();
    },
    has(tag, timeMs, value, quality) {
      const byMs = tags.get(tag)?.byMs;
      if (byMs === undefined) return false;
      const at = Math.floor(timeMs);
      for (let ms = at - 1; ms <= at + 1; ms++) {
        for (const known of byMs.get(ms) ?? []) {
          if (Math.abs(known.timeMs - timeMs) < 1 && known.quality === quality && Object.is(known.value, value)) return true;
        }
      }
      return false;
    },
    marksOf: (tag) => tags.get(tag)?.marks ?? [],
  };
}
