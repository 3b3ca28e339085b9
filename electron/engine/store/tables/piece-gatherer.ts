import type { SeriesPieces } from '#shared/history-codec/series-pieces.ts';
import { emptySeries, pushRow, pushRows, type HistorySeries } from '#shared/history-codec/series.ts';
import { freeBytes } from '#shared/rpc/free-columns.ts';

/** A chunk as it is on disk, with the time column it shares with others where its times are outside. */
export type RecordedChunk = { readonly rows: number; readonly body: Uint8Array; readonly times: Uint8Array | null };

/** Gathers the pieces of an answer in the order they are to be put together in. */
export class PieceGatherer {
  /** Put together once, at the end: a buffer that grows leaves twice the answer behind for the collector. */
  private readonly parts: Uint8Array[] = [];
  private byteLength = 0;
  private layout = new Uint32Array(96);
  private layoutLength = 0;
  private readonly plain = emptySeries(64);
  /** Plain rows that are in the layout already. */
  private laidOut = 0;

  pushRow(timeMs: number, value: number, quality: number): void {
    pushRow(this.plain, timeMs, value, quality);
  }

  pushRows(series: HistorySeries, start: number, end: number): void {
    pushRows(this.plain, series, start, end);
  }

  pushChunk({ rows, body, times }: RecordedChunk): void {
    this.endRun();
    this.lay(rows, times?.length ?? 0, body.length);
    if (times !== null) this.pushBytes(times);
    this.pushBytes(body);
  }

  /** What was gathered, to be called once; layout and plain rows are views of larger buffers. */
  finish(span: Pick<SeriesPieces, 'fromMs' | 'toMs' | 'limit'>): SeriesPieces {
    this.endRun();
    const bytes = new Uint8Array(this.byteLength);
    let at = 0;
    for (const part of this.parts) {
      bytes.set(part, at);
      at += part.length;
      freeBytes(part);
    }
    const { length, timeMs, value, quality } = this.plain;
    return {
      fromMs: span.fromMs,
      toMs: span.toMs,
      limit: span.limit,
      isCut: false,
      bytes,
      layout: this.layout.subarray(0, this.layoutLength),
      timeMs: timeMs.subarray(0, length),
      value: value.subarray(0, length),
      quality: quality.subarray(0, length),
    };
  }

  private endRun(): void {
    const rows = this.plain.length - this.laidOut;
    if (rows > 0) this.lay(rows, 0, 0);
    this.laidOut = this.plain.length;
  }

  private lay(rows: number, timeBytes: number, bodyBytes: number): void {
    if (this.layoutLength === this.layout.length) {
      const layout = new Uint32Array(this.layout.length * 2);
      layout.set(this.layout);
      this.layout = layout;
    }
    this.layout[this.layoutLength++] = rows;
    this.layout[this.layoutLength++] = timeBytes;
    this.layout[this.layoutLength++] = bodyBytes;
  }

  private pushBytes(bytes: Uint8Array): void {
    this.parts.push(bytes);
    this.byteLength += bytes.length;
  }
}
