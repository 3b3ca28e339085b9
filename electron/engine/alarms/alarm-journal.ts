import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import type { Clock, Log } from '../ports.ts';

/** Where journal lines are kept: resolves when they are on disk. */
export type JournalStore = {
  append(events: readonly AlarmEvent[], standings: readonly AlarmStanding[]): Promise<void>;
};

export type Published = (events: readonly AlarmEvent[], standings: readonly AlarmStanding[]) => void;

/** An event is null where only the standing changes, which is no line of the journal: the condition of a hidden alarm. */
type Entry = { readonly event: AlarmEvent | null; readonly standing: AlarmStanding; readonly done: (() => void) | null };

/** A disk slower than this does not keep the plant's events from the screen; what people did still waits for the disk. */
const slowDiskMs = 250;
const retryMs = 1000;

/**
 * Writes events to the journal in order and publishes them in that order, after the commit. While one commit runs the
 * next events gather, so a flood costs a handful of commits. An alarm must be seen: on a slow disk what the plant did is
 * published after 250 ms, and while the disk fails everything is, kept for the next attempt; nothing is dropped. The
 * answer to an operator's command always waits for the commit.
 */
export function createAlarmJournal(store: JournalStore, clock: Clock, log: Log, publish: Published) {
  let waiting: Entry[] = [];
  let isWriting = false;
  let isClosed = false;
  const idle: (() => void)[] = [];

  /** Writes until nothing waits; a failed commit is repeated with what came meanwhile. */
  const write = async (): Promise<void> => {
    let shown = 0;
    let entries: Entry[] = [];
    let isFailing = false;
    const show = (): void => {
      const news = entries.slice(shown);
      shown = entries.length;
      if (news.length > 0) publish(eventsOf(news), latestOf(news));
    };
    while (!isClosed && (entries.length > 0 || waiting.length > 0)) {
      entries = [...entries, ...waiting];
      waiting = [];
      if (isFailing) show();
      const cancel = clock.after(slowDiskMs, () => {
        if (entries.every(({ event }) => event?.user === undefined)) show();
      });
      try {
        await store.append(eventsOf(entries), latestOf(entries));
        if (isFailing) log.info('alarm journal', 'The alarm journal is written again; nothing was lost.');
        isFailing = false;
        show();
        for (const entry of entries) entry.done?.();
        entries = [];
        shown = 0;
      } catch (error) {
        show();
        if (!isFailing) log.error('alarm journal', `The alarm journal cannot be written: ${String(error)} Events are shown, kept in memory and written again every second.`);
        isFailing = true;
        await new Promise<void>((resolve) => clock.after(retryMs, resolve));
      } finally {
        cancel();
      }
    }
    isWriting = false;
    for (const resolve of idle.splice(0)) resolve();
  };

  return {
    add(event: AlarmEvent | null, standing: AlarmStanding, done: (() => void) | null = null): void {
      waiting.push({ event, standing, done });
      if (!isWriting) {
        isWriting = true;
        // Collect what the same batch still brings before the first commit.
        queueMicrotask(() => void write());
      }
    },
    /** Resolves when everything added so far is on disk. */
    async settled(): Promise<void> {
      if (!isWriting && waiting.length === 0) return;
      await new Promise<void>((resolve) => idle.push(resolve));
    },
    get isSettled(): boolean {
      return !isWriting && waiting.length === 0;
    },
    close(): void {
      isClosed = true;
    },
  };
}

const eventsOf = (entries: readonly Entry[]): readonly AlarmEvent[] => entries.flatMap(({ event }) => event ?? []);

/** The last standing of each alarm: in a flood the ones before it are never asked for. */
function latestOf(entries: readonly Entry[]): readonly AlarmStanding[] {
  const latest = new Map<AlarmStanding['alarm'], AlarmStanding>();
  for (const { standing } of entries) latest.set(standing.alarm, standing);
  return [...latest.values()];
}
