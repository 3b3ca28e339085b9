import { qualityKind } from '#shared/model/quality.ts';
import { sparkColumns, sparkSpanMs } from '../sparkline.ts';
import type { ScreenHistory, ScreenLive, SparkTarget } from './screen-context.ts';

const tagsPerQuestion = 64;

/** All sparklines of one screen: one question for the past, then the latest value once a second. */
export function createSparkBoard(live: ScreenLive, nowMs: () => number) {
  const lines: { readonly tag: number; readonly line: SparkTarget }[] = [];
  const tick = (): void => {
    const now = nowMs();
    for (const { tag, line } of lines) {
      const kind = qualityKind(live.quality[tag] as number);
      // Waiting says nothing about the plant: neither a value nor a gap.
      if (kind === 'waiting') continue;
      line.push(now, kind === 'bad' || kind === 'no-link' ? NaN : (live.value[tag] as number));
      line.paint(now);
    }
  };
  return {
    add: (tag: number, line: SparkTarget): void => void lines.push({ tag, line }),
    tags: (): readonly number[] => lines.map(({ tag }) => tag),
    tick,
    /** Forgets all lines: the clock jumped. */
    clear(): void {
      for (const { line } of lines) line.clear();
    },
    /** Loads the past; the answer ends the interest in it. A refused question leaves the lines to fill from now on. */
    start(source: ScreenHistory): () => void {
      let isOpen = true;
      const tags = [...new Set(lines.map(({ tag }) => tag))];
      const toMs = nowMs();
      for (let from = 0; from < tags.length; from += tagsPerQuestion) {
        const part = tags.slice(from, from + tagsPerQuestion);
        void source(part, { fromMs: toMs - sparkSpanMs, toMs }, sparkColumns).then((pens) => {
          if (!isOpen || pens === null) return;
          for (const { tag, line } of lines) {
            const pen = pens[part.indexOf(tag)];
            if (pen === undefined) continue;
            line.load(pen);
            line.paint(nowMs());
          }
        });
      }
      return () => {
        isOpen = false;
      };
    },
  };
}
