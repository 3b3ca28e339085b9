import { columnOfTime, type PixelColumns, valueAt } from '#shared/math/pixel-columns.ts';
import type { TrendFrame, TrendPen } from './trend-frame.ts';

/** Least and greatest of what must be in sight: the values of the span, and always the limits and the normal band, so that flat looks flat. */
export function extent(pens: readonly TrendPen[], members: readonly number[], frame: TrendFrame): readonly [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const at of members) {
    const pen = pens[at] as TrendPen;
    for (const { value } of pen.limits) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    if (pen.normal !== null) {
      low = Math.min(low, pen.normal[0]);
      high = Math.max(high, pen.normal[1]);
    }
    const columns = frame.columns[at] ?? null;
    if (columns === null) continue;
    const [least, most] = visibleExtent(columns, frame);
    if (least < low) low = least;
    if (most > high) high = most;
  }
  if (low <= high) return [low, high];
  const known = members.map((at) => pens[at]?.range).find((pair) => pair != null);
  return known ?? [0, 1];
}

function visibleExtent(columns: PixelColumns, { fromMs, toMs, nowMs }: TrendFrame): readonly [number, number] {
  const begin = Math.max(columns.from, columnOfTime(columns, fromMs));
  const end = Math.min(columns.from + columns.capacity - 1, columnOfTime(columns, Math.min(toMs, nowMs)));
  const { value } = valueAt(columns, begin - 1);
  let [low, high] = Number.isNaN(value) ? [Infinity, -Infinity] : [value, value];
  for (let n = begin; n <= end; n++) {
    const at = n % columns.capacity;
    if ((columns.min[at] as number) < low) low = columns.min[at] as number;
    if ((columns.max[at] as number) > high) high = columns.max[at] as number;
  }
  return [low, high];
}

/** 0 to 100 %, and more where a value leaves its range. */
export function percentExtent(pens: readonly TrendPen[], members: readonly number[], frame: TrendFrame): readonly [number, number] {
  let [low, high] = [0, 100];
  for (const at of members) {
    const columns = frame.columns[at] ?? null;
    if (columns === null) continue;
    const range = percentRange(pens[at] as TrendPen, columns, frame);
    const [least, most] = visibleExtent(columns, frame);
    const percent = (value: number): number => ((value - range[0]) / (range[1] - range[0])) * 100;
    if (least <= most) [low, high] = [Math.min(low, percent(least)), Math.max(high, percent(most))];
  }
  return [low, high];
}

/** What 0 and 100 % mean for a pen: its range; for a pen without one, what it shows in the span. */
export function percentRange(pen: TrendPen, columns: PixelColumns, frame: TrendFrame): readonly [number, number] {
  if (pen.range !== null) return pen.range;
  const [low, high] = visibleExtent(columns, frame);
  return low < high ? [low, high] : low === high ? [low - 1, low + 1] : [0, 1];
}
