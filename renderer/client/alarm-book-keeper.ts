import type { AlarmEvent, AlarmStanding, AlarmState, Priority } from '#shared/model/alarm.ts';
import type { AlarmId, AssetId, TagId } from '#shared/model/ids.ts';
import type { AlarmBook, BookChange, PriorityCount } from './alarm-book.ts';
import { type AlarmRollUp, rollUp } from './alarm-roll-up.ts';
import { type AlarmRow, isActive, isHidden, isUnacked, newestFirst, replaceRows, rowOf, toldFirst } from './alarm-rows.ts';
import type { DirectoryIndex } from './directory-index.ts';

export type StandingChanges = ReadonlyMap<AlarmId, AlarmStanding | null>;

export type BookKeeper = {
  /** A book of exactly these standings under this directory. Sorts them all. */
  reset(standings: Iterable<AlarmStanding>, recent: readonly AlarmEvent[], seq: number, directory: DirectoryIndex | null): AlarmBook;
  /** The book after these changes, null for an alarm that is normal now: costs the copy of two lists and a little for each change. */
  apply(changes: StandingChanges, recent: readonly AlarmEvent[], seq: number): AlarmBook;
  /** The book as it is, under another directory. */
  withDirectory(directory: DirectoryIndex | null): AlarmBook;
};

/** Changes a book remembers, so that a list that skipped some books can still be moved on. */
const keptChanges = 16;
let lastVersion = 0;

type Sums = { counts: Record<Priority, { active: number; unacked: number }>; states: Record<AlarmState, number> };

/**
 * Keeps one alarm book. Arrays and counts of a book given out never change; its maps are those of the newest book, since
 * copying maps of 100,000 alarms for every frame would cost more than the frame has.
 */
export function createBookKeeper(): BookKeeper {
  let directory: DirectoryIndex | null = null;
  const byAlarm = new Map<AlarmId, AlarmRow>();
  const byTag = new Map<TagId, readonly AlarmRow[]>();
  const byAsset = new Map<AssetId, readonly AlarmRow[]>();
  const hiddenByTag = new Map<TagId, readonly AlarmRow[]>();
  const hiddenByAsset = new Map<AssetId, readonly AlarmRow[]>();
  const below = new Map<AssetId, AlarmRollUp>();
  const paths = new Map<AssetId, readonly AssetId[]>();
  let sums = noSums();
  let book: AlarmBook = { version: ++lastVersion, changes: [], seq: 0, byAlarm, rows: [], told: [], byTag, byAsset, hiddenByTag, hiddenByAsset, below, ...totals(sums), recent: [] };

  const pathOf = (asset: AssetId): readonly AssetId[] => {
    let path = paths.get(asset);
    if (path === undefined) paths.set(asset, (path = directory?.pathOf(asset).map(({ id }) => id) ?? []));
    return path;
  };
  const count = ({ standing: { state }, priority }: AlarmRow, by: 1 | -1): void => {
    sums.states[state] += by;
    if (isActive(state)) sums.counts[priority].active += by;
    if (isUnacked(state)) sums.counts[priority].unacked += by;
  };
  const move = (removed: readonly AlarmRow[], added: readonly AlarmRow[], recent: readonly AlarmEvent[], seq: number, isWhole: boolean): AlarmBook => {
    const goneTold = removed.filter(isTold);
    // Sorted once, so that the lists of assets and tags made of it are in order as they are.
    const freshTold = added.filter(isTold).sort(toldFirst);
    const [goneHidden, freshHidden] = [removed.filter(isKept), added.filter(isKept).sort(toldFirst)];
    sums = copyOf(sums);
    for (const row of removed) count(row, -1);
    for (const row of added) count(row, 1);
    const group = isWhole ? groupAll : regroup;
    group(byTag, goneTold, freshTold, tagOf);
    group(byAsset, goneTold, freshTold, assetOf);
    group(hiddenByTag, goneHidden, freshHidden, tagOf);
    group(hiddenByAsset, goneHidden, freshHidden, assetOf);
    rollUp(below, removed, added, pathOf);
    const hasChanged = removed.length > 0 || added.length > 0;
    const version = ++lastVersion;
    const change: BookChange = { after: book.version, version, removed, added };
    book = {
      version,
      changes: isWhole ? [] : [...book.changes.slice(1 - keptChanges), change],
      seq,
      byAlarm,
      rows: replaceRows(book.rows, removed, added, newestFirst),
      told: isWhole ? freshTold : replaceRows(book.told, goneTold, freshTold, toldFirst),
      byTag,
      byAsset,
      hiddenByTag,
      hiddenByAsset,
      below,
      ...(hasChanged ? totals(sums) : pick(book)),
      recent,
    };
    return book;
  };
  const reset: BookKeeper['reset'] = (standings, recent, seq, next) => {
    directory = next;
    for (const map of [byAlarm, byTag, byAsset, hiddenByTag, hiddenByAsset, below, paths]) map.clear();
    sums = noSums();
    book = { ...book, rows: [], told: [] };
    for (const standing of standings) if (standing.state !== 'normal') byAlarm.set(standing.alarm, rowOf(standing, directory));
    return move([], [...byAlarm.values()], recent, seq, true);
  };

  return {
    reset,
    apply(changes, recent, seq) {
      const removed: AlarmRow[] = [];
      const added: AlarmRow[] = [];
      for (const [alarm, standing] of changes) {
        const before = byAlarm.get(alarm);
        if (before !== undefined) removed.push(before);
        if (standing === null || standing.state === 'normal') byAlarm.delete(alarm);
        else {
          const row = rowOf(standing, directory);
          byAlarm.set(alarm, row);
          added.push(row);
        }
      }
      return move(removed, added, recent, seq, false);
    },
    withDirectory: (next) => reset([...byAlarm.values()].map(({ standing }) => standing), book.recent, book.seq, next),
  };
}

/** A book of these standings and events under this directory, for once. */
export function buildAlarmBook(standings: ReadonlyMap<AlarmId, AlarmStanding>, recent: readonly AlarmEvent[], seq: number, directory: DirectoryIndex | null): AlarmBook {
  return createBookKeeper().reset(standings.values(), recent, seq, directory);
}

const isTold = ({ standing }: AlarmRow): boolean => !isHidden(standing.state);
const isKept = ({ standing }: AlarmRow): boolean => isHidden(standing.state);
const tagOf = ({ tag }: AlarmRow): TagId | null => tag;
const assetOf = ({ asset }: AlarmRow): AssetId | null => asset;

/** Lists of one key each of rows that are in order: with 100,000 rows a hundred thousand lists are not merged one by one. The map is empty before. */
function groupAll<Key>(map: Map<Key, readonly AlarmRow[]>, _none: readonly AlarmRow[], rows: readonly AlarmRow[], keyOf: (row: AlarmRow) => Key | null): void {
  const lists = new Map<Key, AlarmRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === null) continue;
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [row]);
    else list.push(row);
  }
  for (const [key, list] of lists) map.set(key, list);
}

/** Lists of one key each, in the order of telling; a key without rows has no list. */
function regroup<Key>(map: Map<Key, readonly AlarmRow[]>, removed: readonly AlarmRow[], added: readonly AlarmRow[], keyOf: (row: AlarmRow) => Key | null): void {
  const touched = new Map<Key, { readonly gone: AlarmRow[]; readonly fresh: AlarmRow[] }>();
  const at = (row: AlarmRow): { readonly gone: AlarmRow[]; readonly fresh: AlarmRow[] } | null => {
    const key = keyOf(row);
    if (key === null) return null;
    let lists = touched.get(key);
    if (lists === undefined) touched.set(key, (lists = { gone: [], fresh: [] }));
    return lists;
  };
  for (const row of removed) at(row)?.gone.push(row);
  for (const row of added) at(row)?.fresh.push(row);
  for (const [key, { gone, fresh }] of touched) {
    const list = replaceRows(map.get(key) ?? [], gone, fresh, toldFirst);
    if (list.length === 0) map.delete(key);
    else map.set(key, list);
  }
}

const noSums = (): Sums => ({
  counts: { 1: { active: 0, unacked: 0 }, 2: { active: 0, unacked: 0 }, 3: { active: 0, unacked: 0 }, 4: { active: 0, unacked: 0 } },
  states: { normal: 0, 'active-unacked': 0, 'active-acked': 0, 'returned-unacked': 0, 'latched-unacked': 0, 'latched-acked': 0, shelved: 0, suppressed: 0, 'out-of-service': 0 },
});
const copyOf = ({ counts, states }: Sums): Sums => ({ counts: { 1: { ...counts[1] }, 2: { ...counts[2] }, 3: { ...counts[3] }, 4: { ...counts[4] } }, states: { ...states } });

type Totals = Pick<AlarmBook, 'counts' | 'states' | 'unacked' | 'shelved' | 'suppressed' | 'outOfService'>;
function totals({ counts, states }: Sums): Totals {
  const unacked = Object.values(counts).reduce((sum: number, one: PriorityCount) => sum + one.unacked, 0);
  return { counts, states, unacked, shelved: states.shelved, suppressed: states.suppressed, outOfService: states['out-of-service'] };
}
const pick = ({ counts, states, unacked, shelved, suppressed, outOfService }: AlarmBook): Totals => ({ counts, states, unacked, shelved, suppressed, outOfService });

export const emptyAlarmBook = buildAlarmBook(new Map(), [], 0, null);
