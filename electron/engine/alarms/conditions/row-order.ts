import type { SampleBatch } from '#shared/model/sample-batch.ts';

/** Chosen rows of a batch in the order of their source times. Nothing is allocated once it has seen its largest batch. */
export type RowOrder = {
  /** Begins anew with another batch. */
  clear(): void;
  add(batch: SampleBatch, row: number): void;
  readonly length: number;
  /** Puts them in order. Rows of one tag keep theirs: what was handed over last is the value that stands. */
  sort(): void;
  row(nth: number): number;
  /** Source time a row counts with: not before that of an earlier row of its tag, whose clock was set back in between. */
  timeMs(nth: number): number;
};

export function createRowOrder(tagCount: number): RowOrder {
  let rows = new Uint32Array(64);
  let times = new Float64Array(64);
  let spareRows = new Uint32Array(64);
  let spareTimes = new Float64Array(64);
  /** Latest time of the tag among the rows, of the batch with this number. */
  const latestMs = new Float64Array(tagCount);
  const latestOf = new Uint32Array(tagCount);
  let batchNumber = 0;
  let length = 0;
  let isSorted = true;

  const grow = (): void => {
    const wider = rows.length * 2;
    const oldRows = rows;
    const oldTimes = times;
    rows = new Uint32Array(wider);
    times = new Float64Array(wider);
    rows.set(oldRows);
    times.set(oldTimes);
    spareRows = new Uint32Array(wider);
    spareTimes = new Float64Array(wider);
  };
  /** Merges the runs [from, middle) and [middle, to) into the spare columns; of equal times the first run's come first. */
  const merge = (from: number, middle: number, to: number): void => {
    let left = from;
    let right = middle;
    for (let at = from; at < to; at++) {
      const isLeft = left < middle && (right >= to || (times[left] as number) <= (times[right] as number));
      const source = isLeft ? left++ : right++;
      spareRows[at] = rows[source] as number;
      spareTimes[at] = times[source] as number;
    }
  };

  return {
    clear() {
      length = 0;
      isSorted = true;
      batchNumber++;
    },
    add(batch, row) {
      if (length === rows.length) grow();
      const tag = batch.tag[row] as number;
      let timeMs = batch.timeMs[row] as number;
      if (latestOf[tag] === batchNumber && timeMs < (latestMs[tag] as number)) timeMs = latestMs[tag] as number;
      latestOf[tag] = batchNumber;
      latestMs[tag] = timeMs;
      if (length > 0 && timeMs < (times[length - 1] as number)) isSorted = false;
      rows[length] = row;
      times[length] = timeMs;
      length++;
    },
    get length() {
      return length;
    },
    sort() {
      if (isSorted) return;
      for (let width = 1; width < length; width *= 2) {
        for (let from = 0; from < length; from += 2 * width) merge(from, Math.min(from + width, length), Math.min(from + 2 * width, length));
        [rows, spareRows] = [spareRows, rows];
        [times, spareTimes] = [spareTimes, times];
      }
    },
    row: (nth) => rows[nth] as number,
    timeMs: (nth) => times[nth] as number,
  };
}
