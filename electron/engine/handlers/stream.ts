import type { StreamSource } from '#shared/rpc/server.ts';

/**
 * A state stream over one value that is replaced as a whole: the reader gets the newest, older ones are conflated.
 * `watch` starts listening and returns how to stop.
 */
export function latestOf<Item>(read: () => Item, watch: (changed: () => void) => () => void, notify: () => void): StreamSource<Item> {
  let isNew = true;
  const stop = watch(() => {
    isNew = true;
    notify();
  });
  return {
    take() {
      if (!isNew) return null;
      isNew = false;
      return read();
    },
    close: stop,
  };
}
