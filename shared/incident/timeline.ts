import type { TimelineCursor, TimelineEntry, TimelineGroup, TimelineSource } from '../model/incident-timeline.ts';

/** Of equal times, what the plant did comes before what people did about it. */
const ranks: Readonly<Record<TimelineSource, number>> = { alarm: 0, action: 1, run: 2, note: 3, incident: 4 };

type Place = { readonly timeMs: number; readonly key: string };

/** By source time, then by source and number: one order for all, whichever page an entry is on. Below 0: `a` is earlier. */
export function timelineOrder(a: Place, b: Place): number {
  if (a.timeMs !== b.timeMs) return a.timeMs - b.timeMs;
  const [sourceA = '', numberA] = a.key.split(':');
  const [sourceB = '', numberB] = b.key.split(':');
  return rankOf(sourceA) - rankOf(sourceB) || Number(numberA) - Number(numberB);
}

const rankOf = (source: string): number => ranks[source as TimelineSource] ?? ranks.incident;

export type TimelinePage = { readonly entries: readonly TimelineEntry[]; readonly next: TimelineCursor | null };

/**
 * A page of a timeline, newest first, from below `before` (null: from the newest). Asked with `next` until that is null, pages
 * give each entry once, also when entries came meanwhile: those that belong on pages given before are told by the stream.
 */
export function timelinePage(all: readonly TimelineEntry[], { before, groups, limit }: { readonly before: TimelineCursor | null; readonly groups: readonly TimelineGroup[] | null; readonly limit: number }): TimelinePage {
  const wanted = all.filter((entry) => (groups === null || groups.includes(entry.group)) && (before === null || timelineOrder(entry, before) < 0)).sort((a, b) => timelineOrder(b, a));
  const entries = wanted.slice(0, limit);
  const last = entries.at(-1);
  return { entries, next: wanted.length > entries.length && last !== undefined ? { timeMs: last.timeMs, key: last.key } : null };
}
