import { type CSSProperties, type KeyboardEvent, useDeferredValue, useEffect, useMemo, useState } from 'react';
import type { JournalFilter } from '#shared/contract/alarms.ts';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import { pickedAlarm } from '../../client/alarm-actions.ts';
import { broughtAlarm } from '../../client/brought-alarms.ts';
import { exchangeRefusal, openJobs } from '../../client/exchange.ts';
import { faultText, notify } from '../../client/notices.ts';
import { useClient, useDirectory, useLink, useSelectionStore } from '../../client/use-client.ts';
import { useRowHeight } from '../../client/use-row-height.ts';
import type { AlarmAsk } from '../../client/view-props.ts';
import { Button } from '../../widgets/button.tsx';
import { toLocalInput } from '../../widgets/format-time.ts';
import { AlarmHistoryBar } from './alarm-history-bar.tsx';
import { AlarmHistoryRow, historyColumns } from './alarm-history-row.tsx';
import { allEvents, askedWish, journalFilter, type JournalWish, upToMoment } from './journal-wish.ts';
import { useJournal } from './use-journal.ts';
import { useRowWindow } from './use-row-window.ts';

const nothingAsked: AlarmAsk = {};
/** Older events are read when fewer than this many are left below what is in sight. */
const aheadRows = 30;

/** The alarm journal up to the moment shown, newest first, through a filter; older events are fetched as the end comes near. */
export function AlarmHistory({ isVisible, ask = nothingAsked }: { readonly isVisible: boolean; readonly ask?: AlarmAsk | undefined }) {
  const client = useClient();
  const directory = useDirectory();
  const selection = useSelectionStore();
  const link = useLink();
  const [wish, setWish] = useState<JournalWish>(allEvents);
  useEffect(() => {
    if (ask !== nothingAsked) setWish(askedWish(ask, toLocalInput));
  }, [ask]);
  const { filter, refusal } = useSettledFilter(wish);
  const { events, nextBeforeSeq, topSeq, isSearching, problem, older, stop } = useJournal(filter, isVisible);
  const [at, setAt] = useState<number | null>(null);
  const rowHeight = useRowHeight();
  const show = useRowWindow(rowHeight, events.length);
  const isWhole = nextBeforeSeq === null;
  const isAway = link.state !== 'live';
  const isNearEnd = show.end >= events.length - aheadRows;
  useEffect(() => {
    // A search that found little so far goes on by itself only as far as its first page: what is beyond is asked for.
    if (isVisible && link.state === 'live' && !isWhole && !isSearching && problem === null && events.length > 0 && isNearEnd && (filter === null || show.first > 0)) older();
  });

  const users = useMemo(() => [...new Set(events.flatMap(({ user }) => user ?? []))].sort().slice(0, 50), [events]);
  const pick = (event: AlarmEvent): void => {
    setAt(event.seq);
    const definition = directory?.alarm(event.alarm) ?? client.alarms.getState().byAlarm.get(event.alarm)?.definition ?? broughtAlarm(event.alarm);
    const tag = definition === undefined ? undefined : directory?.tagById(definition.tag);
    if (tag === undefined) return;
    pickedAlarm.setState({ picked: { alarm: event.alarm, tag: tag.id, asset: tag.asset, raisedMs: event.timeMs } });
    selection.getState().select({ asset: tag.asset, tag: tag.id });
  };
  const onKey = (event: KeyboardEvent): void => {
    const from = events.findIndex(({ seq }) => seq === at);
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : event.key === 'Home' ? -events.length : event.key === 'End' ? events.length : 0;
    const to = Math.min(events.length - 1, Math.max(0, from + step));
    const next = events[to];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    pick(next);
    show.show(to);
  };
  const startExport = async (format: 'csv' | 'xlsx'): Promise<void> => {
    const wanted = client.timeline.state.getState().mode === 'replay' ? upToMoment(filter, client.nowMs()) : filter;
    const answer = await client.call('journal.export', { format, ...(wanted === null ? {} : { filter: wanted }) });
    if (!answer.ok) return notify(`Not exported: ${faultText(answer.fault)}`, 'failed');
    openJobs();
  };

  return (
    <div className="alarms-view">
      <AlarmHistoryBar wish={wish} onChange={setWish} users={users} exportRefusal={exchangeRefusal(link, 'Exporting', 'operate') ?? refusal} onExport={(format) => void startExport(format)} />
      <div className="alarms-table alarms-journal" role="grid" aria-label="Events of the journal" aria-rowcount={events.length + 1}>
        <div className="alarms-head alarms-row" role="row">
          {historyColumns.map(({ title, isNumber }) => (
            <span key={title} role="columnheader" className={isNumber === true ? 'is-number' : ''}>
              {title}
            </span>
          ))}
        </div>
        <div ref={show.ref} className="alarms-scroller" style={{ '--row': `${rowHeight}px` } as CSSProperties} tabIndex={0} aria-label="Alarm journal" onKeyDown={onKey}>
          {events.length === 0 ? (
            <div className="empty-note">
              <b>{isAway ? 'The journal is with the engine, which is away' : isSearching ? 'Searching the journal' : filter === null ? 'No event yet' : 'No event matches'}</b>
              <span>{isAway ? 'It is searched as soon as the link is back.' : filter === null ? 'Every alarm that is raised, returns or is acknowledged is written here.' : isWhole ? 'The whole journal was searched.' : 'Older events were not searched yet.'}</span>
            </div>
          ) : null}
          <div style={{ height: events.length * rowHeight, position: 'relative' }}>
            {events.slice(show.first, show.end).map((event, row) => (
              <AlarmHistoryRow key={event.seq} event={event} top={(show.first + row) * rowHeight} isAt={event.seq === at} onPick={pick} />
            ))}
          </div>
        </div>
      </div>
      <div className="alarms-foot tx-3 num" role="status">
        <span>{problem ?? refusal ?? (isAway ? awayWords(events.length) : isSearching && events.length === 0 ? 'Searching' : countWords(events.length, isWhole, filter !== null, nextBeforeSeq, topSeq))}</span>
        {isAway ? null : isSearching ? <Button onClick={stop}>Stop searching</Button> : isWhole ? null : <Button onClick={older}>Older events</Button>}
      </div>
    </div>
  );
}

const awayWords = (count: number): string => (count === 0 ? 'No link to the engine: nothing was read' : `No link to the engine: ${count} ${count === 1 ? 'event' : 'events'} read before`);

function countWords(count: number, isWhole: boolean, isFiltered: boolean, nextBeforeSeq: number | null, topSeq: number | null): string {
  const events = `${count} ${count === 1 ? 'event' : 'events'}`;
  if (isWhole) return `${events}, all of them`;
  if (!isFiltered || nextBeforeSeq === null) return `${events} read so far`;
  return `${events} found, searched back to number ${nextBeforeSeq} of ${topSeq ?? 0}`;
}

/** The filter of the wish once it stood still for a moment; the same object until it differs. `refusal` while it cannot be met: then the last one stays. */
function useSettledFilter(wish: JournalWish): { readonly filter: JournalFilter | null; readonly refusal: string | null } {
  const made = useMemo(() => journalFilter(wish), [wish]);
  const [filter, setFilter] = useState<JournalFilter | null>(() => (typeof made === 'string' ? null : made));
  const text = useDeferredValue(typeof made === 'string' ? null : JSON.stringify(made));
  useEffect(() => {
    if (text === null) return undefined;
    const timer = setTimeout(() => setFilter((before) => (JSON.stringify(before) === text ? before : (JSON.parse(text) as JournalFilter | null))), settleMs);
    return () => clearTimeout(timer);
  }, [text]);
  return { filter, refusal: typeof made === 'string' ? made : null };
}

/** A person who types is not asked after each letter, ms. */
const settleMs = 250;
