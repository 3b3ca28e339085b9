/**
 * The one data type that travels from driver to pixel: columns of equal length, `length` rows of them valid.
 * Row i says: tag `tag[i]` (dense index) had `value[i]` at `timeMs[i]` (source time, UTC epoch ms, fraction allowed)
 * with quality `quality[i]` (OPC UA StatusCode). Booleans are 0/1, enumerations integers, text an index into the
 * text table. A bad sample without a value carries NaN.
 * A producer may reuse the arrays after the call that hands them over returns: a consumer copies what it keeps.
 */
export type SampleBatch = {
  length: number;
  tag: Uint32Array;
  timeMs: Float64Array;
  value: Float64Array;
  quality: Uint32Array;
};

export function createBatch(capacity: number): SampleBatch {
  return {
    length: 0,
    tag: new Uint32Array(capacity),
    timeMs: new Float64Array(capacity),
    value: new Float64Array(capacity),
    quality: new Uint32Array(capacity),
  };
}

/** Appends one row; doubles the columns when they are full, so a long-lived batch stops allocating once it has seen its largest load. */
export function pushSample(batch: SampleBatch, tag: number, timeMs: number, value: number, quality: number): void {
  const row = batch.length;
  if (row === batch.tag.length) growBatch(batch, Math.max(64, row * 2));
  batch.tag[row] = tag;
  batch.timeMs[row] = timeMs;
  batch.value[row] = value;
  batch.quality[row] = quality;
  batch.length = row + 1;
}

/** Makes room for at least `capacity` rows and keeps the valid ones. */
export function growBatch(batch: SampleBatch, capacity: number): void {
  if (capacity <= batch.tag.length) return;
  const tag = new Uint32Array(capacity);
  const timeMs = new Float64Array(capacity);
  const value = new Float64Array(capacity);
  const quality = new Uint32Array(capacity);
  tag.set(batch.tag.subarray(0, batch.length));
  timeMs.set(batch.timeMs.subarray(0, batch.length));
  value.set(batch.value.subarray(0, batch.length));
  quality.set(batch.quality.subarray(0, batch.length));
  batch.tag = tag;
  batch.timeMs = timeMs;
  batch.value = value;
  batch.quality = quality;
}

/** Appends all valid rows of `from` to `to`. */
export function appendBatch(to: SampleBatch, from: SampleBatch): void {
  const total = to.length + from.length;
  if (total > to.tag.length) growBatch(to, Math.max(total, to.tag.length * 2));
  to.tag.set(from.tag.subarray(0, from.length), to.length);
  to.timeMs.set(from.timeMs.subarray(0, from.length), to.length);
  to.value.set(from.value.subarray(0, from.length), to.length);
  to.quality.set(from.quality.subarray(0, from.length), to.length);
  to.length = total;
}

/** A batch of its own arrays cut to length: what may be transferred to another thread. */
export function copyBatch(batch: SampleBatch): SampleBatch {
  return {
    length: batch.length,
    tag: batch.tag.slice(0, batch.length),
    timeMs: batch.timeMs.slice(0, batch.length),
    value: batch.value.slice(0, batch.length),
    quality: batch.quality.slice(0, batch.length),
  };
}
