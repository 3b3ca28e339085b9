import { formatNumber } from '#shared/model/format-value.ts';
import type { Plot, PlotInk, PlotShape } from './plot.ts';

const [left, right, top, bottom] = [46, 46, 30, 16] as const;
const small = 7;

/** A plot as shapes within `width` × `height` points: title, grid, shaded gaps, limits, moments, and the line on top. */
export function plotShapes(plot: Plot, width: number, height: number): readonly PlotShape[] {
  const inner = { x: left, y: top, width: width - left - right, height: height - top - bottom };
  const range = rangeOf(plot);
  const x = (timeMs: number): number => inner.x + ((timeMs - plot.fromMs) / Math.max(1, plot.toMs - plot.fromMs)) * inner.width;
  const y = (value: number): number => inner.y + (1 - (value - range.from) / (range.to - range.from)) * inner.height;
  return [
    words(0, 9, `${plot.tag}  ${plot.name}`, 8.5, 'left', 'text', true),
    ...(plot.unit === '' ? [] : [words(0, 19, plot.unit, small, 'left', 'soft')]),
    ...(plot.note === '' ? [] : [words(width, 9, plot.note, small, 'right', 'soft')]),
    ...gapShapes(plot, inner, x),
    ...valueGrid(plot, inner, range, y),
    ...timeGrid(plot, inner, x),
    ...limitShapes(plot, inner, y),
    ...momentShapes(plot, inner, x),
    ...dataLines(plot, inner, y),
    line([[inner.x, inner.y], [inner.x, inner.y + inner.height], [inner.x + inner.width, inner.y + inner.height]], 0.6, 'soft'),
  ];
}

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
type Scale = (value: number) => number;

const words = (x: number, y: number, text: string, size: number, align: 'left' | 'middle' | 'right', ink: PlotInk, isStrong = false): PlotShape => ({ kind: 'words', x, y, text, size, align, ink, isStrong });
const line = (points: readonly (readonly [number, number])[], width: number, ink: PlotInk, dash?: number): PlotShape => ({ kind: 'line', points, width, ink, ...(dash === undefined ? {} : { dash }) });

/** All that was measured, and the limits; never of no height. */
function rangeOf({ min, max, limits, states }: Plot): { readonly from: number; readonly to: number } {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const take = (value: number | undefined): void => {
    if (value === undefined || !Number.isFinite(value)) return;
    if (value < from) from = value;
    if (value > to) to = value;
  };
  for (let at = 0; at < min.length; at++) {
    take(min[at]);
    take(max[at]);
  }
  for (const { value } of limits) take(value);
  for (const state of Object.keys(states)) take(Number(state));
  if (from > to) return { from: 0, to: 1 };
  const pad = to > from ? (to - from) * 0.08 : Math.max(1e-9, Math.abs(to) * 0.05 || 1);
  return { from: from - pad, to: to + pad };
}

/** 1, 2 or 5 times a power of ten, so that about `count` of them fill the range. */
function niceStep(range: number, count: number): number {
  const rough = range / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  return (lead > 5 ? 10 : lead > 2 ? 5 : lead > 1 ? 2 : 1) * power;
}

function valueGrid(plot: Plot, box: Box, range: { readonly from: number; readonly to: number }, y: Scale): readonly PlotShape[] {
  const states = Object.entries(plot.states);
  const rows = states.length > 0 && states.length <= 6 ? states.map(([value, word]) => ({ value: Number(value), text: word })) : numberRows(range);
  return rows.flatMap(({ value, text }) => [line([[box.x, y(value)], [box.x + box.width, y(value)]], 0.4, 'grid'), words(box.x - 4, y(value) + 2.5, text, small, 'right', 'soft')]);
}

function numberRows({ from, to }: { readonly from: number; readonly to: number }): readonly { readonly value: number; readonly text: string }[] {
  const step = niceStep(to - from, 4);
  const decimals = Math.max(0, Math.min(6, -Math.floor(Math.log10(step))));
  const rows: { value: number; text: string }[] = [];
  for (let at = Math.ceil(from / step); at * step <= to && rows.length < 12; at++) rows.push({ value: at * step, text: formatNumber(at * step, decimals) });
  return rows;
}

const second = 1000;
const timeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800].map((seconds) => seconds * second);

function timeGrid({ fromMs, toMs }: Plot, box: Box, x: Scale): readonly PlotShape[] {
  const span = toMs - fromMs;
  const step = timeSteps.find((one) => span / one <= 6) ?? Math.ceil(span / 6 / 86_400_000) * 86_400_000;
  const [from, to] = step < 60_000 ? [11, 19] : step < 86_400_000 ? [11, 16] : [5, 10];
  // The day stands at the left once, where no time does.
  const shapes: PlotShape[] = step < 86_400_000 ? [words(0, box.y + box.height + 10, new Date(fromMs).toISOString().slice(0, 10), small, 'left', 'soft')] : [];
  for (let at = Math.ceil(fromMs / step) * step; at <= toMs; at += step) {
    shapes.push(line([[x(at), box.y], [x(at), box.y + box.height]], 0.4, 'grid'), ...(x(at) < box.x + 10 ? [] : [words(x(at), box.y + box.height + 10, new Date(at).toISOString().slice(from, to), small, 'middle', 'soft')]));
  }
  return shapes;
}

/** Where there is no value, or a bad one: grey, so that a gap is no calm. */
function gapShapes({ first, isBad, fromMs, toMs }: Plot, box: Box, x: Scale): readonly PlotShape[] {
  const columnMs = (toMs - fromMs) / Math.max(1, first.length);
  const shapes: PlotShape[] = [];
  for (let at = 0, since = -1; at <= first.length; at++) {
    const isGap = at < first.length && (Number.isNaN(first[at]) || isBad[at] === 1);
    if (isGap && since < 0) since = at;
    if (isGap || since < 0) continue;
    shapes.push({ kind: 'area', x: x(fromMs + since * columnMs), y: box.y, width: Math.max(0.5, x(fromMs + at * columnMs) - x(fromMs + since * columnMs)), height: box.height, ink: 'shade' });
    since = -1;
  }
  return shapes;
}

/** Labels stand to the right of the drawing, pushed apart where limits lie close. */
function limitShapes({ limits }: Plot, box: Box, y: Scale): readonly PlotShape[] {
  let free = Number.NEGATIVE_INFINITY;
  return [...limits]
    .sort((a, b) => b.value - a.value)
    .flatMap(({ value, label }) => {
      const labelY = Math.max(y(value) + 2.5, free);
      free = labelY + small + 1;
      return [line([[box.x, y(value)], [box.x + box.width, y(value)]], 0.7, 'text', 3), words(box.x + box.width + 4, labelY, label, small, 'left', 'text')];
    });
}

function momentShapes({ moments, fromMs, toMs }: Plot, box: Box, x: Scale): readonly PlotShape[] {
  let free = Number.NEGATIVE_INFINITY;
  return moments
    .filter(({ timeMs }) => timeMs >= fromMs && timeMs <= toMs)
    .sort((a, b) => a.timeMs - b.timeMs)
    .flatMap(({ timeMs, label, uncertaintyMs, isFirstOut }): PlotShape[] => {
      const ink = isFirstOut ? 'first' : 'soft';
      const at = x(timeMs);
      const [bandFrom, bandTo] = [Math.max(box.x, x(timeMs - (uncertaintyMs ?? 0))), Math.min(box.x + box.width, x(timeMs + (uncertaintyMs ?? 0)))];
      // Some 4 points a letter: a label with no room would be written over the one before it.
      const from = Math.max(at, free);
      // Not beyond the paper: what has no room keeps its line and no word.
      const isRoom = from - at < 60 && from + label.length * 3.9 <= box.x + box.width + right;
      if (isRoom) free = from + label.length * 3.9 + 6;
      return [
        ...(bandTo - bandFrom > 1 ? [{ kind: 'area' as const, x: bandFrom, y: box.y, width: bandTo - bandFrom, height: box.height, ink: 'band' as const }] : []),
        line([[at, box.y - 2], [at, box.y + box.height]], isFirstOut ? 1.2 : 0.7, ink, isFirstOut ? undefined : 2),
        ...(isRoom ? [words(from + 1, box.y - 4, label, small, 'left', ink, isFirstOut)] : []),
      ];
    });
}

/** The line, column by column through its first, least, greatest and last value: no peak is lost; a gap where there is none. */
function dataLines({ first, min, max, last, isStepped }: Plot, box: Box, y: Scale): readonly PlotShape[] {
  const lines: [number, number][][] = [];
  let points: [number, number][] = [];
  const width = box.width / Math.max(1, first.length);
  for (let at = 0; at < first.length; at++) {
    const [begins, least, most, ends] = [first[at] as number, min[at] as number, max[at] as number, last[at] as number];
    if (Number.isNaN(begins)) {
      if (points.length > 0) lines.push(points);
      points = [];
      continue;
    }
    const [from, to] = [box.x + at * width, box.x + (at + 1) * width];
    const previous = points.at(-1);
    if (isStepped && previous !== undefined) points.push([from, previous[1]]);
    points.push([from, y(begins)]);
    if (least < Math.min(begins, ends) || most > Math.max(begins, ends)) points.push([(from + to) / 2, y(most)], [(from + to) / 2, y(least)]);
    points.push([to, y(ends)]);
  }
  if (points.length > 0) lines.push(points);
  return lines.map((one) => line(one, 1, 'data'));
}
