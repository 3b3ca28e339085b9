import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';

type Names = 'alarms.standing' | 'alarms.events' | 'alarms.journal' | 'alarm.acknowledge' | 'alarm.reset';
type EventsItem = { gap: { fromSeq: number; toSeq: number } | null; events: AlarmEvent[]; standings: AlarmStanding[] };

const eventsPerItem = 500;

export function alarmHandlers(parts: EngineParts): HandlersOf<Names> {
  return {
    'alarms.standing': () => {
      const { alarms } = parts.plant();
      return { ok: true, value: { seq: alarms.publishedSeq, standings: [...alarms.standings()] } };
    },
    'alarms.events': ({ afterSeq }, { notify }) => openEvents(parts, afterSeq, notify),
    'alarms.journal': async ({ beforeSeq, limit }) => {
      const events = [...(await parts.store.journal.before(beforeSeq, limit))];
      return { ok: true, value: { events, nextBeforeSeq: events.length < limit ? null : (events.at(-1)?.seq ?? null) } };
    },
    'alarm.acknowledge': async ({ occurrences, comment }, session) => {
      const { done, refused } = await parts.plant().alarms.act('acknowledge', occurrences, session.user, comment);
      return { ok: true, value: { done: [...done], refused: [...refused] } };
    },
    'alarm.reset': async ({ occurrences }, session) => {
      const { done, refused } = await parts.plant().alarms.act('reset', occurrences, session.user, '');
      return { ok: true, value: { done: [...done], refused: [...refused] } };
    },
  };
}

/**
 * Events after a number: first what the journal already holds, then what is published from now on, each once. While the
 * journal is read, published events gather behind it and those already read are dropped by their number.
 */
function openEvents(parts: EngineParts, afterSeq: number, notify: () => void) {
  // A number from beyond the end was shown before a crash and never reached the disk: it is given again to another event.
  let lastSeq = Math.min(afterSeq, parts.plant().alarms.publishedSeq);
  let ready: AlarmEvent[] = [];
  let gap: EventsItem['gap'] = null;
  let isClosed = false;
  let isCaughtUp = false;
  let onRoom = (): void => undefined;
  let early: AlarmEvent[] = [];

  const stop = parts.alarmsPublished.add((events) => {
    if (isCaughtUp) push(events);
    else early.push(...events);
  });
  const push = (events: readonly AlarmEvent[]): void => {
    for (const event of events) {
      if (event.seq <= lastSeq) continue;
      if (event.seq > lastSeq + 1) gap = { fromSeq: lastSeq + 1, toSeq: event.seq - 1 };
      lastSeq = event.seq;
      ready.push(event);
    }
    notify();
  };
  const catchUp = async (): Promise<void> => {
    // What is published may be ahead of the disk for a moment, never behind it.
    const target = parts.plant().alarms.publishedSeq;
    while (!isClosed && lastSeq < target) {
      // The next page is read when the console has taken most of the last: a long journal is never in memory whole.
      if (ready.length > eventsPerItem) await new Promise<void>((resolve) => (onRoom = resolve));
      const events = await parts.store.journal.since(lastSeq, eventsPerItem);
      if (events.length === 0) break;
      push(events);
    }
    isCaughtUp = true;
    push(early);
    early = [];
  };
  catchUp().catch(() => {
    // The journal cannot be read: what comes from now on is still delivered, after an explicit gap.
    isCaughtUp = true;
    push(early);
    early = [];
  });

  return {
    take(): EventsItem | null {
      if (ready.length === 0) return null;
      const events = ready.slice(0, eventsPerItem);
      ready = ready.slice(eventsPerItem);
      if (ready.length <= eventsPerItem) onRoom();
      const item: EventsItem = { gap, events, standings: [] };
      gap = null;
      for (const event of events) {
        const standing = parts.plant().alarms.standingOf(event.alarm);
        if (standing !== null) item.standings.push(standing);
      }
      return item;
    },
    close() {
      isClosed = true;
      onRoom();
      stop();
    },
  };
}
