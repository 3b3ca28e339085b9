import { memo } from 'react';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import { formatValue } from '#shared/model/format-value.ts';
import { broughtAlarm } from '../../client/brought-alarms.ts';
import { errorText } from '../../client/first-out-words.ts';
import { useClient, useDirectory } from '../../client/use-client.ts';
import { AlarmGlyph } from '../../widgets/alarm-glyph.tsx';
import { alarmEventWords } from '../../widgets/alarm-kind-words.ts';
import { formatClockMs, formatDay, formatHourMinute } from '../../widgets/format-time.ts';
import { dragsTags } from '../../widgets/tag-drag/tag-drag.ts';

export const historyColumns: readonly { readonly title: string; readonly isNumber?: boolean }[] = [
  { title: '' },
  { title: 'Field time' },
  { title: 'Tag' },
  { title: 'Alarm' },
  { title: 'Value', isNumber: true },
  { title: 'Event' },
  { title: 'Who' },
  { title: 'Comment' },
  { title: 'Judged' },
  { title: 'No.', isNumber: true },
];

type Props = { readonly event: AlarmEvent; readonly top: number; readonly isAt: boolean; readonly onPick: (event: AlarmEvent) => void };

/** One event of the journal. Its time is the device's, with what that clock leaves open; "judged" is the engine's. */
export const AlarmHistoryRow = memo(function AlarmHistoryRow({ event, top, isAt, onPick }: Props) {
  const client = useClient();
  const directory = useDirectory();
  const definition = directory?.alarm(event.alarm) ?? client.alarms.getState().byAlarm.get(event.alarm)?.definition ?? broughtAlarm(event.alarm);
  const tag = definition === undefined ? undefined : directory?.tagById(definition.tag);
  const error = event.uncertaintyMs === undefined ? '' : errorText(event.uncertaintyMs);
  const isRaised = event.kind === 'raised' || event.kind === 're-alarmed';
  return (
    <div className={`alarms-row alarms-item ${isRaised ? 'is-unacked' : ''} ${isAt ? 'is-picked' : ''}`} role="row" aria-selected={isAt} style={{ transform: `translateY(${top}px)` }} {...dragsTags(tag === undefined ? [] : [tag.id])} onClick={() => onPick(event)}>
      <span role="gridcell">
        <AlarmGlyph priority={definition?.priority ?? 4} state={event.to} size={22} />
      </span>
      <span role="gridcell" className="num" title={new Date(event.timeMs).toISOString()}>
        {formatDay(event.timeMs).slice(4)} {formatClockMs(event.timeMs)}
        {error === '' ? null : <small className="tx-3"> {error}</small>}
      </span>
      <span role="gridcell" className="mono alarms-tag" title={event.alarm}>
        {definition?.tag ?? event.alarm}
      </span>
      <span role="gridcell">{definition?.message ?? event.alarm}</span>
      <span role="gridcell" className="num is-number">
        {event.value === null || tag === undefined ? '' : `${formatValue(tag, event.value, client.live.text)} ${tag.unit}`}
      </span>
      <span role="gridcell">{alarmEventWords[event.kind]}</span>
      <span role="gridcell">{event.user ?? ''}</span>
      <span role="gridcell" title={commentOf(event)}>
        {commentOf(event)}
      </span>
      <span role="gridcell" className="num tx-3" title={new Date(event.engineMs).toISOString()}>
        {formatClockMs(event.engineMs)}
      </span>
      <span role="gridcell" className="num is-number tx-3">
        {event.seq}
      </span>
    </div>
  );
});

/** What a person wrote, or why and until when the alarm was hidden. */
function commentOf({ comment, hiding }: AlarmEvent): string {
  const words = comment ?? hiding?.reason ?? '';
  if (hiding === undefined || hiding.untilMs === null) return words;
  return `${words}${words === '' ? '' : ', '}until ${formatHourMinute(hiding.untilMs)}${hiding.isOneShot ? ' or when it clears' : ''}`;
}
