import { type AlarmEvent, isHiddenState } from '#shared/model/alarm.ts';
import type { AlarmId, AssetId, TagId } from '#shared/model/ids.ts';

/** One transition of an alarm as the burst watch takes it; from the journal, a log file or a learnt band. */
export type BurstEvent = {
  readonly alarm: AlarmId;
  /** Journal number, or the place in the file: breaks ties of time and names the group. */
  readonly seq: number;
  /** `hidden`: kept from the operator from here on, by the design or by a person; `shown`: seen again, and still there. */
  readonly kind: 'raised' | 'returned' | 'hidden' | 'shown';
  /** Source time, UTC epoch ms. */
  readonly timeMs: number;
  /** The true moment lies within ± so many ms; 0 where nothing is known against the stamp. */
  readonly uncertaintyMs: number;
  readonly tag: TagId | null;
  readonly asset: AssetId | null;
};

/** One alarm of a burst: its first raise within it, and how it has behaved since and before. */
export type BurstAlarm = {
  readonly alarm: AlarmId;
  readonly seq: number;
  readonly tag: TagId | null;
  readonly asset: AssetId | null;
  readonly timeMs: number;
  readonly uncertaintyMs: number;
  /** When it first returned within the burst; null while it has not. */
  readonly returnedMs: number | null;
  /** Raises within the burst, at least 1. */
  readonly raises: number;
  /** Most raises within any 60 s of the burst. */
  readonly raisesPerMin: number;
  /** Raises in the hour before the burst began. */
  readonly raisesBefore: number;
  /**
   * How far it went out of its band against its own noise, 0 to 1, where that is known (time series): a weak one is a
   * weaker candidate. 1 where an alarm limit has judged.
   */
  readonly strength: number;
  /** What was seen of it, in words, where no alarm limit has judged. */
  readonly observed?: string;
};

/** Nothing happens after it was judged: a stamp further ahead than this, ms, is that of a wrong clock. */
export const mostAheadMs = 60_000;

function kindOf({ kind, from, to }: AlarmEvent): BurstEvent['kind'] | null {
  if (kind === 'raised' || kind === 'returned') return kind;
  if (isHiddenState(to)) return isHiddenState(from) ? null : 'hidden';
  return isHiddenState(from) && (to === 'active-unacked' || to === 'active-acked') ? 'shown' : null;
}

/**
 * The event as the watch takes it; null for transitions that neither raise, return, hide nor show an alarm. A stamp far ahead counts as
 * of when it was judged: bursts come and end by these times, and one wrong clock must not end or keep those of all others.
 */
export function burstEventOf(event: AlarmEvent, at: { readonly tag: TagId | null; readonly asset: AssetId | null }): BurstEvent | null {
  const kind = kindOf(event);
  if (kind === null) return null;
  const timeMs = event.timeMs > event.engineMs + mostAheadMs ? event.engineMs : event.timeMs;
  return { alarm: event.alarm, seq: event.seq, kind, timeMs, uncertaintyMs: event.uncertaintyMs ?? 0, ...at };
}
