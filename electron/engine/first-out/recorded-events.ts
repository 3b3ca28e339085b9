import { afterTime } from '#shared/math/next-time.ts';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import type { JournalStore } from '../store/store.ts';

/** A burst of the last moment of a stretch may have begun this long before: longest burst, its precursors, and habits known by then. */
export const leadMs = 4 * 3_600_000;
const pageEvents = 5000;
const mostOfOneMoment = 100_000;
/** More events than this are not judged at once. */
export const mostEvents = 200_000;

export type RecordedEvents = {
  /** Events with `fromMs` <= engine time <= `toMs`, in that order; the oldest `mostEvents`, then `isWhole` is false. */
  in(fromMs: number, toMs: number, signal?: AbortSignal): Promise<{ readonly events: readonly AlarmEvent[]; readonly isWhole: boolean }>;
  /** An event was published: what is kept of the journal behind its time is read again. */
  came(engineMs: number): void;
};

type Kept = { readonly fromMs: number; readonly toMs: number; readonly events: readonly AlarmEvent[]; readonly isWhole: boolean };

/** The journal by engine time. The stretch read last is kept, since replay asks for nearly the same one twice a second. */
export function createRecordedEvents(journal: Pick<JournalStore, 'eventsIn'>, nowMs: () => number): RecordedEvents {
  let kept: Kept | null = null;
  /** Beyond what was asked, so that a replay that plays on is answered from what is kept. */
  const aheadMs = 600_000;

  const read = async (fromMs: number, toMs: number, signal: AbortSignal | undefined): Promise<Kept> => {
    const events: AlarmEvent[] = [];
    for (let from = fromMs; ; ) {
      const page = await journal.eventsIn({ fromMs: from, toMs, limit: pageEvents }, signal);
      const last = page.at(-1);
      if (page.length < pageEvents || last === undefined) return { fromMs, toMs, events: [...events, ...page], isWhole: true };
      // The last moment of a page may go on: it is read whole, and the next page begins behind it.
      for (const event of page) if (event.engineMs < last.engineMs) events.push(event);
      events.push(...(await journal.eventsIn({ fromMs: last.engineMs, toMs: last.engineMs, limit: mostOfOneMoment }, signal)));
      if (events.length >= mostEvents) return { fromMs, toMs, events: events.slice(0, mostEvents), isWhole: false };
      from = afterTime(last.engineMs);
    }
  };

  return {
    async in(fromMs, toMs, signal) {
      let stretch = kept;
      if (stretch === null || stretch.fromMs > fromMs || stretch.toMs < toMs || !stretch.isWhole) {
        // Nothing is read ahead of the present: what is not there yet would be missing from what is kept.
        stretch = await read(fromMs, Math.max(toMs, Math.min(toMs + aheadMs, nowMs() - 1000)), signal);
        kept = stretch.toMs <= nowMs() ? stretch : null;
      }
      return { events: stretch.events.filter(({ engineMs }) => engineMs >= fromMs && engineMs <= toMs), isWhole: stretch.isWhole };
    },
    came(engineMs) {
      if (kept !== null && engineMs <= kept.toMs) kept = null;
    },
  };
}
