import { useSyncExternalStore } from 'react';
import type { AlarmBook } from './alarm-book.ts';
import { useClient } from './use-client.ts';

const everyMs = 250;

/** The alarm book of the moment shown, at most four times a second: for drawings that cost more than a list row. */
export function useSlowBook(): AlarmBook {
  const client = useClient();
  return useSyncExternalStore(slowBook(client.alarms).subscribe, slowBook(client.alarms).get);
}

type Store = { getState(): AlarmBook; subscribe(listener: () => void): () => void };
const known = new WeakMap<Store, { subscribe(listener: () => void): () => void; get(): AlarmBook }>();

/** One slow view of a store, whoever asks. */
function slowBook(store: Store) {
  const before = known.get(store);
  if (before !== undefined) return before;
  let book = store.getState();
  let stop: (() => void) | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const listeners = new Set<() => void>();
  const tell = (): void => {
    timer = null;
    if (book === store.getState()) return;
    book = store.getState();
    for (const call of listeners) call();
    timer = setTimeout(tell, everyMs);
  };
  const made = {
    get: () => (stop === null ? (book = store.getState()) : book),
    subscribe(listener: () => void) {
      listeners.add(listener);
      // The first change is told at once, those that follow it within the period together.
      stop ??= store.subscribe(() => {
        if (timer === null) tell();
      });
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = null;
        if (timer !== null) clearTimeout(timer);
        timer = null;
      };
    },
  };
  known.set(store, made);
  return made;
}
