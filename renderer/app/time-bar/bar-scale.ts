import type { Priority } from '#shared/model/alarm.ts';
import { formatDay, formatHourMinute } from '../../widgets/format-time.ts';

/** Columns of the time bar: each is 1/180 of its span. */
export const columnCount = 180;

/** The stretch of time the bar shows, UTC epoch ms. */
export type Bar = { readonly fromMs: number; readonly toMs: number };

/** Where a moment stands on the bar: 0 at its beginning, 1 at its end, beyond that outside. */
export const fractionOf = ({ fromMs, toMs }: Bar, atMs: number): number => (atMs - fromMs) / (toMs - fromMs);
/** The moment at a fraction of the bar; fractions outside 0 to 1 give its ends. */
export const timeAt = ({ fromMs, toMs }: Bar, fraction: number): number => fromMs + Math.min(1, Math.max(0, fraction)) * (toMs - fromMs);

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day, 5 * day, 10 * day];
const labelPx = 84;

/** The shortest round step whose labels do not touch on a bar of this width, ms. */
export const gridStep = (spanMs: number, widthPx: number): number => steps.find((step) => (step / spanMs) * widthPx >= labelPx) ?? (steps.at(-1) as number);

/** Round local times on the bar, oldest first. `offsetMs` is what local time is ahead of UTC. */
export function gridTimes({ fromMs, toMs }: Bar, stepMs: number, offsetMs: number): readonly number[] {
  const times: number[] = [];
  for (let at = Math.ceil((fromMs + offsetMs) / stepMs) * stepMs - offsetMs; at < toMs; at += stepMs) times.push(at);
  return times;
}

/** "14:30", or the day at midnight and where steps are whole days. */
export function gridLabel(atMs: number, stepMs: number): string {
  const clock = formatHourMinute(atMs);
  return stepMs >= day || clock === '00:00' ? formatDay(atMs) : clock;
}

export type StackField = { readonly top: number; readonly baseline: number };
/** From the baseline up. */
const stack: readonly Priority[] = [3, 2, 1, 4];
/** A bar of one alarm never fills the field. */
const leastFull = 6;

/**
 * SVG paths of the stacked bars, one per priority, in a field 1000 wide. `counts` as `alarms.density` gives them: priority
 * by priority, one number a column. The tallest stack reaches `top`.
 */
export function stackPaths(counts: Uint32Array, { top, baseline }: StackField): readonly { readonly priority: Priority; readonly d: string }[] {
  const width = counts.length / 4;
  const count = (priority: Priority, column: number): number => counts[(priority - 1) * width + column] ?? 0;
  let most = leastFull;
  for (let column = 0; column < width; column++) most = Math.max(most, stack.reduce((sum, priority) => sum + count(priority, column), 0));
  const unit = (baseline - top) / most;
  const under = new Float64Array(width);
  return stack.map((priority) => {
    let d = '';
    for (let column = 0; column < width; column++) {
      const here = count(priority, column);
      if (here === 0) continue;
      const bottom = baseline - (under[column] as number) * unit;
      under[column] = (under[column] as number) + here;
      const [left, right] = [(column / width) * 1000 + 0.4, ((column + 1) / width) * 1000 - 0.4];
      d += `M${round(left)} ${round(bottom)}H${round(right)}V${round(bottom - here * unit)}H${round(left)}Z`;
    }
    return { priority, d };
  });
}

/** All alarms counted. */
export const totalOf = (counts: Uint32Array): number => counts.reduce((sum, count) => sum + count, 0);

const round = (value: number): number => Math.round(value * 100) / 100;

export type Flag = { readonly key: string; readonly text: string; readonly fromMs: number; readonly toMs: number | null };
export type PlacedFlag = Flag & {
  /** Fractions of the bar; the beginning may lie before it. */
  readonly left: number;
  readonly right: number;
  /** Room for the label, px; 0 shows the mark alone. */
  readonly labelPx: number;
};

const mostLabelPx = 150;
const leastLabelPx = 34;

/** Places flags on the bar, oldest first, each label as wide as the next flag leaves it. */
export function placeFlags(flags: readonly Flag[], bar: Bar, widthPx: number): readonly PlacedFlag[] {
  const onBar = flags.filter(({ fromMs, toMs }) => (toMs ?? fromMs) >= bar.fromMs && fromMs <= bar.toMs).toSorted((a, b) => a.fromMs - b.fromMs);
  return onBar.map((flag, at) => {
    const left = Math.max(0, fractionOf(bar, flag.fromMs));
    const right = Math.min(1, fractionOf(bar, flag.toMs ?? flag.fromMs));
    const next = onBar[at + 1];
    const room = ((next === undefined ? 1 : Math.max(left, fractionOf(bar, next.fromMs))) - left) * widthPx - 4;
    return { ...flag, left, right, labelPx: room < leastLabelPx ? 0 : Math.min(mostLabelPx, room) };
  });
}
