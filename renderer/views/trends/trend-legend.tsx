import { X } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { useClient, useSelectionStore } from '../../client/use-client.ts';
import { AnalogIndicator } from '../../widgets/analog-indicator-view.tsx';
import { indicatorScale } from '../../widgets/indicator-scale.ts';
import { dragsTags } from '../../widgets/tag-drag/tag-drag.ts';
import type { AnalogIndicatorHandle } from '../../widgets/analog-indicator-view.tsx';
import type { PenChoice } from './trend-choice.ts';
import { createLegendPainter, type LegendCells } from './legend-painter.ts';
import { PenSettings } from './pen-settings.tsx';
import type { TrendParts } from './trend-parts.ts';
import { useLostMs } from './use-lost-ms.ts';

/** The table of pens: its numbers are written past React, at most four times a second and with every move of the cursor. */
export function TrendLegend({ choice, session, cursors, directory, pointer, isVisible }: TrendParts) {
  const client = useClient();
  const pens = useStore(choice.store, (now) => now.pens);
  const lostMs = useLostMs();
  const cells = useMemo(() => new Map<string, LegendCells>(), []);
  const time = useRef<HTMLTableCellElement>(null);
  useEffect(() => {
    if (!isVisible || time.current === null) return undefined;
    return createLegendPainter({ client, session, directory, pointer, cursors, pens, cells, time: time.current, lostMs });
  }, [client, session, directory, pointer, cursors, pens, cells, isVisible, lostMs]);
  return (
    <div className="trends-legend">
      <table>
        <thead>
          <tr>
            <th scope="col" aria-label="Pen number" />
            <th scope="col">Tag</th>
            <th scope="col">Pen</th>
            <th scope="col" className="is-number" ref={time}>
              Now
            </th>
            <th scope="col">Unit</th>
            <th scope="col" className="is-number">
              <span className="trends-chip">A</span>
            </th>
            <th scope="col" className="is-number">
              <span className="trends-chip">B</span>
            </th>
            <th scope="col" className="is-number">
              B minus A
            </th>
            <th scope="col" className="is-number">
              Min
            </th>
            <th scope="col" className="is-number">
              Max
            </th>
            <th scope="col" className="is-number" title="Of the visible span, weighted by time; ~ while live samples share a pixel">
              Mean
            </th>
            <th scope="col">Against limits</th>
            <th scope="col">Rate</th>
            <th scope="col" aria-label="Pen settings and remove" />
          </tr>
        </thead>
        <tbody>
          {pens.map((pen) => (
            <LegendRow key={pen.tag} pen={pen} choice={choice} session={session} directory={directory} cells={cells} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const indicatorLength = 104;

function LegendRow({ pen, choice, session, directory, cells }: Pick<TrendParts, 'choice' | 'session' | 'directory'> & { readonly pen: PenChoice; readonly cells: Map<string, LegendCells> }) {
  const selection = useSelectionStore();
  const isSelected = useStore(choice.store, (now) => now.selected === pen.tag);
  const index = directory.indexOf(pen.tag);
  const tag = directory.tag(index);
  const scale = useMemo(() => (tag === undefined ? null : indicatorScale(tag, directory.alarmsOfTag(index))), [tag, directory, index]);
  const value = useRef<HTMLSpanElement>(null);
  const a = useRef<HTMLTableCellElement>(null);
  const b = useRef<HTMLTableCellElement>(null);
  const difference = useRef<HTMLTableCellElement>(null);
  const min = useRef<HTMLTableCellElement>(null);
  const max = useRef<HTMLTableCellElement>(null);
  const mean = useRef<HTMLTableCellElement>(null);
  const rate = useRef<HTMLTableCellElement>(null);
  const indicator = useRef<AnalogIndicatorHandle>(null);
  useEffect(() => {
    cells.set(pen.tag, { value, a, b, difference, min, max, mean, rate, indicator });
    return () => void cells.delete(pen.tag);
  }, [cells, pen.tag]);
  const pick = (): void => {
    choice.select(isSelected ? null : pen.tag);
    if (tag !== undefined) selection.getState().select({ asset: tag.asset, tag: tag.id });
  };
  return (
    <tr className={isSelected ? 'is-selected' : undefined} onClick={pick} {...dragsTags([pen.tag])}>
      <td>
        <span className="trends-number" style={{ background: `var(--pen-${((pen.number - 1) % 8) + 1})` }}>
          {pen.number}
        </span>
      </td>
      <td>
        <button type="button" className="trends-tag mono" data-tag-handle="" aria-pressed={isSelected} onClick={(event) => (event.stopPropagation(), pick())}>
          {pen.tag}
        </button>
      </td>
      <td className="trends-name">{tag?.name ?? 'Not in this project'}</td>
      <td className="is-number trends-value">
        <span ref={value} className="live-cell-number num" />
      </td>
      <td className="trends-unit">{tag?.unit ?? ''}</td>
      <td ref={a} className="is-number num" />
      <td ref={b} className="is-number num" />
      <td ref={difference} className="is-number num trends-difference" />
      <td ref={min} className="is-number num tx-2" />
      <td ref={max} className="is-number num tx-2" />
      <td ref={mean} className="is-number num tx-2" />
      <td className="trends-against">{scale === null ? null : <AnalogIndicator scale={scale} length={indicatorLength} thickness={6} ref={indicator} />}</td>
      <td ref={rate} className="num tx-3" />
      <td className="trends-actions">
        <PenSettings pen={pen} choice={choice} session={session} directory={directory} />
        <button
          type="button"
          className="trends-icon"
          aria-label={`Remove the pen ${pen.tag}`}
          title="Remove this pen"
          onClick={(event) => {
            event.stopPropagation();
            choice.remove(pen.tag);
          }}
        >
          <X size={14} strokeWidth={1.75} />
        </button>
      </td>
    </tr>
  );
}
