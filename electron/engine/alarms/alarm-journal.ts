import { beforeTime } from '#shared/math/next-time.ts';
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
/** One that has not answered by then is as good as broken: everything is shown, lest an acknowledge keep an alarm from being seen. */
const stuckDiskMs = 2000;
const retryMs = 1000;
/** Entries handed to the disk at once: while it is broken no more than these are tried again every second. */
const mostPerCommit = 10_000;

/**
 * Writes events to the journal in order and publishes them in that order, after the commit. While one commit runs the
 * next events gather, so a flood costs a handful of commits. An alarm must be seen: on a slow disk what the plant did is
 * published after 250 ms, whether its own commit has begun or not, and on one that fails or is stuck everything is, kept for
 * the next attempt; nothing is dropped. The answer to an operator's command always waits for the commit.
 */
export function createAlarmJournal(store: JournalStore, clock: Clock, log: Log, publish: Published) {
  /** What is not on disk, oldest first; the first `shown` of them were published. */
  let entries: Entry[] = [];
  let shown = 0;
  let isWriting = false;
  let isClosed = false;
  const idle: (() => void)[] = [];

  /** Publishes the first `count` entries, but for those that were before. */
  const show = (count: number): void => {
    if (isClosed || count <= shown) return;
    const news = entries.slice(shown, count);
    shown = count;
    publish(eventsOf(news), latestOf(news));
  };
  /** Up to the first thing a person did. */
  const showPlant = (): void => {
    const ofPerson = entries.findIndex(({ event }, at) => at >= shown && event?.user !== undefined);
    show(ofPerson < 0 ? entries.length : ofPerson);
  };

  /** Writes until nothing waits; a failed commit is repeated. */
  const write = async (): Promise<void> => {
    let isFailing = false;
    while (!isClosed && entries.length > 0) {
      const batch = entries.slice(0, mostPerCommit);
      const beganMs = clock.monotonicMs();
      if (isFailing) show(entries.length);
      const stopLooking = clock.every(slowDiskMs, () => {
        if (isFailing || clock.monotonicMs() - beganMs >= stuckDiskMs) show(entries.length);
        else showPlant();
      });
      try {
        await store.append(eventsOf(batch), latestOf(batch));
        if (isFailing) log.info('alarm journal', 'The alarm journal is written again; nothing was lost.');
        isFailing = false;
        show(batch.length);
        entries = entries.slice(batch.length);
        shown = Math.max(0, shown - batch.length);
        for (const entry of batch) entry.done?.();
      } catch (error) {
        show(batch.length);
        if (!isFailing) log.error('alarm journal', `The alarm journal cannot be written: ${String(error)} Events are shown, kept in memory and written again every second.`);
        isFailing = true;
        await new Promise<void>((resolve) => clock.after(retryMs, resolve));
      } finally {
        stopLooking();
      }
    }
    isWriting = false;
    for (const resolve of idle.splice(0)) resolve();
  };

  return {
    add(event: AlarmEvent | null, standing: AlarmStanding, done: (() => void) | null = null): void {
      entries.push({ event, standing, done });
      if (!isWriting) {
        isWriting = true;
        // Collect what the same batch still brings before the first commit.
        queueMicrotask(() => void write());
      }
    },
    /** Resolves when everything added so far is on disk. */
    async settled(): Promise<void> {
      if (!isWriting && entries.length === 0) return;
      await new Promise<void>((resolve) => idle.push(resolve));
    },
    /** Just before the oldest event that is not on disk; Infinity while all are. */
    get writtenToMs(): number {
      const oldest = entries.find(({ event }) => event !== null)?.event;
      return oldest === undefined || oldest === null ? Number.POSITIVE_INFINITY : beforeTime(oldest.engineMs);
    },
    get isSettled(): boolean {
      return !isWriting && entries.length === 0;
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
