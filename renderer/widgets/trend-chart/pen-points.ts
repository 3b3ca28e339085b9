import { columnOfTime, type PixelColumns } from '#shared/math/pixel-columns.ts';
import { type PenView, yOf } from './pen-path.ts';
import { paintDot, type PixelPlane } from './pixel-paint.ts';

/**
 * Draws the samples of a pen as dots, nothing between them: first, last, least and greatest of a column, which are all
 * there are where it holds up to two. Bad samples go into `gaps` as pairs of x. Returns the y of the last dot, NaN for none.
 */
export function tracePoints(
  plane: PixelPlane,
  columns: PixelColumns,
  view: PenView,
  look: { readonly colour: number; readonly radius: number; readonly top: number; readonly bottom: number },
  gaps: number[],
): number {
  const { stepMs, capacity, count, badCount, first, min, max, last } = columns;
  const endMs = Math.min(view.toMs, view.endMs);
  const begin = Math.max(columns.from, columnOfTime(columns, view.fromMs));
  const end = Math.min(columns.from + capacity - 1, columnOfTime(columns, endMs));
  let lastY = Number.NaN;
  for (let n = begin; n <= end; n++) {
    const at = n % capacity;
    const taken = count[at] as number;
    if (taken === 0) continue;
    const x = view.left + ((n + 0.5) * stepMs - view.fromMs) * view.perMs;
    if ((badCount[at] as number) > 0) gaps.push(view.left + (n * stepMs - view.fromMs) * view.perMs, view.left + ((n + 1) * stepMs - view.fromMs) * view.perMs);
    if (taken === badCount[at]) continue;
    const dot = (value: number): void => paintDot(plane, x, yOf(view, value), look.radius, look.colour, look.top, look.bottom);
    dot(first[at] as number);
    if (last[at] !== first[at]) dot(last[at] as number);
    if ((min[at] as number) < Math.min(first[at] as number, last[at] as number)) dot(min[at] as number);
    if ((max[at] as number) > Math.max(first[at] as number, last[at] as number)) dot(max[at] as number);
    lastY = yOf(view, last[at] as number);
  }
  return lastY;
}
