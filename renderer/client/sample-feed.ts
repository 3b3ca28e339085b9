import type { SampleColumns } from '#shared/contract/columns.ts';
import type { Rpc } from './connection.ts';

/** `lost` when the line was down before these columns: samples are missing, and nobody knows how many. */
export const lostUnknown = -1;

type OnSamples = (columns: SampleColumns, lost: number) => void;
type Reader = { readonly tags: readonly number[]; readonly onSamples: OnSamples; close: (() => void) | null; hasGap: boolean };

export type SampleFeed = {
  readonly open: (tags: readonly number[], onSamples: OnSamples) => () => void;
  attach(rpc: Rpc): void;
  detach(): void;
  setRevision(revision: number): void;
  /** A new directory: every reader ends. */
  reset(): void;
};

const noSamples: SampleColumns = {
  tag: new Uint32Array(0),
  timeMs: new Float64Array(0),
  value: new Float64Array(0),
  quality: new Uint32Array(0),
};

/** Opens `tags.samples` for each reader and opens it again over lost lines, telling the reader about the hole. */
export function createSampleFeed(): SampleFeed {
  const readers = new Set<Reader>();
  let rpc: Rpc | null = null;
  let revision: number | null = null;

  const start = (reader: Reader): void => {
    reader.close?.();
    reader.close = null;
    if (rpc === null || revision === null || reader.tags.length === 0) return;
    const { close } = rpc.open('tags.samples', { revision, tags: [...reader.tags] }, {
      onItem: ({ samples, lost }) => reader.onSamples(samples, lost),
      onEnded: () => {
        reader.close = null;
        reader.hasGap = true;
      },
    });
    reader.close = close;
    if (!reader.hasGap) return;
    reader.hasGap = false;
    reader.onSamples(noSamples, lostUnknown);
  };

  return {
    open(tags, onSamples) {
      const reader: Reader = { tags, onSamples, close: null, hasGap: false };
      readers.add(reader);
      start(reader);
      return () => {
        if (!readers.delete(reader)) return;
        reader.close?.();
      };
    },
    attach(next) {
      rpc = next;
    },
    detach() {
      rpc = null;
      revision = null;
      for (const reader of readers) {
        reader.close?.();
        reader.close = null;
        reader.hasGap = true;
      }
    },
    setRevision(next) {
      revision = next;
      for (const reader of readers) start(reader);
    },
    reset() {
      for (const reader of readers) reader.close?.();
      readers.clear();
    },
  };
}
