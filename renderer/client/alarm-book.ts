import type { AlarmEvent, AlarmState, Priority } from '#shared/model/alarm.ts';
import type { AlarmId, AssetId, TagId } from '#shared/model/ids.ts';
import type { AlarmRollUp } from './alarm-roll-up.ts';
import type { AlarmRow } from './alarm-rows.ts';

export { type AlarmRow, isActive, isHidden, isUnacked, rowOf, worstFirst } from './alarm-rows.ts';

export type PriorityCount = {
  /** Condition still there, acknowledged or not; latched ones included. */
  readonly active: number;
  /** Active or returned, waiting for an acknowledge. */
  readonly unacked: number;
};

/** What made the book `version` of the book `after`: rows that left and rows that came; an alarm that changed is in both. */
export type BookChange = { readonly after: number; readonly version: number; readonly removed: readonly AlarmRow[]; readonly added: readonly AlarmRow[] };

/**
 * All standing alarms at one moment. A new object for every change, at most one per animation frame. Lists and counts are of
 * this book for ever; the maps are those of the newest book, so nobody keeps a book to look things up in it later.
 */
export type AlarmBook = {
  /** Differs for every book. */
  readonly version: number;
  /** How the last books came of each other, oldest first; empty where this one was made anew. */
  readonly changes: readonly BookChange[];
  /** Journal number up to which the book is true. */
  readonly seq: number;
  readonly byAlarm: ReadonlyMap<AlarmId, AlarmRow>;
  /** Every row, newest occurrence first. */
  readonly rows: readonly AlarmRow[];
  /** Rows an operator is told about (not shelved, suppressed or out of service): unacknowledged by priority, then newest; then the acknowledged. */
  readonly told: readonly AlarmRow[];
  /** Told rows by tag and by asset, worst first. */
  readonly byTag: ReadonlyMap<TagId, readonly AlarmRow[]>;
  readonly byAsset: ReadonlyMap<AssetId, readonly AlarmRow[]>;
  /** Shelved, suppressed and out-of-service rows by tag and by asset. */
  readonly hiddenByTag: ReadonlyMap<TagId, readonly AlarmRow[]>;
  readonly hiddenByAsset: ReadonlyMap<AssetId, readonly AlarmRow[]>;
  /** Counts of an asset and all below it; absent where nothing stands there. */
  readonly below: ReadonlyMap<AssetId, AlarmRollUp>;
  readonly counts: Readonly<Record<Priority, PriorityCount>>;
  readonly states: Readonly<Record<AlarmState, number>>;
  readonly unacked: number;
  readonly shelved: number;
  readonly suppressed: number;
  readonly outOfService: number;
  /** Journal of the last hours, oldest first, at most `keptEvents`. */
  readonly recent: readonly AlarmEvent[];
};

export const keptEvents = 5000;
export const priorities = [1, 2, 3, 4] as const satisfies readonly Priority[];

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
