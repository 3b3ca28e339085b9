import { CheckCheck } from 'lucide-react';
import { type CSSProperties, type MouseEvent, useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import { acknowledgeRows, pickedAlarm, setShownAlarms } from '../../client/alarm-actions.ts';
import { type RowActionId, rowActions } from '../../client/alarm-row-actions.ts';
import { rowGuidance } from '../../client/alarm-row-guidance.ts';
import { type AlarmRow, isUnacked } from '../../client/alarm-rows.ts';
import { navigation } from '../../client/navigation.ts';
import { useAlarmBook, useClient, useDirectory, useSelectionStore, useTimeline } from '../../client/use-client.ts';
import { useAckRefusal } from '../../client/use-refusal.ts';
import { useRowHeight } from '../../client/use-row-height.ts';
import type { AlarmAsk } from '../../client/view-props.ts';
import { Button } from '../../widgets/button.tsx';
import { columnsOf, layoutOf } from './alarm-columns.ts';
import { type AlarmFilter, askedFilter, hiddenGroups, narrowingTest, rowTest, type StandingGroup } from './alarm-filter.ts';
import { AlarmListBar } from './alarm-list-bar.tsx';
import { AlarmListHead } from './alarm-list-head.tsx';
import { AlarmListMenu } from './alarm-list-menu.tsx';
import { AlarmListRow } from './alarm-list-row.tsx';
import { EmptyList } from './empty-list.tsx';
import { currentRow, type HeldRows, holdBurst, holdRows } from './held-rows.ts';
import { listKeys } from './list-keys.ts';
import { createRowList } from './row-list.ts';
import { orderOf, type RowSort, shownTime, standardSort } from './row-order.ts';
import { createRowSlots } from './row-slots.ts';
import { chooseOne, chooseSpan, chooseToo, chosenRows, isChosen, nothingChosen } from './row-selection.ts';
import { type Burst, useBurst } from './use-burst.ts';
import { useRowRefusals } from './use-row-refusals.ts';
import { useRowWindow } from './use-row-window.ts';

const nothingAsked: AlarmAsk = {};
/** A filter with the order its group begins with. */
const viewOf = (filter: AlarmFilter): { readonly filter: AlarmFilter; readonly sort: RowSort } => ({ filter, sort: standardSort(hiddenGroups.includes(filter.group)) });

const timeInBurst = ({ standing }: AlarmRow, burst: Burst): number => burst.timeOf.get(standing.alarm) ?? standing.raisedMs;

/** All standing alarms, newest first, with exact counts. Nothing moves while the pointer is in the list. */
export function AlarmList({ isVisible, ask = nothingAsked }: { readonly isVisible: boolean; readonly ask?: AlarmAsk | undefined }) {
  const client = useClient();
  const directory = useDirectory();
  const refusal = useAckRefusal();
  const refusals = useRowRefusals();
  const seeks = useTimeline((now) => now.seeks);
  const isPast = useTimeline((now) => now.mode === 'replay');
  const book = useAlarmBook((now) => now);
  const burst = useBurst();
  const selectionStore = useSelectionStore();
  const [{ filter, sort }, setView] = useState(() => viewOf(askedFilter(ask)));
  const [selection, setSelection] = useState(nothingChosen);
  const [held, setHeld] = useState<HeldRows | null>(null);
  const source = useId();
  const [filterTurn, setFilterTurn] = useState(0);
  const lastAt = useRef(0);
  const rowHeight = useRowHeight();
  const [slotsOf] = useState(createRowSlots);

  const changeFilter = useCallback((next: AlarmFilter): void => {
    setView((before) => (before.filter.group === next.group ? { ...before, filter: next } : viewOf(next)));
    setHeld(null);
  }, []);
  const changeSort = (next: RowSort): void => {
    setView((before) => ({ ...before, sort: next }));
    setHeld(null);
  };
  useEffect(() => setSelection(nothingChosen), [filter.group]);
  // Who opened the view with a filter wants to see just that, also when it is open already.
  useEffect(() => {
    if (ask !== nothingAsked) changeFilter(askedFilter(ask));
  }, [ask, changeFilter]);
  // Rows of another moment are not held under the pointer.
  useEffect(() => setHeld(null), [seeks]);

  const isBurst = filter.group === 'first-out' && burst !== null;
  const group: StandingGroup = filter.group === 'first-out' ? 'active' : filter.group;
  const passes = useMemo(() => rowTest({ ...filter, group }, directory), [filter, group, directory]);
  const list = useMemo(() => createRowList(passes, orderOf(sort)), [passes, sort]);
  const inBurst = useMemo(() => narrowingTest(filter, directory), [filter, directory]);
  const now = isBurst ? burst.rows.filter(inBurst) : list.of(book);
  const rows = held?.rows ?? now;
  const waiting = held?.waiting(book, now) ?? 0;
  const show = useRowWindow(rowHeight, rows.length);
  const rowAt = (index: number): AlarmRow | null => {
    const row = rows[index];
    return row === undefined ? null : held === null ? row : currentRow(row, book);
  };
  const range = (from: number, end: number): readonly AlarmRow[] => Array.from({ length: Math.max(0, end - from) }, (_, at) => rowAt(from + at)).filter((row) => row !== null);

  // Only rows that stand wholly in the list's window count as shown; what stands here in the past is nothing to acknowledge.
  const shown = isVisible && !isPast ? range(show.firstWhole, show.endWhole) : [];
  const shownUnacked = shown.filter(({ standing }) => isUnacked(standing.state));
  const shownKey = shown.map(({ standing }) => `${standing.alarm}#${standing.seq}#${standing.state}`).join(' ');
  const latest = useRef({ client, rows, shown });
  latest.current = { client, rows, shown };
  useEffect(() => setShownAlarms(source, latest.current.shown), [source, shownKey]);
  useEffect(() => () => setShownAlarms(source, []), [source]);

  const choose = useCallback(
    (row: AlarmRow, how: 'one' | 'too' | 'span'): void => {
      setSelection((before) => (how === 'one' ? chooseOne(row) : how === 'too' ? chooseToo(before, row) : chooseSpan(before, row, latest.current.rows)));
      pickedAlarm.setState({ picked: { alarm: row.standing.alarm, tag: row.tag, asset: row.asset, raisedMs: shownTime(row) } });
      if (row.asset !== null) selectionStore.getState().select(row.tag === null ? { asset: row.asset } : { asset: row.asset, tag: row.tag });
    },
    [selectionStore],
  );
  const pick = useCallback((row: AlarmRow, event: MouseEvent): void => choose(row, event.shiftKey ? 'span' : event.ctrlKey || event.metaKey ? 'too' : 'one'), [choose]);
  const open = useCallback(
    (row: AlarmRow): void => {
      const screen = rowGuidance(row, directory).screen ?? (row.asset === null ? null : (directory?.screenOf(row.asset) ?? null));
      if (screen !== null) navigation.getState().open('process', { screen });
    },
    [directory],
  );
  const act = useCallback((row: AlarmRow, id: RowActionId): void => rowActions(latest.current.client, [row]).find((one) => one.id === id)?.run(), []);
  const chosen = chosenRows(selection, book);
  const { sort: standard } = viewOf(filter);
  const layout = layoutOf(isBurst ? 'first-out' : group);
  const drawn = slotsOf(range(show.first, show.end), show.first);
  const hold = (): HeldRows | null => (isBurst ? holdBurst(now) : holdRows(now, book, passes));
  const onKey = listKeys({
    rows,
    rowAt,
    selection,
    chosen,
    client,
    lastAt,
    choose,
    open,
    onStep: show.show,
    onSearch: () => setFilterTurn((turn) => turn + 1),
    pageRows: Math.max(1, show.endWhole - show.firstWhole - 1),
  });

  return (
    // Held until the pointer leaves the view: on its way to “6 new” or “Ack 9 shown” nothing may move either.
    <div className="alarms-view" onPointerLeave={() => setHeld(null)}>
      <AlarmListBar
        filter={filter}
        onChange={changeFilter}
        burstCount={burst?.rows.length ?? null}
        isEventOrder={isBurst || (sort.key === standard.key && !sort.isReversed)}
        onEventOrder={() => changeSort(standard)}
        filterTurn={filterTurn}
        onFilterTurn={setFilterTurn}
      >
        {waiting > 0 ? (
          <Button onClick={() => setHeld(hold())} title="New rows wait while the pointer is in the list, so that nothing moves under it.">
            {waiting} new
          </Button>
        ) : null}
        <Button
          icon={<CheckCheck size={14} strokeWidth={1.75} />}
          refusal={isPast ? refusal : shownUnacked.length === 0 ? 'No unacknowledged alarm is in sight here.' : refusal}
          onClick={() => void acknowledgeRows(client, shownUnacked)}
        >
          Ack {shownUnacked.length} shown
        </Button>
      </AlarmListBar>
      <AlarmListMenu chosen={chosen} onOpenChange={(isOpen) => isOpen && setHeld((before) => before ?? hold())}>
        <div className={`alarms-table is-${layout}`} role="grid" aria-label="Standing alarms" aria-rowcount={rows.length + 1} aria-multiselectable="true">
          <AlarmListHead columns={columnsOf[layout]} sort={sort} onSort={changeSort} />
          <div
            ref={show.ref}
            className="alarms-scroller"
            style={{ '--row': `${rowHeight}px` } as CSSProperties}
            tabIndex={0}
            data-first-focus
            aria-label="Rows; arrow keys select, with Shift several, A acknowledges, S shelves, Enter opens the screen"
            aria-activedescendant={selection.at === null ? undefined : `alarm-${selection.at}`}
            // Come to by key from an alarm that was picked elsewhere, such as the banner: the keys begin at its row, in sight.
            onFocus={(event) => {
              if (event.target !== event.currentTarget || selection.at !== null) return;
              const { picked } = pickedAlarm.getState();
              const row = picked === null ? undefined : rows.find(({ standing }) => standing.alarm === picked.alarm);
              if (row !== undefined) setSelection(chooseOne(row));
            }}
            onPointerEnter={(event) => event.pointerType === 'mouse' && setHeld((before) => before ?? hold())}
            // Only a hand moves the pointer: browsers also tell of a pointer at rest when the list moves below it.
            onPointerMove={(event) => event.pointerType === 'mouse' && held === null && (event.movementX !== 0 || event.movementY !== 0) && setHeld((before) => before ?? hold())}
            // The menu is about the row it was opened on, unless that is one of several chosen.
            onContextMenu={(event) => {
              const id = (event.target as Element).closest('.alarms-item')?.id.replace(/^alarm-/, '');
              const row = id === undefined ? null : rowAt(rows.findIndex(({ standing }) => standing.alarm === id));
              if (row !== null && !isChosen(selection, row)) choose(row, 'one');
            }}
            onKeyDown={onKey}
          >
            {rows.length === 0 ? <EmptyList filter={filter} standing={book.rows.length} isPast={isPast} /> : null}
            <div style={{ height: rows.length * rowHeight, position: 'relative' }}>
              {drawn.map(({ row, index, slot }) => (
                <AlarmListRow
                  key={slot}
                  row={row}
                  index={index}
                  top={index * rowHeight}
                  layout={layout}
                  burstMs={isBurst ? timeInBurst(row, burst) : null}
                  sinceMs={isBurst ? timeInBurst(row, burst) - burst.firstMs : null}
                  flag={burst?.flags.get(row.standing.alarm) ?? null}
                  isChosen={isChosen(selection, row)}
                  isAt={selection.at === row.standing.alarm}
                  refusals={refusals}
                  onPick={pick}
                  onOpen={open}
                  onAct={act}
                />
              ))}
            </div>
          </div>
        </div>
      </AlarmListMenu>
    </div>
  );
}
