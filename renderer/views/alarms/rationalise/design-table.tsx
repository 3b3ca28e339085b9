import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type KeyboardEvent, type MouseEvent, useRef } from 'react';
import type { AlarmId } from '#shared/model/ids.ts';
import { useDirectory } from '../../../client/use-client.ts';
import { useLaidOutAnew, useRowHeight } from '../../../client/use-row-height.ts';
import { AlarmGlyph } from '../../../widgets/alarm-glyph.tsx';
import { formatDay } from '../../../widgets/format-time.ts';
import { limitText } from '../../../widgets/limit-text.ts';
import type { DesignRow } from './design-choice.ts';
import { inheritedOf } from './design-fields.ts';

type Props = { readonly rows: readonly DesignRow[]; readonly picked: readonly AlarmId[]; readonly onPick: (picked: readonly AlarmId[]) => void; readonly isFiltered: boolean };

const titles = ['', 'Alarm', 'Message', 'Limit', 'Asset', 'Class', 'Missing', 'Judged'] as const;

/** All alarms in rows; a click chooses one, Ctrl adds, Shift takes all between; arrow keys move, with Shift they add. */
export function DesignTable({ rows, picked, onPick, isFiltered }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const anchor = useRef<AlarmId | null>(null);
  const rowHeight = useRowHeight();
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 6 });
  useLaidOutAnew(virtual, rowHeight);
  const chosen = new Set(picked);
  const at = (id: AlarmId | null): number => rows.findIndex(({ alarm }) => alarm.id === id);
  const between = (from: number, to: number): readonly AlarmId[] => {
    const list = rows.slice(Math.min(from, to), Math.max(from, to) + 1).map(({ alarm }) => alarm.id);
    // The row at the end of the gesture stands last: arrow keys go on from it.
    return from <= to ? list : list.toReversed();
  };

  const click = (event: MouseEvent, id: AlarmId): void => {
    const from = at(anchor.current);
    if (event.shiftKey && from >= 0) return onPick(between(from, at(id)));
    anchor.current = id;
    if (event.ctrlKey || event.metaKey) return onPick(chosen.has(id) ? picked.filter((one) => one !== id) : [...picked, id]);
    onPick([id]);
  };
  const onKey = (event: KeyboardEvent): void => {
    const last = at(picked.at(-1) ?? null);
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 20, PageUp: -20, Home: -rows.length, End: rows.length }[event.key];
    if (step === undefined || rows.length === 0) return;
    event.preventDefault();
    const to = Math.min(rows.length - 1, Math.max(0, last + step));
    const id = rows[to]?.alarm.id;
    if (id === undefined) return;
    if (event.shiftKey && at(anchor.current) >= 0) onPick(between(at(anchor.current), to));
    else {
      anchor.current = id;
      onPick([id]);
    }
    virtual.scrollToIndex(to);
  };

  return (
    <div className="alarms-table rationalise-table" role="grid" aria-label="Design of the alarms" aria-rowcount={rows.length + 1} aria-multiselectable="true">
      <div className="alarms-head alarms-row" role="row">
        {titles.map((title) => (
          <span key={title} role="columnheader">
            {title}
          </span>
        ))}
      </div>
      <div ref={scroller} className="alarms-scroller" style={{ '--row': `${rowHeight}px` } as CSSProperties} tabIndex={0} aria-label="Rows; arrow keys choose, with Shift several" onKeyDown={onKey}>
        {rows.length === 0 ? (
          <div className="empty-note">
            <b>No alarm here</b>
            <span>{isFiltered ? 'The filter hides all of them.' : 'The project has no alarms: they stand in its folder alarms.'}</span>
          </div>
        ) : null}
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index, start, key }) => {
            const row = rows[index];
            return row === undefined ? null : <Row key={key} row={row} top={start} isPicked={chosen.has(row.alarm.id)} onClick={(event) => click(event, row.alarm.id)} />;
          })}
        </div>
      </div>
    </div>
  );
}

function Row({ row: { alarm, asset, missing }, top, isPicked, onClick }: { readonly row: DesignRow; readonly top: number; readonly isPicked: boolean; readonly onClick: (event: MouseEvent) => void }) {
  const directory = useDirectory();
  const inherited = alarm.class === undefined && directory !== null ? inheritedOf(directory, alarm, { setting: 'class', label: '', form: 'class' }) : null;
  const { rationalised } = alarm;
  return (
    <div className={`alarms-row alarms-item ${isPicked ? 'is-picked' : ''}`} role="row" aria-selected={isPicked} style={{ transform: `translateY(${top}px)` }} onClick={onClick}>
      <span role="gridcell">
        <AlarmGlyph priority={alarm.priority} state="active-acked" size={20} />
      </span>
      <span role="gridcell" className="mono alarms-tag" title={alarm.id}>
        {alarm.id}
      </span>
      <span role="gridcell" title={alarm.message}>
        {alarm.message}
      </span>
      <span role="gridcell" className="num tx-3">
        {limitText(alarm, directory?.tagById(alarm.tag))}
      </span>
      <span role="gridcell">{asset ?? ''}</span>
      <span role="gridcell" className={alarm.class === undefined ? 'tx-3' : ''} title={inherited === null ? undefined : `from ${inherited.from.name}`}>
        {alarm.class ?? inherited?.value ?? ''}
      </span>
      <span role="gridcell" className="tx-3" title={missing.join(', ')}>
        {missing.length === 0 ? '' : missing.length === 1 ? missing[0] : `${missing[0]} and ${missing.length - 1} more`}
      </span>
      <span role="gridcell" className="tx-3" title={rationalised === undefined ? undefined : `${rationalised.why} (${rationalised.by})`}>
        {rationalised === undefined ? 'never' : `${formatDay(Date.parse(rationalised.at))} ${rationalised.by}`}
      </span>
    </div>
  );
}
