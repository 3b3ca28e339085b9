import type { AlarmDefinition, AlarmEvent, AlarmStanding, AlarmState, Priority } from '#shared/model/alarm.ts';
import type { AlarmId, AssetId, TagId } from '#shared/model/ids.ts';
import type { DirectoryIndex } from './directory-index.ts';

/** One alarm that is not normal, with what the directory knows of it. */
export type AlarmRow = {
  readonly standing: AlarmStanding;
  /** Null when the running project no longer defines it; then its priority reads 4. */
  readonly definition: AlarmDefinition | null;
  readonly priority: Priority;
  readonly tag: TagId | null;
  /** −1 when the tag is not in the directory. */
  readonly tagIndex: number;
  readonly asset: AssetId | null;
};

export type PriorityCount = {
  /** Condition still there, acknowledged or not; latched ones included. */
  readonly active: number;
  /** Active or returned, waiting for an acknowledge. */
  readonly unacked: number;
};

/** All standing alarms at one moment. A new object for every change, at most one per animation frame. */
export type AlarmBook = {
  /** Journal number up to which the book is true. */
  readonly seq: number;
  readonly standings: ReadonlyMap<AlarmId, AlarmStanding>;
  /** Every row, newest occurrence first. */
  readonly rows: readonly AlarmRow[];
  /** Rows an operator is told about (not shelved, suppressed or out of service): unacknowledged by priority, then newest; then the acknowledged. */
  readonly told: readonly AlarmRow[];
  readonly byTag: ReadonlyMap<TagId, readonly AlarmRow[]>;
  /** Told rows by asset, worst first. */
  readonly byAsset: ReadonlyMap<AssetId, readonly AlarmRow[]>;
  readonly counts: Readonly<Record<Priority, PriorityCount>>;
  readonly unacked: number;
  readonly shelved: number;
  readonly suppressed: number;
  readonly outOfService: number;
  /** Journal of the last hours, oldest first, at most `keptEvents`. */
  readonly recent: readonly AlarmEvent[];
};

export const keptEvents = 5000;
export const priorities = [1, 2, 3, 4] as const satisfies readonly Priority[];

export const isUnacked = (state: AlarmState): boolean =>
  state === 'active-unacked' || state === 'returned-unacked' || state === 'latched-unacked';
export const isActive = (state: AlarmState): boolean =>
  state === 'active-unacked' || state === 'active-acked' || state === 'latched-unacked' || state === 'latched-acked';
/** True for states that are kept from the operator's banner and counted apart. */
export const isHidden = (state: AlarmState): boolean => state === 'shelved' || state === 'suppressed' || state === 'out-of-service';

/** The book of these standings and events under this directory. Pure; costs O(n log n) in standing alarms. */
export function buildAlarmBook(
  standings: ReadonlyMap<AlarmId, AlarmStanding>,
  recent: readonly AlarmEvent[],
  seq: number,
  directory: DirectoryIndex | null,
): AlarmBook {
  const rows: AlarmRow[] = [];
  for (const standing of standings.values()) if (standing.state !== 'normal') rows.push(rowOf(standing, directory));
  rows.sort((a, b) => b.standing.raisedMs - a.standing.raisedMs || b.standing.seq - a.standing.seq);

  const counts: Record<Priority, { active: number; unacked: number }> = {
    1: { active: 0, unacked: 0 },
    2: { active: 0, unacked: 0 },
    3: { active: 0, unacked: 0 },
    4: { active: 0, unacked: 0 },
  };
  const hidden = { shelved: 0, suppressed: 0, 'out-of-service': 0 };
  let unacked = 0;
  for (const { standing, priority } of rows) {
    if (isActive(standing.state)) counts[priority].active++;
    if (isUnacked(standing.state)) {
      counts[priority].unacked++;
      unacked++;
    }
    if (standing.state in hidden) hidden[standing.state as keyof typeof hidden]++;
  }

  // `rows` is newest first and the sort keeps the order of equals, so only rank and priority are compared here.
  const told = rows.filter(({ standing }) => !isHidden(standing.state)).sort(worstFirst);
  const byTag = new Map<TagId, AlarmRow[]>();
  const byAsset = new Map<AssetId, AlarmRow[]>();
  for (const row of told) {
    if (row.tag !== null) group(byTag, row.tag, row);
    if (row.asset !== null) group(byAsset, row.asset, row);
  }
  return {
    seq,
    standings,
    rows,
    told,
    byTag,
    byAsset,
    counts,
    unacked,
    shelved: hidden.shelved,
    suppressed: hidden.suppressed,
    outOfService: hidden['out-of-service'],
    recent,
  };
}

export const emptyAlarmBook = buildAlarmBook(new Map(), [], 0, null);

/** Unacknowledged before acknowledged, then by priority. */
export function worstFirst(a: AlarmRow, b: AlarmRow): number {
  return Number(isUnacked(b.standing.state)) - Number(isUnacked(a.standing.state)) || a.priority - b.priority;
}

/** Appends the events that are newer than the last one kept, in order of number; doubles are left out. */
export function appendEvents(kept: readonly AlarmEvent[], more: readonly AlarmEvent[]): readonly AlarmEvent[] {
  const lastSeq = kept.at(-1)?.seq ?? -1;
  const fresh = more.filter(({ seq }) => seq > lastSeq);
  if (fresh.length === 0) return kept;
  const all = [...kept, ...fresh];
  return all.length > keptEvents ? all.slice(all.length - keptEvents) : all;
}

/** Puts older events, of any order, in front; doubles are left out. */
export function prependEvents(kept: readonly AlarmEvent[], older: readonly AlarmEvent[]): readonly AlarmEvent[] {
  const known = new Set(kept.map(({ seq }) => seq));
  const all = [...older.filter(({ seq }) => !known.has(seq)), ...kept].sort((a, b) => a.seq - b.seq);
  return all.length > keptEvents ? all.slice(all.length - keptEvents) : all;
}

function rowOf(standing: AlarmStanding, directory: DirectoryIndex | null): AlarmRow {
  const definition = directory?.alarm(standing.alarm) ?? null;
  if (directory === null || definition === null) return { standing, definition: null, priority: 4, tag: null, tagIndex: -1, asset: null };
  return {
    standing,
    definition,
    priority: definition.priority,
    tag: definition.tag,
    tagIndex: directory.indexOf(definition.tag),
    asset: directory.assetOfAlarm(definition),
  };
}

function group<Key>(map: Map<Key, AlarmRow[]>, key: Key, row: AlarmRow): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [row]);
  else list.push(row);
}
