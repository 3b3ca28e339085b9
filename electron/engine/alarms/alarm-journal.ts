import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import type { Clock, Log } from '../ports.ts';

/** Where journal lines are kept: resolves when they are on disk. */
export type JournalStore = {
  append(events: readonly AlarmEvent[], standings: readonly AlarmStanding[]): Promise<void>;
};

export type Published = (events: readonly AlarmEvent[], standings: readonly AlarmStanding[]) => void;

type Entry = { readonly event: AlarmEvent; readonly standing: AlarmStanding; readonly done: (() => void) | null };

/** A disk slower than this does not keep the plant's events from the screen; what people did still waits for the disk. */
const slowDiskMs = 250;
const retryMs = 1000;

/**
 * Writes events to the journal in order and publishes them in that order, after the commit. While one commit runs the
 * next events gather, so a flood costs a handful of commits. When the disk fails or is slow, the plant's own events are
 * published all the same (an alarm must be seen) and kept for the next attempt; nothing is dropped.
 */
export function createAlarmJournal(store: JournalStore, clock: Clock, log: Log, publish: Published) {
  let waiting: Entry[] = [];
  let isWriting = false;
  let isClosed = false;
  let idle: (() => void)[] = [];

  const show = (entries: readonly Entry[]): void =>
    publish(
      entries.map((entry) => entry.event),
      entries.map((entry) => entry.standing),
    );

  const write = async (): Promise<void> => {
    isWriting = true;
    while (waiting.length > 0 && !isClosed) {
      const entries = waiting;
      waiting = [];
      let isShown = false;
      const showEarly = (): void => {
        if (isShown || entries.some((entry) => entry.event.user !== undefined)) return;
        isShown = true;
        show(entries);
      };
      const cancel = clock.after(slowDiskMs, showEarly);
      for (let failed = false; ; failed = true) {
        try {
          await store.append(
            entries.map((entry) => entry.event),
            entries.map((entry) => entry.standing),
          );
          if (failed) log.info('alarm journal', 'The alarm journal is written again; nothing was lost.');
          break;
        } catch (error) {
          showEarly();
          if (!failed) log.error('alarm journal', `The alarm journal cannot be written: ${String(error)} Events are kept in memory and written again every second.`);
          if (isClosed) break;
          await new Promise<void>((resolve) => clock.after(retryMs, resolve));
        }
      }
      cancel();
      if (!isShown) show(entries);
      for (const entry of entries) entry.done?.();
    }
    isWriting = false;
    for (const resolve of idle.splice(0)) resolve();
  };

  return {
    add(event: AlarmEvent, standing: AlarmStanding, done: (() => void) | null = null): void {
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
    close(): void {
      isClosed = true;
    },
  };
}
