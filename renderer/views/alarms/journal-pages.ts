import type { AlarmEvent } from '#shared/model/alarm.ts';
import type { Fault } from '#shared/model/fault.ts';
import type { ConsoleClient } from '../../client/console-client.ts';

export const pageSize = 200;

export type NewerEvents =
  | { readonly ok: true; readonly events: readonly AlarmEvent[]; /** No older events exist behind these. */ readonly isWhole: boolean }
  | { readonly ok: false; readonly fault: Fault };

/** Every event above `newest` up to and with `lastSeq`, newest first, in as many pages as that takes; the newest page alone when nothing is held yet. */
export async function fetchNewer(client: Pick<ConsoleClient, 'call'>, newest: number | null, lastSeq: number): Promise<NewerEvents> {
  let events: readonly AlarmEvent[] = [];
  for (;;) {
    const beforeSeq: number = events.at(-1)?.seq ?? lastSeq + 1;
    const answer = await client.call('alarms.journal', { beforeSeq, limit: pageSize });
    if (!answer.ok) return answer;
    const page: readonly AlarmEvent[] = answer.value.events;
    events = appendOlder(events, page);
    const isWhole = page.length < pageSize;
    if (isWhole || newest === null || (page.at(-1)?.seq ?? 0) <= newest) return { ok: true, events, isWhole };
  }
}

/** Adds a page of older events (newest first) behind those held (newest first); events already held are left out. */
export function appendOlder(held: readonly AlarmEvent[], older: readonly AlarmEvent[]): readonly AlarmEvent[] {
  const last = held.at(-1)?.seq ?? Infinity;
  const fresh = older.filter(({ seq }) => seq < last);
  return fresh.length === 0 ? held : [...held, ...fresh];
}

/** Events (newest first) up to and with this number; the same object where that is all of them. */
export function upTo(held: readonly AlarmEvent[], lastSeq: number): readonly AlarmEvent[] {
  const from = held.findIndex(({ seq }) => seq <= lastSeq);
  return from === 0 || held.length === 0 ? held : from < 0 ? [] : held.slice(from);
}

/** Puts newer events (newest first) in front of those held; events already held are left out. */
export function putNewer(held: readonly AlarmEvent[], newer: readonly AlarmEvent[]): readonly AlarmEvent[] {
  const first = held[0]?.seq ?? -Infinity;
  const fresh = newer.filter(({ seq }) => seq > first);
  return fresh.length === 0 ? held : [...fresh, ...held];
}
