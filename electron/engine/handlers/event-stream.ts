import { type AlarmEvent, type AlarmStanding, isHiddenState } from '#shared/model/alarm.ts';
import type { EngineParts } from './engine-parts.ts';

type EventsItem = { gap: { fromSeq: number; toSeq: number } | null; events: AlarmEvent[]; standings: AlarmStanding[] };

const eventsPerItem = 500;
/** A console that takes less than comes has no more than these kept for it, twice; what it misses it gets from the journal. */
const mostKept = 10_000;

/**
 * Events after a number: first what the journal already holds, then what is published from now on, each once. While the
 * journal is read, published events gather behind it and those already read are dropped by their number. Alarms that
 * changed without a line of the journal, a hidden one whose condition came or went, are given as standings alone.
 */
export function openEvents(parts: EngineParts, afterSeq: number, notify: () => void) {
  // A number from beyond the end was shown before a crash and never reached the disk: it is given again to another event.
  let lastSeq = Math.min(afterSeq, parts.plant().alarms.publishedSeq);
  let ready: AlarmEvent[] = [];
  let gap: EventsItem['gap'] = null;
  let isClosed = false;
  let isCaughtUp = false;
  let onRoom = (): void => undefined;
  let early: AlarmEvent[] = [];
  /**
   * Alarms whose standing is to be given without an event. Those that may have changed so since the console took its
   * snapshot, which no number tells, are given to begin with: the hidden ones, and those that devices judge.
   */
  const { alarms } = parts.plant();
  const hidden = alarms.standings().filter(({ state }) => isHiddenState(state));
  const changed = new Set<AlarmStanding['alarm']>([...hidden.map(({ alarm }) => alarm), ...alarms.ofDevice(null)]);

  const stop = parts.alarmsPublished.add((events, standings) => {
    const told = new Set(events.map(({ alarm }) => alarm));
    for (const { alarm } of standings) if (!told.has(alarm)) changed.add(alarm);
    if (!isCaughtUp) {
      for (const event of events) early.push(event);
      if (early.length > mostKept) early.splice(0, early.length - mostKept);
    } else {
      push(events);
      if (ready.length <= mostKept) return;
      isCaughtUp = false;
      begin();
    }
  });
  const push = (events: readonly AlarmEvent[]): void => {
    for (const event of events) {
      if (event.seq <= lastSeq) continue;
      // One that was not told yet goes on to the end of this one: too much is called missing rather than too little.
      if (event.seq > lastSeq + 1) gap = { fromSeq: gap?.fromSeq ?? lastSeq + 1, toSeq: event.seq - 1 };
      lastSeq = event.seq;
      ready.push(event);
    }
    notify();
  };
  const catchUp = async (): Promise<void> => {
    for (;;) {
      // The next page is read when the console has taken most of the last: a long journal is never in memory whole.
      if (ready.length > eventsPerItem) await new Promise<void>((resolve) => (onRoom = resolve));
      // What is published may be ahead of the disk for a moment, never behind it.
      const target = (early[0]?.seq ?? parts.plant().alarms.publishedSeq + 1) - 1;
      if (isClosed || lastSeq >= target) break;
      const events = await parts.store.journal.since(lastSeq, eventsPerItem);
      if (events.length === 0) break;
      push(events);
    }
    isCaughtUp = true;
    push(early);
    early = [];
  };
  const begin = (): void =>
    void catchUp().catch(() => {
      // The journal cannot be read: what comes from now on is still delivered, after an explicit gap.
      isCaughtUp = true;
      push(early);
      early = [];
    });
  begin();

  return {
    take(): EventsItem | null {
      if (ready.length === 0 && (changed.size === 0 || !isCaughtUp)) return null;
      const events = ready.slice(0, eventsPerItem);
      ready = ready.slice(eventsPerItem);
      if (ready.length <= eventsPerItem) onRoom();
      const item: EventsItem = { gap, events, standings: [] };
      gap = null;
      const { alarms } = parts.plant();
      for (const alarm of new Set([...events.map((event) => event.alarm), ...changed])) {
        const standing = alarms.standingOf(alarm);
        if (standing !== null) item.standings.push(standing);
      }
      changed.clear();
      return item;
    },
    close() {
      isClosed = true;
      onRoom();
      stop();
    },
  };
}
