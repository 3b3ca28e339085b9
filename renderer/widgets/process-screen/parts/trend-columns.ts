import {
  addSample,
  advanceTo,
  columnOfTime,
  columnStep,
  createPixelColumns,
  mergeHistory,
  type PixelColumns,
  setLead,
} from '#shared/math/pixel-columns.ts';
import { isBad, qualityKind } from '#shared/model/quality.ts';
import type { ScreenHistory, ScreenLive } from '../screen-context.ts';

/** How far before the window the value it begins with is looked for, ms. */
const leadMs = 3_600_000;
/** Samples between two looks at the live values are only in history: it is asked again this often, ms. */
const refreshMs = 30_000;

export type TrendColumns = {
  /** By pen; null until the first moment is set. */
  readonly pens: readonly (PixelColumns | null)[];
  /** Takes what the live values are now; call it whenever they changed. */
  take(): void;
  /** Slides to this moment. True when the picture is another. */
  advance(nowMs: number): boolean;
  /** Begins anew at another moment: columns are empty until history answers. */
  start(nowMs: number): void;
  dispose(): void;
};

/**
 * The last `spanMs` of some tags in pixel columns: history first, then the latest values as they come, each with its own time,
 * so that replay fills them as live does. Between two pictures of the console only the newest value is seen; history, asked
 * every 30 s for what came since, brings the extremes of the others.
 */
export function createTrendColumns(options: {
  readonly tags: readonly number[];
  readonly spanMs: number;
  /** Columns wanted over the span. */
  readonly width: number;
  readonly live: ScreenLive;
  readonly history: ScreenHistory;
  /** History came: paint. */
  readonly changed: () => void;
}): TrendColumns {
  const { tags, spanMs, live, history, changed } = options;
  const stepMs = columnStep(spanMs, options.width);
  const capacity = Math.ceil(spanMs / stepMs) + 2;
  const pens: (PixelColumns | null)[] = tags.map(() => null);
  const seenMs = new Float64Array(tags.length).fill(Number.NaN);
  const seenQuality = new Uint32Array(tags.length);
  let turn = 0;
  let askedMs = 0;
  let end = 0;

  const ask = async (from: number, count: number, mine: number): Promise<void> => {
    const answer = await history(tags, { fromMs: from * stepMs, toMs: (from + count) * stepMs }, count);
    if (mine !== turn || answer === null) return;
    answer.forEach((past, at) => {
      const columns = pens[at];
      if (columns != null) mergeHistory(columns, from, past);
    });
    changed();
  };
  const askLead = async (fromMs: number, mine: number): Promise<void> => {
    const answer = await history(tags, { fromMs: fromMs - leadMs, toMs: fromMs }, 1);
    if (mine !== turn || answer === null) return;
    answer.forEach(({ count, badCount, last }, at) => {
      const columns = pens[at];
      // With bad ones among them nobody knows which was last: then the line begins with its first sample.
      if (columns == null || count[0] === undefined || count[0] === 0 || (badCount[0] as number) > 0) return;
      setLead(columns, last[0] as number, false);
    });
    changed();
  };
  const take = (): void => {
    for (let at = 0; at < tags.length; at++) {
      const columns = pens[at];
      const index = tags[at] as number;
      const [timeMs, quality] = [live.timeMs[index] as number, live.quality[index] as number];
      if (columns == null || (timeMs === seenMs[at] && quality === seenQuality[at]) || qualityKind(quality) === 'waiting') continue;
      seenMs[at] = timeMs;
      seenQuality[at] = quality;
      const value = live.value[index] as number;
      if (addSample(columns, timeMs, value, quality)) continue;
      // It has stood since before the window.
      if (columnOfTime(columns, timeMs) < columns.from && !isBad(quality)) setLead(columns, value, false);
    }
  };
  return {
    pens,
    take,
    advance(nowMs) {
      const column = Math.floor(nowMs / stepMs);
      if (nowMs - askedMs > refreshMs) {
        const from = Math.floor(askedMs / stepMs);
        askedMs = nowMs;
        void ask(Math.max(from, column - capacity + 1), Math.min(capacity, column - from + 1), turn);
      }
      if (column <= end) return false;
      end = column;
      for (const columns of pens) if (columns !== null) advanceTo(columns, column);
      return true;
    },
    start(nowMs) {
      turn++;
      askedMs = nowMs;
      end = Math.floor(nowMs / stepMs);
      const from = end - capacity + 1;
      tags.forEach((_, at) => (pens[at] = createPixelColumns(stepMs, from, capacity)));
      seenMs.fill(Number.NaN);
      take();
      void ask(from, capacity, turn);
      void askLead(from * stepMs, turn);
    },
    dispose: () => void turn++,
  };
}
