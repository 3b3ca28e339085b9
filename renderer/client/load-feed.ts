import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LoadNow } from '#shared/model/alarm-load.ts';
import type { Rpc } from './connection.ts';
import type { Timers } from './timers.ts';

export type LoadFeed = {
  /** The alarm load of now, whatever moment is shown; null while nobody watches it or nothing is known. */
  readonly store: StoreApi<LoadNow | null>;
  /** Keeps `store` current until the answer is called. */
  watch(): () => void;
  attach(rpc: Rpc): void;
  detach(): void;
};

const retryMs = 1000;

/** The running alarm load, asked for while somebody looks at it. */
export function createLoadFeed(timers: Pick<Timers, 'after'>): LoadFeed {
  const store = createStore<LoadNow | null>(() => null);
  let rpc: Rpc | null = null;
  let watchers = 0;
  let closeStream: (() => void) | null = null;
  const close = (): void => {
    closeStream?.();
    closeStream = null;
    store.setState(null, true);
  };
  const open = (): void => {
    const from = rpc;
    if (from === null || watchers === 0 || closeStream !== null) return;
    closeStream = from.open(
      'alarms.loadNow',
      {},
      {
        onItem: (item) => store.setState(item, true),
        onEnded(fault) {
          if (rpc !== from) return;
          closeStream = null;
          if (fault.code !== 'disconnected') timers.after(retryMs, open);
        },
      },
    ).close;
  };
  return {
    store,
    watch() {
      watchers++;
      open();
      let isWatching = true;
      return () => {
        if (!isWatching) return;
        isWatching = false;
        if (--watchers === 0) close();
      };
    },
    attach(next) {
      rpc = next;
      open();
    },
    detach() {
      rpc = null;
      close();
    },
  };
}
