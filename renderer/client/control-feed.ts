import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ControlState } from '#shared/model/control.ts';
import type { Rpc } from './connection.ts';
import type { Timers } from './timers.ts';

export type ControlFeed = {
  /** Who has control of what now, and writes to look at, whatever moment is shown; null while nothing is known. */
  readonly store: StoreApi<ControlState | null>;
  attach(rpc: Rpc): void;
  detach(): void;
};

const retryMs = 1000;

/** Follows control of the plant as long as there is a line: that is also how the engine knows that this console is there. */
export function createControlFeed(timers: Pick<Timers, 'after'>): ControlFeed {
  const store = createStore<ControlState | null>(() => null);
  let rpc: Rpc | null = null;
  const open = (): void => {
    const from = rpc;
    if (from === null) return;
    from.open(
      'control.state',
      {},
      {
        onItem: (item) => store.setState(item, true),
        onEnded(fault) {
          if (rpc === from && fault.code !== 'disconnected') timers.after(retryMs, open);
        },
      },
    );
  };
  return {
    store,
    attach(next) {
      rpc = next;
      open();
    },
    detach() {
      rpc = null;
      store.setState(null, true);
    },
  };
}
