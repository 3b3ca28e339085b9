import type { FirstOutGroup } from '#shared/model/first-out.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import { type AlarmBook, isUnacked } from '../client/alarm-book.ts';
import type { AlarmRow } from '../client/alarm-rows.ts';
import type { DirectoryIndex } from '../client/directory-index.ts';
import { openFlood, rankFlags, rowOfMember } from '../client/first-out-words.ts';

export type BannerRows = {
  readonly rows: readonly AlarmRow[];
  /** Alarms that carry 1ST: the first-out of the burst before the operator, several where the clocks cannot tell. */
  readonly first: ReadonlySet<AlarmId>;
  /** Journal number of that burst; null without one. */
  readonly flood: number | null;
};

const noAlarms: ReadonlySet<AlarmId> = new Set();

/**
 * The rows of the banner, at most `most`: the first-out of an open burst stays pinned in front whatever its state and
 * priority; then the unacknowledged as they are told. Where the clocks cannot tell, the best ranked is pinned and the others
 * carry 1ST where they stand: more pinned rows would push alarms out that call for somebody.
 */
export function bannerRows(book: AlarmBook, groups: readonly FirstOutGroup[], directory: DirectoryIndex | null, most: number): BannerRows {
  const group = openFlood(groups, book);
  const unacked = book.told.slice(0, Math.min(most, book.unacked));
  if (group === null) return { rows: unacked, first: noAlarms, flood: null };
  const first = new Set([...rankFlags(group)].filter(([, flag]) => flag === '1ST').map(([alarm]) => alarm));
  const pinned = group.ranked.slice(0, 1).map((candidate) => rowOfMember(candidate, book, directory));
  const isPinned = new Set(pinned.map(({ standing }) => standing.alarm));
  const others = book.told.slice(0, most + pinned.length).filter(({ standing }) => isUnacked(standing.state) && !isPinned.has(standing.alarm));
  return { rows: [...pinned, ...others].slice(0, most), first, flood: group.id };
}
