import { columnOfTime, type PixelColumns, valueAt } from '#shared/math/pixel-columns.ts';
import type { TrendFrame, TrendPen } from './trend-frame.ts';

type Seen = Pick<TrendFrame, 'fromMs' | 'toMs' | 'nowMs'>;

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
    const take = (columns: PixelColumns | null | undefined, seen: Seen): void => {
      if (columns == null) return;
      const [least, most] = visibleExtent(columns, seen);
      if (least < low) low = least;
      if (most > high) high = most;
    };
    take(frame.columns[at], frame);
    take(frame.setpoints[at], frame);
    if (frame.earlier !== null) {
      const { columns, shiftMs } = frame.earlier;
      take(columns[at], { fromMs: frame.fromMs - shiftMs, toMs: frame.toMs - shiftMs, nowMs: frame.nowMs });
    }
  }
  if (low <= high) return [low, high];
  const known = members.map((at) => pens[at]?.range).find((pair) => pair != null);
  return known ?? [0, 1];
}

function visibleExtent(columns: PixelColumns, { fromMs, toMs, nowMs }: Seen): readonly [number, number] {
  const begin = Math.max(columns.from, columnOfTime(columns, fromMs));
  const end = Math.min(columns.from + columns.capacity - 1, columnOfTime(columns, Math.min(toMs, nowMs)));
  const { value } = valueAt(columns, begin - 1);
  let [low, high] = Number.isNaN(value) ? [Infinity, -Infinity] : [value, value];
  // Column numbers are far beyond 32 bits, where a remainder is slow: the slot is counted along.
  let at = (begin % columns.capacity) - 1;
  for (let n = begin; n <= end; n++) {
    at = at + 1 === columns.capacity ? 0 : at + 1;
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

/**
 * Least and greatest above 0 of all that is drawn on a log axis: values, setpoints, the earlier run compared with, limits and
 * the normal band. Least above greatest where there is nothing above 0. What is 0 or below has no place there and counts for nothing.
 */
export function positiveExtent(pens: readonly TrendPen[], members: readonly number[], frame: TrendFrame): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  const take = (value: number): void => {
    if (!(value > 0)) return;
    if (value < low) low = value;
    if (value > high) high = value;
  };
  for (const at of members) {
    const pen = pens[at] as TrendPen;
    for (const { value } of pen.limits) take(value);
    if (pen.normal !== null) pen.normal.forEach(take);
    takeVisible(frame.columns[at], frame, take);
    takeVisible(frame.setpoints[at], frame, take);
    if (frame.earlier === null) continue;
    const { columns, shiftMs } = frame.earlier;
    takeVisible(columns[at], { fromMs: frame.fromMs - shiftMs, toMs: frame.toMs - shiftMs, nowMs: frame.nowMs }, take);
  }
  return [low, high];
}

/** The value that stands at the beginning of what is seen, then least and greatest of each column; NaN where one has none. */
function takeVisible(columns: PixelColumns | null | undefined, { fromMs, toMs, nowMs }: Seen, take: (value: number) => void): void {
  if (columns == null) return;
  const begin = Math.max(columns.from, columnOfTime(columns, fromMs));
  const end = Math.min(columns.from + columns.capacity - 1, columnOfTime(columns, Math.min(toMs, nowMs)));
  take(valueAt(columns, begin - 1).value);
  let at = (begin % columns.capacity) - 1;
  for (let n = begin; n <= end; n++) {
    at = at + 1 === columns.capacity ? 0 : at + 1;
    take(columns.min[at] as number);
    take(columns.max[at] as number);
  }
}

/** Whether a pen has a value of 0 or below in sight, which a log axis cannot show. */
export function hasNonPositive(columns: PixelColumns | null, frame: TrendFrame): boolean {
  return columns !== null && visibleExtent(columns, frame)[0] <= 0;
}
