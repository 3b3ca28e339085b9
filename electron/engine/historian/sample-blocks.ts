import type { SampleBatch } from '#shared/model/sample-batch.ts';
import type { HistoryColumns } from '../store/store.ts';

/** Rows of one commit at most: an alarm event that comes behind it waits a few milliseconds. */
export const blockRows = 5000;

/** Samples for one commit. `seq` is the number it was last sent under, null before that. */
export type SampleBlock = {
  length: number;
  readonly tag: Uint32Array<ArrayBuffer>;
  readonly timeMs: Float64Array<ArrayBuffer>;
  readonly value: Float64Array<ArrayBuffer>;
  readonly quality: Uint32Array<ArrayBuffer>;
  seq: number | null;
  /** Grows from block to block in the order they were filled. */
  place: number;
};

export function createBlock(): SampleBlock {
  return {
    length: 0,
    tag: new Uint32Array(blockRows),
    timeMs: new Float64Array(blockRows),
    value: new Float64Array(blockRows),
    quality: new Uint32Array(blockRows),
    seq: null,
    place: 0,
  };
}

/** An empty block over the arrays of one that is settled. The old object keeps its number for queries under way. */
export const reuseBlock = (block: SampleBlock): SampleBlock => ({ ...block, length: 0, seq: null });

/** Copies rows of a batch from `start` on into the block until either ends; gives back the first row not taken. */
export function fillBlock(block: SampleBlock, batch: SampleBatch, start: number): number {
  const rows = Math.min(blockRows - block.length, batch.length - start);
  const end = start + rows;
  block.tag.set(batch.tag.subarray(start, end), block.length);
  block.timeMs.set(batch.timeMs.subarray(start, end), block.length);
  block.value.set(batch.value.subarray(start, end), block.length);
  block.quality.set(batch.quality.subarray(start, end), block.length);
  block.length += rows;
  return end;
}

/** The block as the store takes it, in arrays of its own: persistent keys, and no rows without a time. */
export function blockColumns(block: SampleBlock, keyOf: Uint32Array): HistoryColumns {
  const { length } = block;
  const columns = {
    key: new Uint32Array(length),
    timeMs: block.timeMs.slice(0, length),
    value: block.value.slice(0, length),
    quality: block.quality.slice(0, length),
  };
  let rows = 0;
  for (let row = 0; row < length; row++) {
    const key = keyOf[block.tag[row] as number];
    if (key === undefined || !Number.isFinite(block.timeMs[row])) continue;
    columns.key[rows] = key;
    if (rows !== row) {
      columns.timeMs[rows] = block.timeMs[row] as number;
      columns.value[rows] = block.value[row] as number;
      columns.quality[rows] = block.quality[row] as number;
    }
    rows++;
  }
  if (rows === length) return columns;
  return {
    key: columns.key.slice(0, rows),
    timeMs: columns.timeMs.slice(0, rows),
    value: columns.value.slice(0, rows),
    quality: columns.quality.slice(0, rows),
  };
}
