import type { AlarmDefinition, AlarmStanding, AlarmState, Priority } from '#shared/model/alarm.ts';
import type { AssetId, TagId } from '#shared/model/ids.ts';
import type { DirectoryIndex } from './directory-index.ts';

/** One alarm that is not normal, with what the directory knows of it. Never changed: another state is another row. */
export type AlarmRow = {
  readonly standing: AlarmStanding;
  /** The project's, else what the device brought along; null when neither defines it any more; then its priority reads 4. */
  readonly definition: AlarmDefinition | null;
  readonly priority: Priority;
  readonly tag: TagId | null;
  /** −1 when the tag is not in the directory. */
  readonly tagIndex: number;
  readonly asset: AssetId | null;
};

export type RowOrder = (a: AlarmRow, b: AlarmRow) => number;

export const isUnacked = (state: AlarmState): boolean => state === 'active-unacked' || state === 'returned-unacked' || state === 'latched-unacked';
export const isActive = (state: AlarmState): boolean => state === 'active-unacked' || state === 'active-acked' || state === 'latched-unacked' || state === 'latched-acked';
/** True for states that are kept from the operator's banner and counted apart. */
export const isHidden = (state: AlarmState): boolean => state === 'shelved' || state === 'suppressed' || state === 'out-of-service';

/** Newest occurrence first. Total: two rows of one book are never equal, since each alarm has one row. */
export const newestFirst: RowOrder = (a, b) =>
  b.standing.raisedMs - a.standing.raisedMs || b.standing.seq - a.standing.seq || (a.standing.alarm < b.standing.alarm ? -1 : a.standing.alarm > b.standing.alarm ? 1 : 0);

/** Unacknowledged before acknowledged, then by priority. */
export const worstFirst: RowOrder = (a, b) => Number(isUnacked(b.standing.state)) - Number(isUnacked(a.standing.state)) || a.priority - b.priority;

/** As an operator is told: unacknowledged by priority, then newest; then the acknowledged. Total. */
export const toldFirst: RowOrder = (a, b) => worstFirst(a, b) || newestFirst(a, b);

export function rowOf(standing: AlarmStanding, directory: DirectoryIndex | null): AlarmRow {
  const definition = directory?.alarm(standing.alarm) ?? standing.definition ?? null;
  if (directory === null || definition === null) return { standing, definition, priority: definition?.priority ?? 4, tag: definition?.tag ?? null, tagIndex: -1, asset: null };
  return { standing, definition, priority: definition.priority, tag: definition.tag, tagIndex: directory.indexOf(definition.tag), asset: directory.assetOfAlarm(definition) };
}

/**
 * The list (in `order`) less the rows removed (the same objects) and with those added, in order. A new array, or the same one
 * where nothing changes; costs the copy and a search for each change, not a sort. `order` must be total.
 */
export function replaceRows(list: readonly AlarmRow[], removed: readonly AlarmRow[], added: readonly AlarmRow[], order: RowOrder): readonly AlarmRow[] {
  if (removed.length === 0 && added.length === 0) return list;
  const fresh = added.toSorted(order);
  if (list.length === removed.length) return fresh;
  const gone = removed.toSorted(order);
  const out = new Array<AlarmRow>(list.length - gone.length + fresh.length);
  let from = 0;
  let to = 0;
  for (let g = 0, f = 0; g < gone.length || f < fresh.length;) {
    const [leaves, comes] = [gone[g], fresh[f]];
    const isLeaving = comes === undefined || (leaves !== undefined && order(leaves, comes) <= 0);
    const row = (isLeaving ? leaves : comes) as AlarmRow;
    const at = placeOf(list, row, order, from);
    for (; from < at; from++) out[to++] = list[from] as AlarmRow;
    if (isLeaving) {
      // Not where it should stand: the order was not total. Slower, but nothing is lost.
      if (list[from] !== row) return replaceUnsorted(list, removed, added, order);
      from++;
      g++;
    } else {
      out[to++] = row;
      f++;
    }
  }
  for (; from < list.length; from++) out[to++] = list[from] as AlarmRow;
  return out;
}

function replaceUnsorted(list: readonly AlarmRow[], removed: readonly AlarmRow[], added: readonly AlarmRow[], order: RowOrder): readonly AlarmRow[] {
  const gone = new Set(removed);
  return [...list.filter((row) => !gone.has(row)), ...added].sort(order);
}

/** The first place from `low` on where the row is not after what stands there. */
function placeOf(list: readonly AlarmRow[], row: AlarmRow, order: RowOrder, low: number): number {
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (order(list[middle] as AlarmRow, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
