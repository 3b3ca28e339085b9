import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, useEffect, useMemo, useRef } from 'react';
import type { AlarmEventKind } from '#shared/model/alarm.ts';
import { formatValue } from '#shared/model/format-value.ts';
import { pickedAlarm } from '../../client/alarm-actions.ts';
import { useClient, useDirectory, useLink, useSelectionStore } from '../../client/use-client.ts';
import { AlarmGlyph } from '../../widgets/alarm-glyph.tsx';
import { Button } from '../../widgets/button.tsx';
import { formatClockMs, formatDay } from '../../widgets/format-time.ts';
import { dragsTags } from '../../widgets/tag-drag/tag-drag.ts';
import { useJournal } from './use-journal.ts';
import { useLaidOutAnew, useRowHeight } from '../../client/use-row-height.ts';

const kindWords: Readonly<Record<AlarmEventKind, string>> = {
  raised: 'Raised',
  returned: 'Returned to normal',
  acknowledged: 'Acknowledged',
  reset: 'Reset',
  shelved: 'Shelved',
  unshelved: 'Unshelved',
  suppressed: 'Suppressed',
  unsuppressed: 'No longer suppressed',
  'removed-from-service': 'Taken out of service',
  'returned-to-service': 'Back in service',
  're-alarmed': 'Alarmed again',
  'handed-over': 'Handed over',
};

/** The alarm journal up to the moment shown, newest first; older events are fetched as the end comes near. */
export function AlarmHistory({ isVisible }: { readonly isVisible: boolean }) {
  const client = useClient();
  const directory = useDirectory();
  const selection = useSelectionStore();
  const { state } = useLink();
  const { events, isWhole, problem, fetchOlder } = useJournal(isVisible);
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight();

  const virtual = useVirtualizer({ count: events.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 8 });
  useLaidOutAnew(virtual, rowHeight);
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (isVisible && state === 'live' && !isWhole && problem === null && events.length > 0 && lastShown >= events.length - 30) void fetchOlder();
  }, [isVisible, state, isWhole, problem, events.length, lastShown, fetchOlder]);

  const total = useMemo(() => (isWhole ? `${events.length} events, all of them` : `${events.length} events read so far`), [isWhole, events.length]);
  return (
    <div className="alarms-view">
      <div className="alarms-bar">
        <span className="tx-2">Alarm journal, newest first</span>
        <span className="alarms-bar-space" />
        {problem === null ? <span className="tx-3 num">{total}</span> : <span>{problem}</span>}
        {isWhole ? null : <Button onClick={() => void fetchOlder()}>Older events</Button>}
      </div>
      <div className="alarms-table alarms-journal">
        <div className="alarms-head alarms-row">
          {['', 'Field time', 'Tag', 'Alarm', 'Value', 'Event', 'Who', 'Comment'].map((title) => (
            <span key={title} className={title === 'Value' ? 'is-number' : ''}>
              {title}
            </span>
          ))}
        </div>
        <div ref={scroller} className="alarms-scroller"
          style={{ '--row': `${rowHeight}px` } as CSSProperties} tabIndex={0} aria-label="Alarm journal">
          {events.length === 0 ? (
            <div className="empty-note">
              <b>No event yet</b>
              <span>Every alarm that is raised, returns or is acknowledged is written here.</span>
            </div>
          ) : null}
          <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
            {items.map(({ index, start }) => {
              const event = events[index];
              if (event === undefined) return null;
              const definition = directory?.alarm(event.alarm);
              const tag = definition === undefined ? undefined : directory?.tagById(definition.tag);
              return (
                <div
                  key={event.seq}
                  className={`alarms-row alarms-item ${event.kind === 'raised' ? 'is-unacked' : ''}`}
                  style={{ transform: `translateY(${start}px)` }}
                  {...dragsTags(tag === undefined ? [] : [tag.id])}
                  onClick={() => {
                    if (tag === undefined) return;
                    pickedAlarm.setState({ picked: { tag: tag.id, asset: tag.asset, raisedMs: event.timeMs } });
                    selection.getState().select({ asset: tag.asset, tag: tag.id });
                  }}
                >
                  <span>
                    <AlarmGlyph priority={definition?.priority ?? 4} state={event.to === 'normal' ? 'normal' : event.to} size={22} />
                  </span>
                  <span className="num" title={formatDay(event.timeMs)}>
                    {formatDay(event.timeMs).slice(4)} {formatClockMs(event.timeMs)}
                  </span>
                  <span className="mono alarms-tag">{definition?.tag ?? event.alarm}</span>
                  <span>{definition?.message ?? event.alarm}</span>
                  <span className="num is-number">{event.value === null || tag === undefined ? '' : `${formatValue(tag, event.value, client.live.text)} ${tag.unit}`}</span>
                  <span>{kindWords[event.kind]}</span>
                  <span>{event.user ?? ''}</span>
                  <span>{event.comment ?? ''}</span>
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}
