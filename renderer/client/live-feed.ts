import { createLiveStore, type LiveStoreWriter } from './live-store.ts';
import type { Rpc } from './connection.ts';
import type { Timers } from './timers.ts';

/** Tags that stopped being watched are kept this long, so that going from view to view and back costs nothing, ms. */
const lingerMs = 2000;
const reopenMs = 1000;

type OpenStream = { readonly tags: ReadonlySet<number>; close(): void };

export type LiveFeed = {
  readonly store: LiveStoreWriter;
  /** Tags somebody watches. */
  readonly wanted: ReadonlySet<number>;
  attach(rpc: Rpc): void;
  detach(): void;
  /** A new directory of so many tags: all watches end. */
  setDirectory(size: number): void;
  /** The engine's number for the directory; streams open from here on. */
  setRevision(revision: number): void;
};

/**
 * `onAdded` is told which tags begin to be watched. Keeps `tags.values` streams open for exactly the tags somebody watches. New tags open one more stream instead of
 * asking for everything again; streams whose tags are mostly unused are merged when the linger time is over.
 */
export function createLiveFeed(timers: Timers, onAdded: (tags: readonly number[]) => void = () => undefined): LiveFeed {
  let rpc: Rpc | null = null;
  let revision: number | null = null;
  let streams: OpenStream[] = [];
  let closeTexts: () => void = () => undefined;
  const wanted = new Set<number>();
  let isOpening = false;
  let isTidying = false;

  const store = createLiveStore(timers, (added, removed) => {
    for (const tag of added) wanted.add(tag);
    for (const tag of removed) wanted.delete(tag);
    if (added.length > 0) {
      openSoon();
      onAdded(added);
    }
    if (removed.length > 0) tidyLater();
  });

  const closeAll = (): void => {
    for (const stream of streams) stream.close();
    streams = [];
  };
  const openStream = (tags: ReadonlySet<number>): void => {
    if (rpc === null || revision === null || tags.size === 0) return;
    const forRpc = rpc;
    const handle = rpc.open('tags.values', { revision, tags: [...tags] }, {
      onItem: (columns) => store.apply(columns),
      onEnded: (fault) => {
        streams = streams.filter((one) => one !== stream);
        // A lost line opens everything anew, and so does a new revision; what is left is a failure in the engine.
        if (fault.code === 'disconnected') return;
        timers.after(reopenMs, () => {
          if (rpc === forRpc) openSoon();
        });
      },
    });
    const stream: OpenStream = { tags, close: handle.close };
    streams.push(stream);
  };
  const covered = (tag: number): boolean => streams.some(({ tags }) => tags.has(tag));
  const openSoon = (): void => {
    if (isOpening) return;
    isOpening = true;
    queueMicrotask(() => {
      isOpening = false;
      openStream(new Set([...wanted].filter((tag) => !covered(tag))));
      if (streams.length > 24) merge();
    });
  };
  const merge = (): void => {
    const old = streams;
    streams = [];
    openStream(new Set(wanted));
    for (const stream of old) stream.close();
    for (const { tags } of old) store.forget([...tags].filter((tag) => !wanted.has(tag)));
  };
  const tidyLater = (): void => {
    if (isTidying) return;
    isTidying = true;
    timers.after(lingerMs, () => {
      isTidying = false;
      for (const stream of [...streams]) {
        if ([...stream.tags].some((tag) => wanted.has(tag))) continue;
        stream.close();
        streams = streams.filter((one) => one !== stream);
        store.forget(stream.tags);
      }
      const open = streams.reduce((sum, { tags }) => sum + tags.size, 0);
      if (open > 2 * wanted.size + 64) merge();
    });
  };

  return {
    store,
    wanted,
    attach(next) {
      rpc = next;
      closeTexts = next.open('tags.texts', {}, { onItem: ({ from, texts }) => store.setTexts(from, texts) }).close;
    },
    detach() {
      closeTexts();
      closeAll();
      rpc = null;
      revision = null;
      store.linkLost();
    },
    setDirectory(size) {
      closeAll();
      wanted.clear();
      store.resize(size);
    },
    setRevision(next) {
      revision = next;
      closeAll();
      openStream(new Set(wanted));
    },
  };
}
