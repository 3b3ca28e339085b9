import type { RefObject } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import { columnOfTime, valueAt } from '#shared/math/pixel-columns.ts';
import { formatDifference, formatNumber, formatValue } from '#shared/model/format-value.ts';
import { isBad } from '#shared/model/quality.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { ConsoleClient } from '../../client/console-client.ts';
import type { DirectoryIndex } from '../../client/directory-index.ts';
import { cellPicture } from '../../client/live-cell.tsx';
import type { AnalogIndicatorHandle } from '../../widgets/analog-indicator-view.tsx';
import { momentWords } from './moment-words.ts';
import type { PenChoice } from './trend-choice.ts';
import type { TrendCursors } from './trend-cursors.ts';
import { formatRate, trendFigures } from './trend-figures.ts';
import type { TrendPointer } from './trend-pointer.ts';
import type { TrendSession } from './trend-session.ts';

type Cell = RefObject<HTMLElement | null>;
export type LegendCells = {
  readonly value: Cell;
  readonly a: Cell;
  readonly b: Cell;
  readonly difference: Cell;
  readonly min: Cell;
  readonly max: Cell;
  readonly mean: Cell;
  readonly rate: Cell;
  readonly indicator: RefObject<AnalogIndicatorHandle | null>;
};

export type LegendInput = {
  readonly client: ConsoleClient;
  readonly session: TrendSession;
  readonly directory: DirectoryIndex;
  readonly pointer: TrendPointer;
  readonly cursors: StoreApi<TrendCursors>;
  readonly pens: readonly PenChoice[];
  readonly cells: ReadonlyMap<string, LegendCells>;
  readonly time: HTMLElement;
  /** When the line to the engine went down; null while it is up. */
  readonly lostMs: number | null;
};

const paintEveryMs = 250;

/** Keeps the numbers of the legend current until the answer is called. */
export function createLegendPainter({ client, session, directory, pointer, cursors, pens, cells, time, lostMs }: LegendInput): () => void {
  const rows = pens.flatMap(({ tag: id }) => {
    const index = directory.indexOf(id);
    const tag = directory.tag(index);
    return tag === undefined ? [] : [{ id, index, tag }];
  });
  let frame = 0;
  let figuresAt = -1;

  const paintValue = (): void => {
    const { fromMs, toMs } = session.window();
    const { fraction } = pointer;
    const nowMs = client.nowMs();
    const atMs = fraction === null ? Math.min(toMs, nowMs) : fromMs + fraction * (toMs - fromMs);
    // Past the present there is nothing to read; in a span that has ended, its end is the last thing shown.
    const isLive = session.state.getState().toMs === null && (fraction === null || atMs >= nowMs);
    write(time, isLive ? (client.timeline.state.getState().mode === 'live' ? 'Now' : momentWords(nowMs, toMs - fromMs)) : momentWords(atMs, toMs - fromMs));
    for (const { id, index, tag } of rows) {
      const cell = cells.get(id)?.value.current ?? null;
      if (cell === null) continue;
      const columns = session.columnsOf(id);
      const live = client.live;
      const picture = isLive ? cellPicture(tag, live.value[index] ?? Number.NaN, live.quality[index] ?? 0, live.text) : pastPicture(tag, columns === null || atMs > nowMs || (lostMs !== null && atMs > lostMs) ? null : valueAt(columns, columnOfTime(columns, atMs)), live.text);
      write(cell, picture.text);
      if (cell.dataset['quality'] !== picture.kind) cell.dataset['quality'] = picture.kind;
      const number = 'value' in picture ? picture.value : isBad(live.quality[index] ?? 0) ? Number.NaN : (live.value[index] ?? Number.NaN);
      const worst = isLive ? (client.alarms.getState().byTag.get(tag.id)?.[0]?.priority ?? null) : null;
      cells.get(id)?.indicator.current?.set({ value: number, isUsable: !Number.isNaN(number), setpoint: Number.NaN, alarm: worst });
    }
  };
  const paintCursors = (): void => {
    const { aMs, bMs } = cursors.getState();
    const nowMs = client.nowMs();
    for (const { id, tag } of rows) {
      const row = cells.get(id);
      if (row === undefined) continue;
      const columns = session.columnsOf(id);
      // A cursor past the moment shown stands where nothing is known yet.
      const at = (ms: number | null) => (ms === null ? null : pastPicture(tag, columns === null || ms > nowMs || (lostMs !== null && ms > lostMs) ? null : valueAt(columns, columnOfTime(columns, ms)), client.live.text));
      const [a, b] = [at(aMs), at(bMs)];
      write(row.a.current, a?.text ?? '');
      write(row.b.current, b?.text ?? '');
      const isNumber = tag.type === 'float' || tag.type === 'int';
      const difference = a === null || b === null || !isNumber ? Number.NaN : b.value - a.value;
      write(row.difference.current, Number.isNaN(difference) ? '' : formatDifference(difference, tag.type === 'int' ? 0 : tag.decimals));
    }
  };
  const paintFigures = (): void => {
    if (session.version === figuresAt && session.state.getState().toMs !== null) return;
    figuresAt = session.version;
    const { fromMs, toMs } = session.window();
    const endMs = Math.min(toMs, client.nowMs());
    for (const { id, tag } of rows) {
      const row = cells.get(id);
      const columns = session.columnsOf(id);
      if (row === undefined || columns === null) continue;
      const figures = trendFigures(columns, fromMs, endMs);
      write(row.min.current, formatValue(tag, figures.min, client.live.text));
      write(row.max.current, formatValue(tag, figures.max, client.live.text));
      const isNumber = tag.type === 'float' || tag.type === 'int';
      write(row.mean.current, isNumber && !Number.isNaN(figures.mean) ? `${figures.isMeanExact ? '' : '~ '}${formatNumber(figures.mean, tag.decimals)}` : '');
      write(row.rate.current, formatRate(figures.ratePerS));
    }
  };
  const paintAll = (): void => {
    paintValue();
    paintCursors();
    paintFigures();
  };
  const moved = (): void => {
    if (frame !== 0) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      paintValue();
    });
  };
  // The latest values are those of every other view; the trend's own samples only draw the lines.
  const stopLive = client.live.watch(rows.map(({ index }) => index), () => undefined);
  const stopPointer = pointer.subscribe(moved);
  const stopCursors = cursors.subscribe(paintCursors);
  const timer = setInterval(paintAll, paintEveryMs);
  paintAll();
  return () => {
    stopLive();
    stopPointer();
    stopCursors();
    clearInterval(timer);
    cancelAnimationFrame(frame);
  };
}

function pastPicture(tag: TagDefinition, at: { readonly value: number; readonly isBad: boolean } | null, text: (index: number) => string): { readonly text: string; readonly kind: 'good' | 'bad' | 'waiting'; readonly value: number } {
  if (at === null || (Number.isNaN(at.value) && !at.isBad)) return { text: '----', kind: 'waiting', value: Number.NaN };
  if (at.isBad) return { text: 'BAD', kind: 'bad', value: Number.NaN };
  return { text: formatValue(tag, at.value, text), kind: 'good', value: at.value };
}

/** Touches the page only when the text really changes. */
function write(cell: HTMLElement | null, text: string): void {
  if (cell !== null && cell.textContent !== text) cell.textContent = text;
}
