import { rowAt } from '#shared/history-codec/series.ts';
import type { ChunkRow, ChunkSource } from '../tables/chunk-source.ts';
import { mergedSamples, nextCluster } from '../tables/clusters.ts';
import { levels, type Level } from './levels.ts';
import { SegmentColumns } from './segment-columns.ts';
import type { SummarySource } from './summary-source.ts';

/** Samples read for a segment at a time: a few milliseconds of work. */
const samplesPerSlice = 65_536;

type Job = { readonly key: number; readonly level: Level; readonly columns: SegmentColumns; readonly rows: readonly ChunkRow[]; at: number };

/** Builds one segment at a time, the lowest level from chunks and in slices, the others from the level below at once. */
export class LevelBuilder {
  private job: Job | null = null;
  private readonly chunks: ChunkSource;
  private readonly summaries: SummarySource;

  constructor(chunks: ChunkSource, summaries: SummarySource) {
    this.chunks = chunks;
    this.summaries = summaries;
  }

  /** Goes on with a segment, or begins it when another was under way; gives back its bytes when they are complete. */
  advance(key: number, level: Level, startMs: number): Uint8Array | null | 'more' {
    if (level > 0) return this.compose(key, level, startMs);
    let job = this.job;
    if (job?.key !== key || job.columns.startMs !== startMs) {
      const columns = new SegmentColumns(level, startMs);
      const rows = this.chunks.chunksOf(key, this.chunks.info(key).max_span_ms, startMs, columns.endMs);
      job = { key, level, columns, rows, at: 0 };
      this.job = job;
    }
    const { columns, rows } = job;
    for (let samples = 0; job.at < rows.length && samples < samplesPerSlice;) {
      const after = nextCluster(rows, job.at);
      const series = mergedSamples(this.chunks, key, rows.slice(job.at, after));
      columns.addSamples(series, rowAt(series, startMs, 'from'), rowAt(series, columns.endMs, 'from'));
      samples += series.timeMs.length;
      job.at = after;
    }
    if (job.at < rows.length) return 'more';
    this.job = null;
    return columns.finish(key);
  }

  /** Samples of a tag from a time on were written: a segment under way that has read them already begins anew. */
  touched(key: number, fromMs: number): void {
    if (this.job?.key === key && fromMs < this.job.columns.endMs) this.job = null;
  }

  forget(key: number, level: Level, startMs: number): void {
    if (this.job?.key === key && this.job.level === level && this.job.columns.startMs === startMs) this.job = null;
  }

  private compose(key: number, level: Level, startMs: number): Uint8Array | null {
    const columns = new SegmentColumns(level, startMs);
    const below = (level - 1) as Level;
    for (const { segment } of this.summaries.within(key, below, startMs, columns.endMs)) {
      if (segment !== null) columns.addSegment(segment, levels[below]);
    }
    return columns.finish(key);
  }
}
