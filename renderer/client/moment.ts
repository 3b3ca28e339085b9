import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Fault } from '#shared/model/fault.ts';
import { lockOutsThen } from '#shared/runbook-run/locked-out.ts';
import type { AlarmBook } from './alarm-book.ts';
import { buildAlarmBook, emptyAlarmBook } from './alarm-book-keeper.ts';
import type { ConsoleClient } from './console-client.ts';
import { type FirstOutPicture, unknownFirstOut } from './first-out-feed.ts';
import { createLiveStore, type LiveStore } from './live-store.ts';
import { type LocksPicture, unknownLocks } from './lock-feed.ts';
import { behindPresentMs } from './timeline.ts';
import type { Timers } from './timers.ts';

/** What a view needs to show the plant at one moment, beside what the console shows: the same stores as the client has, filled with what was recorded. */
export type Moment = {
  readonly live: LiveStore;
  readonly alarms: StoreApi<AlarmBook>;
  /** Of no moment: nothing is known of bursts here. */
  readonly firstOut: StoreApi<FirstOutPicture>;
  /** What was locked out then, as people had confirmed it in runs. */
  readonly locks: StoreApi<LocksPicture>;
  nowMs(): number;
  /**
   * Brings the tags that are watched, alarms and locks to a moment; a later one than what is surely recorded is waited for. The fault
   * and nothing where something of it is missing: a picture of half a plant would look whole.
   */
  show(atMs: number, signal: AbortSignal): Promise<Fault | null>;
};

type Line = Pick<ConsoleClient, 'call' | 'live' | 'directory' | 'present' | 'timeline'>;

/** A moment of its own, without touching the console's. It holds for the directory of now. */
export function createMoment({ call, live: texts, directory, present, timeline }: Line, timers: Pick<Timers, 'frame' | 'after'>): Moment {
  const wanted = new Set<number>();
  const index = directory.getState();
  const store = createLiveStore(timers, (added, removed) => {
    for (const tag of added) wanted.add(tag);
    for (const tag of removed) wanted.delete(tag);
  });
  store.resize(index?.directory.tags.length ?? 0);
  const alarms = createStore<AlarmBook>(() => emptyAlarmBook);
  const firstOut = createStore<FirstOutPicture>(() => unknownFirstOut);
  const locks = createStore<LocksPicture>(() => unknownLocks);
  let shownMs = Number.NaN;

  const live: LiveStore = {
    get value() {
      return store.value;
    },
    get quality() {
      return store.quality;
    },
    get timeMs() {
      return store.timeMs;
    },
    isLinkLost: false,
    isPast: true,
    get frame() {
      return store.frame;
    },
    watch: store.watch,
    text: (at) => texts.text(at),
  };
  const isRecorded = (atMs: number): boolean => timeline.state.getState().recording !== null || atMs <= present.nowMs() - behindPresentMs;
  return {
    live,
    alarms,
    firstOut,
    locks,
    nowMs: () => shownMs,
    async show(atMs, signal) {
      if (index === null || directory.getState() !== index) return { code: 'gone', message: 'The project was edited meanwhile.' };
      while (!isRecorded(atMs) && !signal.aborted) await new Promise<void>((resolve) => timers.after(200, resolve));
      const tags = [...wanted];
      const [values, standing, locked] = await Promise.all([call('history.at', { revision: index.revision, tags, atMs }, { signal }), call('alarms.standingAt', { atMs }, { signal }), call('runbook.locks', { atMs }, { signal })]);
      if (signal.aborted) return { code: 'cancelled', message: 'It was given up.' };
      if (!values.ok) return values.fault;
      if (!standing.ok) return standing.fault;
      if (!locked.ok) return locked.fault;
      if (values.value.away !== null) return { code: 'history-unavailable', message: `What only the history server has is missing: ${values.value.away.sentence}` };
      shownMs = atMs;
      store.showPast(tags, values.value);
      alarms.setState(buildAlarmBook(new Map(standing.value.standings.map((one) => [one.alarm, one])), [], standing.value.seq, index), true);
      locks.setState({ byAsset: lockOutsThen(locked.value.runs), isKnown: true }, true);
      return null;
    },
  };
}
