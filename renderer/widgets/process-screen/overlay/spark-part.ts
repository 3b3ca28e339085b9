import type { Priority } from '#shared/model/alarm.ts';
import { createSparkSeries, type SparkBand, type SparkHistory } from '../../spark-series.ts';
import { sparkColumns, sparkSpanMs } from '../../sparkline.ts';
import type { OverlayContext } from './overlay-context.ts';
import type { ScreenOverlay } from './overlay-part.ts';

/** The last 30 minutes of a tag, painted without axes. */
export type SparkPart = {
  load(history: SparkHistory): void;
  push(timeMs: number, value: number): void;
  /** Forgets the line, for another moment. */
  clear(): void;
  /** Takes over what changed; call it at most once a second. */
  paint(nowMs: number): void;
  setAlarm(priority: Priority | null): void;
  setShown(isShown: boolean): void;
};

export function createSparkPart(
  overlay: ScreenOverlay,
  host: SVGElement,
  options: { readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly band: SparkBand | null },
): SparkPart {
  const { x, y, width, height, band } = options;
  const series = createSparkSeries({ spanMs: sparkSpanMs, columns: sparkColumns, band });
  let points: readonly number[] = [];
  let drawn = '';
  let end: readonly [number, number] | null = null;
  let alarm: Priority | null = null;
  let isShown = true;
  const touch = (): void => handle.touch(isShown && (points.length > 0 || end !== null));
  const handle = overlay.add(host, {
    layer: 'line',
    paint(brush) {
      const { context } = brush;
      context.lineJoin = 'round';
      brush.stroke(alarm === null ? 'spark' : `p${alarm}-tx`, 1.25);
      tracePoints(context, points, x, y);
      context.stroke();
      context.lineJoin = 'miter';
      if (end === null) return;
      brush.fill(alarm === null ? 'pointer' : `p${alarm}-tx`);
      context.beginPath();
      context.arc(x + end[0], y + end[1], 1.9, 0, Math.PI * 2);
      context.fill();
    },
  });
  handle.reach(x - 2, y - 2, x + width + 2, y + height + 2);
  return {
    load: series.load,
    push: series.push,
    clear: series.clear,
    paint(nowMs) {
      const next = series.draw(nowMs, { width, height });
      if (next.d === drawn && next.end?.[0] === end?.[0] && next.end?.[1] === end?.[1]) return;
      if (next.d !== drawn) points = readPoints(next.d);
      drawn = next.d;
      end = next.end;
      touch();
    },
    setAlarm(priority) {
      if (priority === alarm) return;
      alarm = priority;
      touch();
    },
    setShown(next) {
      if (next === isShown) return;
      isShown = next;
      touch();
    },
  };
}

/** Triples of 1 for a move or 0 for a line, x and y, from the path the series writes: "M0 12L1.5 10". */
function readPoints(d: string): readonly number[] {
  const points: number[] = [];
  for (const [, command, x, y] of d.matchAll(/([ML])(-?[\d.]+) (-?[\d.]+)/g)) points.push(command === 'M' ? 1 : 0, Number(x), Number(y));
  return points;
}

function tracePoints(context: OverlayContext, points: readonly number[], left: number, top: number): void {
  context.beginPath();
  for (let at = 0; at < points.length; at += 3) {
    const [x, y] = [left + (points[at + 1] as number), top + (points[at + 2] as number)];
    if (points[at] === 1) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
}
