import type { SampleColumns } from '#shared/contract/columns.ts';
import type { Rpc } from './connection.ts';

/** `lost` when the line was down before these columns: samples are missing, and nobody knows how many. */
export const lostUnknown = -1;
/**
 * `lost` when the console jumped to another moment: what the reader holds is of another time, and history fills anew from
 * the clock of the timeline. Nothing was lost.
 */
export const seeked = -2;

type OnSamples = (columns: SampleColumns, lost: number) => void;
type Reader = { readonly tags: readonly number[]; readonly tagSet: ReadonlySet<number>; readonly onSamples: OnSamples; close: (() => void) | null; hasGap: boolean };

export type SampleFeed = {
  readonly open: (tags: readonly number[], onSamples: OnSamples) => () => void;
  attach(rpc: Rpc): void;
  detach(): void;
  setRevision(revision: number): void;
  /** A new directory: every reader ends. */
  reset(): void;
  /** Every reader hears that the moment jumped. While the past is shown they get no present samples, only what `replay` brings. */
  jump(isPast: boolean): void;
  /** Recorded samples as the clock of the replay passes them; each reader gets its own tags. */
  replay(samples: SampleColumns): void;
  /** Tags of all readers. */
  tags(): ReadonlySet<number>;
};

const noSamples: SampleColumns = {
  tag: new Uint32Array(0),
  timeMs: new Float64Array(0),
  value: new Float64Array(0),
  quality: new Uint32Array(0),
};

/** Opens `tags.samples` for each reader and opens it again over lost lines, telling the reader about the hole. */
export function createSampleFeed(onReader: () => void = () => undefined): SampleFeed {
  const readers = new Set<Reader>();
  let isPast = false;
  let rpc: Rpc | null = null;
  let revision: number | null = null;

  const start = (reader: Reader): void => {
    reader.close?.();
    reader.close = null;
    if (isPast || rpc === null || revision === null || reader.tags.length === 0) return;
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
      const reader: Reader = { tags, tagSet: new Set(tags), onSamples, close: null, hasGap: false };
      readers.add(reader);
      start(reader);
      onReader();
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
        reader.hasGap = !isPast;
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
    jump(next) {
      isPast = next;
      for (const reader of [...readers]) {
        reader.hasGap = false;
        start(reader);
        reader.onSamples(noSamples, seeked);
      }
    },
    replay(samples) {
      for (const reader of [...readers]) {
        const own = rowsOf(samples, reader.tagSet);
        if (own.tag.length > 0) reader.onSamples(own, 0);
      }
    },
    tags: () => new Set([...readers].flatMap(({ tags }) => tags)),
  };
}

function rowsOf(samples: SampleColumns, tags: ReadonlySet<number>): SampleColumns {
  const rows: number[] = [];
  for (let row = 0; row < samples.tag.length; row++) if (tags.has(samples.tag[row] as number)) rows.push(row);
  if (rows.length === samples.tag.length) return samples;
  const column = <Column extends Uint32Array | Float64Array>(from: Column, into: Column): Column => {
    for (let at = 0; at < rows.length; at++) into[at] = from[rows[at] as number] as number;
    return into;
  };
  return {
    tag: column(samples.tag, new Uint32Array(rows.length)),
    timeMs: column(samples.timeMs, new Float64Array(rows.length)),
    value: column(samples.value, new Float64Array(rows.length)),
    quality: column(samples.quality, new Uint32Array(rows.length)),
  };
}
