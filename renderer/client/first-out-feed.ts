import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FirstOutGroup, TripLatch } from '#shared/model/first-out.ts';
import type { Rpc } from './connection.ts';
import type { TimelineState } from './timeline.ts';
import type { Timers } from './timers.ts';

/** Bursts and latches at one moment. */
export type FirstOutPicture = {
  /** Newest first: under way, or ended within the last hours. */
  readonly groups: readonly FirstOutGroup[];
  /** Trip groups that hold a first alarm; the others of the project are clear. */
  readonly trips: readonly TripLatch[];
  /** False while nothing is known yet of this moment: then the lists are empty and say nothing. */
  readonly isKnown: boolean;
  /** Why it cannot be told, one sentence; null when nothing is wrong. */
  readonly problem: string | null;
};

export const unknownFirstOut: FirstOutPicture = { groups: [], trips: [], isKnown: false, problem: null };

export type FirstOutFeed = {
  /** Of now, whatever moment is shown. */
  readonly present: StoreApi<FirstOutPicture>;
  /** Of the moment shown. */
  readonly shown: StoreApi<FirstOutPicture>;
  attach(rpc: Rpc): void;
  detach(): void;
};

export type FirstOutFeedParts = {
  readonly timers: Pick<Timers, 'now' | 'after'>;
  readonly timeline: StoreApi<TimelineState>;
  /** The moment shown, UTC epoch ms. */
  readonly nowMs: () => number;
};

const retryMs = 1000;
/** While playing, the past is asked for again so often, ms of this console's time. */
const pastEveryMs = 500;
/** The picture of another moment stands no longer than this after a jump. */
const patienceMs = 300;

/** Follows the engine's first-out while live and asks for it as it was in replay: only what was known by then. */
export function createFirstOutFeed({ timers, timeline, nowMs }: FirstOutFeedParts): FirstOutFeed {
  const present = createStore<FirstOutPicture>(() => unknownFirstOut);
  const shown = createStore<FirstOutPicture>(() => unknownFirstOut);
  let rpc: Rpc | null = null;
  let closeStream: () => void = () => undefined;
  let asked: { readonly abort: AbortController } | null = null;
  let isDue = false;
  let seeks = timeline.getState().seeks;
  let askedAt = -Infinity;
  /** Rises with every jump: a picture of before it is taken away when its successor is late. */
  let jumps = 0;

  const isPast = (): boolean => timeline.getState().mode === 'replay';
  present.subscribe((picture) => {
    if (!isPast()) shown.setState(picture, true);
  });

  const follow = (from: Rpc): void => {
    closeStream();
    closeStream = from.open('firstOut.current', {}, {
      onItem: ({ groups, trips }) => present.setState({ groups: keepEqual(groups, present.getState().groups), trips, isKnown: true, problem: null }, true),
      onEnded(fault) {
        if (fault.code !== 'disconnected') timers.after(retryMs, () => void (rpc === from && follow(from)));
      },
    }).close;
  };

  const ask = async (): Promise<void> => {
    if (asked !== null || !isDue || rpc === null || !isPast()) return;
    isDue = false;
    askedAt = timers.now();
    const mine = { abort: new AbortController() };
    asked = mine;
    const atMs = nowMs();
    const answer = await rpc.call('firstOut.at', { atMs }, { signal: mine.abort.signal });
    if (asked !== mine) return;
    asked = null;
    if (!isPast()) return;
    if (answer.ok) {
      jumps++;
      const { groups, trips } = answer.value;
      shown.setState({ groups: keepEqual(groups, shown.getState().groups), trips, isKnown: true, problem: null }, true);
    } else if (answer.fault.code !== 'cancelled' && answer.fault.code !== 'disconnected') {
      jumps++;
      shown.setState({ ...unknownFirstOut, problem: answer.fault.message }, true);
      timers.after(retryMs, want);
    }
    void ask();
  };
  const want = (): void => {
    isDue = true;
    void ask();
  };

  timeline.subscribe((now, before) => {
    if (now.mode === 'live') {
      if (before.mode === 'live') return;
      asked?.abort.abort();
      asked = null;
      jumps++;
      return shown.setState(present.getState(), true);
    }
    const isJump = now.seeks !== seeks;
    seeks = now.seeks;
    if (isJump) {
      const mine = ++jumps;
      // What was asked is of the moment before the jump.
      asked?.abort.abort();
      asked = null;
      timers.after(before.mode === 'live' ? 0 : patienceMs, () => {
        if (mine === jumps && isPast()) shown.setState(unknownFirstOut, true);
      });
      return want();
    }
    if (now.atMs !== before.atMs && timers.now() - askedAt >= pastEveryMs) want();
  });

  return {
    present,
    shown,
    attach(next) {
      rpc = next;
      follow(next);
      if (isPast()) want();
    },
    detach() {
      closeStream();
      closeStream = () => undefined;
      asked?.abort.abort();
      asked = null;
      rpc = null;
    },
  };
}

/** The new groups, each as the object it was where nothing of it changed, so that nobody draws it anew. */
function keepEqual(groups: readonly FirstOutGroup[], before: readonly FirstOutGroup[]): readonly FirstOutGroup[] {
  const known = new Map(before.map((group) => [group.id, group]));
  const kept = groups.map((group) => {
    const old = known.get(group.id);
    const mayBeSame = old !== undefined && old.lastMs === group.lastMs && old.alarmCount === group.alarmCount && old.isOver === group.isOver;
    return mayBeSame && JSON.stringify(old) === JSON.stringify(group) ? old : group;
  });
  return kept.length === before.length && kept.every((group, at) => group === before[at]) ? before : kept;
}
