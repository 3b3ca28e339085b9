import type { AlarmEvent } from '#shared/model/alarm.ts';
import type { FirstOutGroup } from '#shared/model/first-out.ts';
import type { Cancel, Clock, Log } from '../ports.ts';
import type { JournalStore } from '../store/store.ts';
import type { BurstEvent } from './burst-alarm.ts';
import type { PlantSource } from './first-out-judge.ts';
import { type Judged, type JudgeThread, startJudgeThread } from './judge-thread.ts';

/** Bursts are shown this long after their last alarm, and no more than so many. */
export const currentForMs = 4 * 3_600_000;
export const mostCurrent = 20;

/** A burst is ranked no more often than this, ms, however fast its alarms come. */
const rankEveryMs = 250;
/** Ends of bursts come with time alone. */
const lookEveryMs = 10_000;
/** Journal lines read back at the start, so that bursts under way, those of the last hours and what past floods did are known again. */
const readBack = 50_000;
const pageEvents = 1000;
/** A thread that ended is started again after a second, and after twice as long each time it ends before it has answered. */
const retryMs = 1000;
const longestRetryMs = 60_000;

export type LiveBursts = {
  /** Events as they are published. */
  take(events: readonly AlarmEvent[]): void;
  readonly groups: readonly FirstOutGroup[];
  /** The thread that judges, for questions about the past; null while it is started again. */
  readonly thread: JudgeThread | null;
  /** Another plant: all bursts are found anew from the journal. */
  plantChanged(): void;
  close(): Promise<void>;
};

export type LiveBurstsParts = {
  readonly clock: Clock;
  readonly log: Log;
  readonly worker: URL;
  readonly journal: Pick<JournalStore, 'since' | 'lastSeq'>;
  /** What is known of the plant, and where an alarm stands in it. */
  readonly source: () => PlantSource;
  readonly burstEvent: (event: AlarmEvent) => BurstEvent | null;
  readonly onGroups: () => void;
};

/**
 * The bursts of now. A thread finds and ranks them; here events are handed to it as they are published, and its newest answer
 * is kept. There is one question under way at most, so that a flood costs this thread no more than passing its events on.
 */
export function createLiveBursts(parts: LiveBurstsParts): LiveBursts {
  const { clock, log, journal } = parts;
  const about = 'first-out';
  let thread: JudgeThread | null = null;
  let groups: readonly FirstOutGroup[] = [];
  /** Names the groups for the thread, which sends them only when they are others. */
  let key = '';
  /** Rises with everything that makes the thread begin anew. */
  let epoch = 0;
  let isClosed = false;
  /** Events published while the journal is read back; null when that is done. */
  let early: AlarmEvent[] | null = null;
  let isAsking = false;
  let isDirty = false;
  let askedMs = Number.NEGATIVE_INFINITY;
  let cancelWait: Cancel = () => undefined;
  let waitsMs = retryMs;

  const send = (events: readonly AlarmEvent[]): void => {
    const some = events.flatMap((event) => parts.burstEvent(event) ?? []);
    if (some.length === 0) return;
    thread?.events(some);
    isDirty = true;
  };
  /** Asks for the groups, now or as soon as the pace allows. */
  const look = (): void => {
    if (isClosed || isAsking || early !== null || thread === null) return;
    const waitMs = askedMs + rankEveryMs - clock.monotonicMs();
    cancelWait();
    if (waitMs > 0) cancelWait = clock.after(waitMs, look);
    else void ask(thread);
  };
  const ask = async (from: JudgeThread): Promise<void> => {
    isAsking = true;
    isDirty = false;
    askedMs = clock.monotonicMs();
    const mine = epoch;
    const nowMs = clock.nowMs();
    const found: Judged | null = await from.current(nowMs, nowMs - currentForMs, mostCurrent, key).catch(() => null);
    if (mine !== epoch) return;
    isAsking = false;
    if (found !== null) waitsMs = retryMs;
    // A long question rests as long as it took: the thread also answers for the past.
    askedMs = Math.max(askedMs, clock.monotonicMs() - rankEveryMs + Math.min(2000, clock.monotonicMs() - askedMs));
    if (found !== null && found.key !== key) {
      key = found.key;
      groups = found.groups;
      parts.onGroups();
    }
    if (isDirty) look();
  };

  const begin = async (): Promise<void> => {
    if (isClosed) return;
    const mine = ++epoch;
    isAsking = false;
    // Another plant judges the same bursts otherwise.
    key = '';
    early = [];
    thread ??= startJudgeThread({ script: parts.worker, clock, burstEvent: parts.burstEvent, onEnd });
    thread.plant(parts.source());
    let reached = 0;
    try {
      const lastSeq = await journal.lastSeq();
      reached = Math.max(0, lastSeq - readBack);
      while (mine === epoch && !isClosed && reached < lastSeq) {
        const events = await journal.since(reached, pageEvents);
        const last = events.at(-1);
        if (mine !== epoch || last === undefined) break;
        send(events);
        reached = last.seq;
      }
    } catch (error) {
      if (!isClosed) log.warn(about, `The alarm journal could not be read back, so bursts before now are not known: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (mine !== epoch || isClosed) return;
    const missed = early.filter(({ seq }) => seq > reached);
    early = null;
    send(missed);
    look();
  };
  const onEnd = (reason: string): void => {
    thread = null;
    epoch++;
    log.error(about, `Ranking of alarm bursts stopped (${reason}) and is started again; alarms are not affected.`);
    clock.after(waitsMs, () => {
      if (thread === null) void begin();
    });
    waitsMs = Math.min(longestRetryMs, 2 * waitsMs);
  };
  const stopLooking = clock.every(lookEveryMs, () => {
    if (groups.length > 0) look();
  });
  void begin();

  return {
    take(events) {
      if (early !== null) return void early.push(...events);
      send(events);
      if (isDirty) look();
    },
    get groups() {
      return groups;
    },
    get thread() {
      return thread;
    },
    plantChanged: () => void begin(),
    async close() {
      isClosed = true;
      epoch++;
      stopLooking();
      cancelWait();
      await thread?.close();
    },
  };
}
