import type { Priority } from '#shared/model/alarm.ts';
import { buildSvg, svg } from '#renderer/symbols/svg-node.ts';
import { createSparkSeries, type SparkBand, type SparkHistory } from './spark-series.ts';
import './sparkline.css';

/** The last 30 minutes of a tag as a line without axes. */
export type Sparkline = {
  readonly element: SVGElement;
  load(history: SparkHistory): void;
  push(timeMs: number, value: number): void;
  /** Forgets the line, for another moment. */
  clear(): void;
  /** Draws what changed; call it at most once a second. */
  paint(nowMs: number): void;
  setAlarm(priority: Priority | null): void;
};

export const sparkSpanMs = 30 * 60_000;
export const sparkColumns = 60;

export function createSparkline(options: { readonly width: number; readonly height: number; readonly band: SparkBand | null }): Sparkline {
  const { width, height, band } = options;
  const series = createSparkSeries({ spanMs: sparkSpanMs, columns: sparkColumns, band });
  const element = buildSvg(
    svg(
      'g',
      { class: 'sparkline' },
      svg('path', { class: 'sparkline-line' }),
      svg('circle', { class: 'sparkline-dot', r: 1.9, display: 'none' }),
    ),
  );
  const [line, dot] = [element.children[0] as Element, element.children[1] as Element];
  let drawn = '';
  let dotAt = '';
  return {
    element,
    load: series.load,
    push: series.push,
    clear: series.clear,
    paint(nowMs) {
      const { d, end } = series.draw(nowMs, { width, height });
      if (d !== drawn) {
        drawn = d;
        line.setAttribute('d', d);
      }
      const at = end === null ? '' : `translate(${end[0]} ${end[1]})`;
      if (at === dotAt) return;
      dotAt = at;
      if (at === '') dot.setAttribute('display', 'none');
      else {
        dot.removeAttribute('display');
        dot.setAttribute('transform', at);
      }
    },
    setAlarm: (priority) => element.setAttribute('class', priority === null ? 'sparkline' : `sparkline in-alarm p${priority}`),
  };
}
