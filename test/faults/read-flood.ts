import { openTestStore } from '#electron/engine/store/testing/open-test-store.ts';
import { createMemoryLog } from '#electron/engine/testing/virtual-ports.ts';
import { createSystemClock } from '#electron/host/system-clock.ts';
import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import { foldEvent } from '#shared/model/alarm-fold.ts';

/** What was answered before the kill: occurrences acknowledged, shelves as `alarm user until`, and the last number on disk. */
export type Answered = { readonly acknowledged: readonly string[]; readonly shelved: readonly string[]; readonly lastSeq: number };
export type Found = { readonly events: readonly AlarmEvent[]; readonly standings: readonly AlarmStanding[]; readonly lastSeq: number; readonly warnings: readonly string[] };

/** The whole journal and all standings, read by a store that is opened for it. */
export async function readFlood(dataDir: string): Promise<Found> {
  const log = createMemoryLog();
  const store = await openTestStore(dataDir, createSystemClock(), log);
  const events: AlarmEvent[] = [];
  for (;;) {
    const some = await store.journal.since(events.at(-1)?.seq ?? 0, 5000);
    if (some.length === 0) break;
    events.push(...some);
  }
  const found = { events, standings: await store.standings(), lastSeq: await store.journal.lastSeq(), warnings: log.lines.filter(({ level }) => level !== 'info').map(({ sentence }) => sentence) };
  await store.close();
  return found;
}

/** The first thing that is wrong, as a sentence; null where nothing is. */
export function wrongIn({ events, standings, lastSeq }: Found, answered: Answered): string | null {
  const now = new Map<string, AlarmStanding>();
  const acknowledged = new Set<string>();
  const shelved = new Set<string>();
  for (const [at, event] of events.entries()) {
    if (event.seq !== at + 1) return `number ${at + 1} of the journal is followed by ${event.seq}`;
    const before = now.get(event.alarm);
    if (event.from !== (before?.state ?? 'normal')) return `event ${event.seq} leaves ${event.from}, but ${event.alarm} was ${before?.state ?? 'normal'}`;
    if (event.kind === 'acknowledged') acknowledged.add(`${event.alarm} ${before?.seq ?? 0}`);
    if (event.kind === 'shelved') shelved.add(`${event.alarm} ${event.user} ${event.hiding?.untilMs}`);
    now.set(event.alarm, foldEvent(before, event));
  }
  if (lastSeq !== events.length) return `the last number is said to be ${lastSeq} of ${events.length}`;
  if (lastSeq < answered.lastSeq) return `event ${answered.lastSeq} was on disk, and is not any more`;
  for (const occurrence of answered.acknowledged) if (!acknowledged.has(occurrence)) return `the acknowledge of ${occurrence} was answered, and is not in the journal`;
  for (const shelf of answered.shelved) if (!shelved.has(shelf)) return `the shelving of ${shelf} was answered, and is not in the journal`;
  const kept = new Map<string, AlarmStanding>(standings.map((standing) => [standing.alarm, standing]));
  for (const [alarm, standing] of now) {
    const has = kept.get(alarm);
    const [left, right] = [told(standing), has === undefined ? 'normal' : told(has)];
    if (left !== right) return `${alarm} stands as ${right}, by the journal as ${left}`;
  }
  return standings.length > now.size ? 'an alarm stands that is not in the journal' : null;
}

/** What of a standing the journal decides; of a hidden alarm not how its condition goes on. */
function told({ state, seq, acknowledgedBy, acknowledgedMs, hiding }: AlarmStanding): string {
  return state === 'normal' ? 'normal' : JSON.stringify([state, seq, acknowledgedBy, acknowledgedMs, hiding ?? null]);
}
