import { createLiveStore, type LiveStoreWriter } from '#renderer/client/live-store.ts';
import { createVirtualTimers } from './virtual-timers.ts';

/** The console's own columns of `size` tags, live or of the past, for tests of what reads them. */
export function createLiveColumns(size: number): LiveStoreWriter {
  const store = createLiveStore(createVirtualTimers(), () => undefined);
  store.resize(size);
  return store;
}
