import { afterTime } from '#shared/math/next-time.ts';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import type { Cancel, Clock } from '../ports.ts';
import type { JournalStore } from '../store/store.ts';

/** A burst of the last moment of a stretch may have begun this long before: longest burst, its precursors, and habits known by then. */
export const leadMs = 4 * 3_600_000;
const pageEvents = 5000;
const mostOfOneMoment = 100_000;
/** More events than this are not judged at once. */
export const mostEvents = 200_000;
/** Beyond what was asked, so that a replay that plays on is answered from what is kept. */
const aheadMs = 600_000;
/** What lies so far before all that is asked is not carried along. */
const behindMs = 6 * 3_600_000;
/** Events of so long ago have all been published, ms. */
const settledMs = 1000;
const forgetAfterMs = 600_000;

/** Events of the journal by engine time. It may grow at its end; what it holds never changes. */
export type Stretch = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly events: readonly AlarmEvent[];
  /** False where there were more than `mostEvents`: the oldest are there. */
  readonly isWhole: boolean;
};

export type RecordedEvents = {
  /** A stretch that holds all events with `fromMs` <= engine time <= `toMs`, and maybe others. */
  stretch(fromMs: number, toMs: number, signal?: AbortSignal): Promise<Stretch>;
  /** An event was published: one that belongs into what is kept makes it be read again. */
  came(engineMs: number): void;
  close(): void;
};

type Growing = { -readonly [Name in keyof Stretch]: Stretch[Name] } & { events: AlarmEvent[] };

/**
 * The journal by engine time. `writtenToMs`: the engine time up to which all that was published is on disk. The stretch read last is kept and grows, since replay asks for nearly the same one twice a second.
 */
export function createRecordedEvents(journal: Pick<JournalStore, 'eventsIn'>, clock: Clock, writtenToMs: () => number = () => Number.POSITIVE_INFINITY): RecordedEvents {
  let kept: Growing | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let cancelForget: Cancel = () => undefined;

  const read = async (into: AlarmEvent[], fromMs: number, toMs: number, signal: AbortSignal | undefined): Promise<boolean> => {
    for (let from = fromMs; from <= toMs; ) {
      const page = await journal.eventsIn({ fromMs: from, toMs, limit: pageEvents }, signal);
      const newest = page.at(-1);
      if (page.length < pageEvents || newest === undefined) {
        into.push(...page);
        return true;
      }
      // The last moment of a page may go on: it is read whole, and the next page begins behind it.
      for (const event of page) if (event.engineMs < newest.engineMs) into.push(event);
      for (const event of await journal.eventsIn({ fromMs: newest.engineMs, toMs: newest.engineMs, limit: mostOfOneMoment }, signal)) into.push(event);
      if (into.length >= mostEvents) {
        into.length = mostEvents;
        return false;
      }
      from = afterTime(newest.engineMs);
    }
    return true;
  };
  const find = async (fromMs: number, toMs: number, signal: AbortSignal | undefined): Promise<Stretch> => {
    const settledTo = Math.min(clock.nowMs() - settledMs, writtenToMs());
    const target = Math.max(toMs, Math.min(toMs + aheadMs, settledTo));
    const before = kept;
    if (before !== null && before.fromMs <= fromMs && before.fromMs > fromMs - behindMs && before.toMs >= fromMs) {
      if (toMs <= before.toMs) return before;
      const more: AlarmEvent[] = [];
      const isWhole = await read(more, afterTime(before.toMs), target, signal);
      // What came meanwhile with a time of before is missing from it: all is read again.
      if (kept === before && isWhole && target <= settledTo && before.events.length + more.length <= mostEvents) {
        for (const event of more) before.events.push(event);
        before.toMs = target;
        return before;
      }
    }
    const events: AlarmEvent[] = [];
    const isWhole = await read(events, fromMs, target, signal);
    const fresh: Growing = { fromMs, toMs: target, events, isWhole };
    kept = isWhole && target <= settledTo ? fresh : null;
    return fresh;
  };

  return {
    stretch(fromMs, toMs, signal) {
      cancelForget();
      cancelForget = clock.after(forgetAfterMs, () => (kept = null));
      // One at a time: two that grow it together would put the same events in twice.
      const answer = last.then(() => find(fromMs, toMs, signal));
      last = answer.catch(() => undefined);
      return answer;
    },
    came(engineMs) {
      if (kept !== null && engineMs <= kept.toMs) kept = null;
    },
    close: () => cancelForget(),
  };
}
