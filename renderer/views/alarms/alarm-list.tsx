import { useVirtualizer } from '@tanstack/react-virtual';
import { CheckCheck } from 'lucide-react';
import { type CSSProperties, type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { AlarmId } from '#shared/model/ids.ts';
import { acknowledgeRows, pickedAlarm, setShownAlarms } from '../../client/alarm-actions.ts';
import { type AlarmRow, isUnacked } from '../../client/alarm-book.ts';
import { navigation } from '../../client/navigation.ts';
import { notify } from '../../client/notices.ts';
import { preferences } from '../../client/preferences.ts';
import { useAlarmBook, useClient, useDirectory, useSelectionStore, useTimeline } from '../../client/use-client.ts';
import { useAckRefusal } from '../../client/use-refusal.ts';
import { Button } from '../../widgets/button.tsx';
import { AlarmListBar } from './alarm-list-bar.tsx';
import { AlarmListRow, alarmColumns } from './alarm-list-row.tsx';
import { type AlarmFilter, filterRows, heldRows, holdRows } from './alarm-filter.ts';
import { useLaidOutAnew, useRowHeight } from '../../client/use-row-height.ts';

const allActive: AlarmFilter = { group: 'active', priorities: new Set(), area: null };

/** All standing alarms, newest first, with exact counts. Nothing moves while the pointer is in the list. */
export function AlarmList({ isVisible }: { readonly isVisible: boolean }) {
  const client = useClient();
  const directory = useDirectory();
  const refusal = useAckRefusal();
  const seeks = useTimeline((now) => now.seeks);
  const isPast = useTimeline((now) => now.mode === 'replay');
  const book = useAlarmBook((now) => now);
  const selection = useSelectionStore();
  const [filter, setFilter] = useState(allActive);
  const [picked, setPicked] = useState<AlarmId | null>(null);
  const [held, setHeld] = useState<readonly AlarmRow[] | null>(null);
  const source = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight();

  // Rows of another moment are not held under the pointer.
  useEffect(() => setHeld(null), [seeks]);

  const now = useMemo(() => filterRows(book, filter, directory), [book, filter, directory]);
  const { rows, waiting } = useMemo(() => (held === null ? { rows: now, waiting: 0 } : heldRows(held, now, book)), [held, now, book]);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 6 });
  useLaidOutAnew(virtual, rowHeight);
  const items = virtual.getVirtualItems();

  // Only rows that stand wholly inside the window of the list count as shown.
  const top = virtual.scrollOffset ?? 0;
  const bottom = top + (virtual.scrollRect?.height ?? 0);
  // What stands here in the past is nothing to acknowledge: only rows of now count.
  const shown = isVisible && !isPast ? items.filter(({ start, end }) => start >= top && end <= bottom).flatMap(({ index }) => rows[index] ?? []) : [];
  const shownUnacked = shown.filter(({ standing }) => isUnacked(standing.state));
  const shownKey = shown.map(({ standing }) => `${standing.alarm}#${standing.seq}#${standing.state}`).join(' ');
  const latestShown = useRef(shown);
  latestShown.current = shown;
  useEffect(() => setShownAlarms(source, latestShown.current), [source, shownKey]);
  useEffect(() => () => setShownAlarms(source, []), [source]);

  const changeFilter = (next: AlarmFilter): void => {
    setFilter(next);
    setHeld(null);
  };
  const pick = (row: AlarmRow): void => {
    setPicked(row.standing.alarm);
    pickedAlarm.setState({ picked: { tag: row.tag, asset: row.asset, raisedMs: row.standing.raisedMs } });
    if (row.asset !== null) selection.getState().select(row.tag === null ? { asset: row.asset } : { asset: row.asset, tag: row.tag });
  };
  const open = (row: AlarmRow): void => {
    const screen = row.asset === null ? null : (directory?.screenOf(row.asset) ?? null);
    if (screen !== null) navigation.getState().open('process', { screen });
  };
  const acknowledge = (list: readonly AlarmRow[]): void => void acknowledgeRows(client, list);
  const onKey = (event: KeyboardEvent): void => {
    const at = rows.findIndex(({ standing }) => standing.alarm === picked);
    const row = rows[at];
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : event.key === 'Home' ? -rows.length : event.key === 'End' ? rows.length : 0;
    if (step !== 0) {
      const to = Math.min(rows.length - 1, Math.max(0, at + step));
      const next = rows[to];
      if (next === undefined) return;
      pick(next);
      virtual.scrollToIndex(to);
    } else if (event.key.toLowerCase() === 'a' && !event.ctrlKey && !event.altKey && row !== undefined && preferences.getState().hasLetterKeys) {
      if (refusal === null) acknowledge([row]);
      else notify(refusal, 'failed');
    } else if (event.key === 'Enter' && row !== undefined) open(row);
    else return;
    event.preventDefault();
  };

  return (
    // Held until the pointer leaves the view: on its way to “6 new” or “Ack 9 shown” nothing may move either.
    <div className="alarms-view" onPointerLeave={() => setHeld(null)}>
      <AlarmListBar filter={filter} onChange={changeFilter}>
        {waiting > 0 ? (
          <Button onClick={() => setHeld(now)} title="New rows wait while the pointer is in the list, so that nothing moves under it.">
            {waiting} new
          </Button>
        ) : null}
        <Button
          icon={<CheckCheck size={14} strokeWidth={1.75} />}
          refusal={isPast ? refusal : shownUnacked.length === 0 ? 'No unacknowledged alarm is in sight here.' : refusal}
          onClick={() => acknowledge(shownUnacked)}
        >
          Ack {shownUnacked.length} shown
        </Button>
      </AlarmListBar>
      <div className="alarms-table" role="grid" aria-label="Standing alarms" aria-rowcount={rows.length + 1}>
        <div className="alarms-head alarms-row" role="row">
          {alarmColumns.map(({ id, title, isNumber }) => (
            <span key={id} role="columnheader" className={isNumber === true ? 'is-number' : ''}>
              {title}
            </span>
          ))}
        </div>
        <div
          ref={scroller}
          className="alarms-scroller"
          style={{ '--row': `${rowHeight}px` } as CSSProperties}
          tabIndex={0}
          data-first-focus
          aria-label="Rows; arrow keys select, A acknowledges, Enter opens the screen"
          aria-activedescendant={picked === null ? undefined : `alarm-${picked}`}
          onPointerEnter={(event) => event.pointerType === 'mouse' && setHeld((before) => holdRows(before, now))}
          // Only a hand moves the pointer: browsers also tell of a pointer at rest when the list moves below it.
          onPointerMove={(event) => event.pointerType === 'mouse' && held === null && (event.movementX !== 0 || event.movementY !== 0) && setHeld((before) => holdRows(before, now))}
          onKeyDown={onKey}
        >
          {rows.length === 0 ? (
            <div className="empty-note">
              <b>No alarm here</b>
              <span>{book.rows.length === 0 ? isPast ? 'The plant had no standing alarm at this moment.' : 'The plant has no standing alarm.' : `The filter hides all ${book.rows.length} standing alarms.`}</span>
            </div>
          ) : null}
          <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
            {items.map(({ index, start, key }) => {
              const row = rows[index];
              return row === undefined ? null : (
                <AlarmListRow key={key} row={row} top={start} isPicked={row.standing.alarm === picked} refusal={refusal} onPick={pick} onOpen={open} onAck={() => acknowledge([row])} />
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}
