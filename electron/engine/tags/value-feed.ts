import { createBatch, pushSample, type SampleBatch } from '#shared/model/sample-batch.ts';
import type { TagTable } from './tag-table.ts';

/** Columns cut to length. They are reused: whoever takes them sends or copies them before the next sample comes. */
export type Columns = { tag: Uint32Array; timeMs: Float64Array; value: Float64Array; quality: Uint32Array };

/** Something that looks at every batch of changed rows. */
export type Feed = {
  /** Notes the rows it wants; true when it now has something to give. */
  mark(batch: SampleBatch): boolean;
};

/**
 * Latest value of some tags: the first `take` is a snapshot of all, later ones hold what changed since. However slow the
 * reader is, it costs one flag and one queue slot per tag; in-between values are conflated, the last one never is.
 */
export function createValueFeed(table: TagTable, tags: readonly number[]): Feed & { take(): Columns | null } {
  const isWanted = new Uint8Array(table.size);
  const isDirty = new Uint8Array(table.size);
  const queue = new Uint32Array(tags.length);
  const timeMs = new Float64Array(tags.length);
  const value = new Float64Array(tags.length);
  const quality = new Uint32Array(tags.length);
  let queued = 0;
  for (const tag of tags) {
    if (tag >= table.size || isWanted[tag] === 1) continue;
    isWanted[tag] = 1;
    isDirty[tag] = 1;
    queue[queued++] = tag;
  }
  return {
    mark(batch) {
      for (let row = 0; row < batch.length; row++) {
        const tag = batch.tag[row] as number;
        if (isWanted[tag] === 0 || isDirty[tag] === 1) continue;
        isDirty[tag] = 1;
        queue[queued++] = tag;
      }
      return queued > 0;
    },
    take() {
      if (queued === 0) return null;
      // The table's columns in locals: looked up anew for each row this loop takes twice as long.
      const { timeMs: liveTimeMs, value: liveValue, quality: liveQuality } = table;
      const rows = queued;
      for (let row = 0; row < rows; row++) {
        const tag = queue[row] as number;
        isDirty[tag] = 0;
        timeMs[row] = liveTimeMs[tag] as number;
        value[row] = liveValue[tag] as number;
        quality[row] = liveQuality[tag] as number;
      }
      queued = 0;
      return { tag: queue.subarray(0, rows), timeMs: timeMs.subarray(0, rows), value: value.subarray(0, rows), quality: quality.subarray(0, rows) };
    },
  };
}

const maxHeldRows = 200_000;

/** Every sample of some tags, in order. When the reader falls 200,000 rows behind, further ones are counted as lost and told. */
export function createSampleFeed(
  size: number,
  tags: readonly number[],
  onLost: (count: number) => void,
): Feed & { take(): { samples: Columns; lost: number } | null } {
  const isWanted = new Uint8Array(size);
  for (const tag of tags) if (tag < size) isWanted[tag] = 1;
  const held = createBatch(1024);
  let lost = 0;
  return {
    mark(batch) {
      for (let row = 0; row < batch.length; row++) {
        const tag = batch.tag[row] as number;
        if (isWanted[tag] === 0) continue;
        if (held.length >= maxHeldRows) {
          lost++;
          onLost(1);
          continue;
        }
        pushSample(held, tag, batch.timeMs[row] as number, batch.value[row] as number, batch.quality[row] as number);
      }
      return held.length > 0 || lost > 0;
    },
    take() {
      if (held.length === 0 && lost === 0) return null;
      const rows = held.length;
      const item = {
        samples: {
          tag: held.tag.subarray(0, rows),
          timeMs: held.timeMs.subarray(0, rows),
          value: held.value.subarray(0, rows),
          quality: held.quality.subarray(0, rows),
        },
        lost,
      };
      held.length = 0;
      lost = 0;
      return item;
    },
  };
}
