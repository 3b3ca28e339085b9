import { rowAt } from '#shared/history-codec/series.ts';
import type { HistoryColumns } from '../store-types.ts';
import type { ChunkSource } from './chunk-source.ts';
import type { OpenBlocks } from './open-blocks.ts';

export type SamplesQuery = { readonly keys: readonly number[]; readonly fromMs: number; readonly toMs: number; readonly limit: number };

/** Samples of many tags as they gather, in no order. */
class Gathered {
  length = 0;
  key = new Uint32Array(4096);
  timeMs = new Float64Array(4096);
  value = new Float64Array(4096);
  quality = new Uint32Array(4096);

  push(key: number, timeMs: number, value: number, quality: number): void {
    if (this.length === this.key.length) this.grow();
    const at = this.length++;
    this.key[at] = key;
    this.timeMs[at] = timeMs;
    this.value[at] = value;
    this.quality[at] = quality;
  }

  /** Rows by time, then key, then as they came. */
  order(): Uint32Array {
    const { key, timeMs } = this;
    return Uint32Array.from({ length: this.length }, (_, row) => row).sort(
      (a, b) => (timeMs[a] as number) - (timeMs[b] as number) || (key[a] as number) - (key[b] as number) || a - b,
    );
  }

  /** The time of the sample number `limit` by time. */
  timeOf(limit: number): number {
    return this.timeMs.slice(0, this.length).sort()[limit - 1] as number;
  }

  keepUpTo(timeMs: number): void {
    let kept = 0;
    for (let row = 0; row < this.length; row++) {
      if (!((this.timeMs[row] as number) <= timeMs)) continue;
      this.key[kept] = this.key[row] as number;
      this.timeMs[kept] = this.timeMs[row] as number;
      this.value[kept] = this.value[row] as number;
      this.quality[kept++] = this.quality[row] as number;
    }
    this.length = kept;
  }

  private grow(): void {
    const { key, timeMs, value, quality } = this;
    const capacity = key.length * 2;
    (this.key = new Uint32Array(capacity)).set(key);
    (this.timeMs = new Float64Array(capacity)).set(timeMs);
    (this.value = new Float64Array(capacity)).set(value);
    (this.quality = new Uint32Array(capacity)).set(quality);
  }
}

/** Gathers the samples of many tags for replay; holds little more than twice the limit at a time. */
export function sampleGatherer(chunks: ChunkSource, open: OpenBlocks, check: () => void) {
  return ({ keys, fromMs, toMs, limit }: SamplesQuery): HistoryColumns & { reachMs: number } => {
    const gathered = new Gathered();
    let reachMs = toMs;
    const most = Math.max(1, limit);
    // Too many: what lies behind the time of the last wanted one is not wanted of the tags to come either.
    const cut = (): void => {
      if (gathered.length <= most) return;
      const endMs = gathered.timeOf(most);
      if (endMs < reachMs) reachMs = endMs;
      gathered.keepUpTo(reachMs);
    };
    let nextCut = 2 * most;
    const closed: number[] = [];
    for (const [at, key] of keys.entries()) {
      check();
      const info = chunks.info(key);
      closed.push(info.closed_seq);
      // By number, so that samples of equal time stay in the order of arrival.
      const rows = chunks.chunksOf(key, info.max_span_ms, fromMs, reachMs);
      if (rows.length > 1) rows.sort((a, b) => a.id - b.id);
      for (const row of rows) {
        if (row.first_ms > reachMs || row.last_ms <= fromMs) continue;
        const chunk = chunks.read(key, row.id);
        if (chunk === null) continue;
        const end = rowAt(chunk, reachMs, 'after');
        for (let from = rowAt(chunk, fromMs, 'after'); from < end; from++) {
          gathered.push(at, chunk.timeMs[from] as number, chunk.value[from] as number, chunk.quality[from] as number);
        }
        if (gathered.length > nextCut) {
          cut();
          nextCut = Math.max(2 * most, 2 * gathered.length);
        }
      }
    }
    open.each(keys, closed, fromMs, reachMs, (at, timeMs, value, quality) => {
      if (timeMs > fromMs && timeMs <= reachMs) gathered.push(at, timeMs, value, quality);
    });
    cut();
    const order = gathered.order();
    const length = order.length;
    const columns = { key: new Uint32Array(length), timeMs: new Float64Array(length), value: new Float64Array(length), quality: new Uint32Array(length) };
    for (let row = 0; row < length; row++) {
      const from = order[row] as number;
      columns.key[row] = gathered.key[from] as number;
      columns.timeMs[row] = gathered.timeMs[from] as number;
      columns.value[row] = gathered.value[from] as number;
      columns.quality[row] = gathered.quality[from] as number;
    }
    return { ...columns, reachMs };
  };
}
