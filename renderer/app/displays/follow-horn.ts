import type { StoreApi } from 'zustand/vanilla';
import type { HornState } from '../horn.ts';
import type { Peers } from './peers.ts';

/** Silence in one window is silence in all. A newer occurrence sounds again, as ever. */
export function shareSilence(horn: StoreApi<HornState>, peers: Peers): () => void {
  let heardSeq = 0;
  const stops = [
    horn.subscribe(({ silencedSeq }, before) => {
      if (silencedSeq > before.silencedSeq && silencedSeq > heardSeq) peers.send({ t: 'silenced', seq: silencedSeq });
    }),
    peers.on('silenced', ({ seq }) => {
      if (seq <= horn.getState().silencedSeq) return;
      heardSeq = seq;
      horn.setState({ silencedSeq: seq, sounding: null });
    }),
    peers.on('hello', () => {
      const { silencedSeq } = horn.getState();
      if (silencedSeq > 0) peers.send({ t: 'silenced', seq: silencedSeq });
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** What of the lock manager is used; absent where the page's address is not secure. */
export type Locks = Pick<LockManager, 'request'>;

/**
 * One window sounds for all: the first that may. `isAble` says whether this one can be heard, for a browser plays nothing
 * before somebody clicked in a page; `change` is told whether it is this one. Where the browser keeps no locks every window
 * that can be heard sounds: twice is better than not at all.
 */
export function shareSound(locks: Locks | undefined, name: string, isAble: StoreApi<boolean>, change: (isHere: boolean) => void): () => void {
  if (locks === undefined) {
    change(true);
    return () => undefined;
  }
  let giveUp: (() => void) | null = null;
  const look = (): void => {
    if (isAble.getState()) {
      if (giveUp !== null) return;
      const abort = new AbortController();
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      giveUp = () => {
        abort.abort();
        release();
      };
      void locks
        .request(name, { signal: abort.signal }, () => {
          change(true);
          return held;
        })
        .catch(() => undefined); // Given up while it waited.
    } else if (giveUp !== null) {
      giveUp();
      giveUp = null;
      change(false);
    }
  };
  look();
  const stop = isAble.subscribe(look);
  return () => {
    stop();
    giveUp?.();
  };
}
