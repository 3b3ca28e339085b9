import { Check, RotateCcw } from 'lucide-react';
import { formatValue } from '#shared/model/format-value.ts';
import { isBad } from '#shared/model/quality.ts';
import { type AlarmRow, isUnacked } from '../../client/alarm-book.ts';
import { resetRows } from '../../client/alarm-actions.ts';
import { useClient, useDirectory } from '../../client/use-client.ts';
import { AlarmGlyph } from '../../widgets/alarm-glyph.tsx';
import { alarmStateWords } from '../../widgets/alarm-glyph-markup.ts';
import { formatClock, formatClockMs } from '../../widgets/format-time.ts';
import { limitText } from '../../widgets/limit-text.ts';
import { dragsTags } from '../../widgets/tag-drag/tag-drag.ts';

export type AlarmColumn = { readonly id: string; readonly title: string; readonly isNumber?: boolean };
export const alarmColumns: readonly AlarmColumn[] = [
  { id: 'glyph', title: '' },
  { id: 'time', title: 'Time' },
  { id: 'tag', title: 'Tag' },
  { id: 'alarm', title: 'Alarm' },
  { id: 'value', title: 'Value', isNumber: true },
  { id: 'limit', title: 'Limit' },
  { id: 'asset', title: 'Asset' },
  { id: 'state', title: 'State' },
  { id: 'response', title: 'Response', isNumber: true },
];

type Props = {
  readonly row: AlarmRow;
  readonly top: number;
  readonly isPicked: boolean;
  readonly refusal: string | null;
  readonly onPick: (row: AlarmRow) => void;
  readonly onOpen: (row: AlarmRow) => void;
  readonly onAck: () => void;
};

export function AlarmListRow({ row, top, isPicked, refusal, onPick, onOpen, onAck }: Props) {
  const directory = useDirectory();
  const client = useClient();
  const { standing, definition, priority } = row;
  const tag = directory?.tag(row.tagIndex);
  const unacked = isUnacked(standing.state);
  const isGone = standing.state === 'normal';
  const value = standing.value === null || tag === undefined ? (isBad(standing.quality) ? 'BAD' : '') : `${formatValue(tag, standing.value, client.live.text)} ${tag.unit}`;
  return (
    <div
      id={`alarm-${standing.alarm}`}
      className={`alarms-row alarms-item ${unacked ? 'is-unacked' : ''} ${isPicked ? 'is-picked' : ''}`}
      role="row"
      aria-selected={isPicked}
      style={{ transform: `translateY(${top}px)` }}
      {...dragsTags(row.tag === null ? [] : [row.tag])}
      onClick={() => onPick(row)}
      onDoubleClick={() => onOpen(row)}
    >
      <span role="gridcell">
        <AlarmGlyph priority={priority} state={standing.state} size={24} />
      </span>
      <span role="gridcell" className="num" title={new Date(standing.raisedMs).toISOString()}>
        {formatClockMs(standing.raisedMs)}
      </span>
      <span role="gridcell" className="mono alarms-tag">
        {row.tag ?? standing.alarm}
      </span>
      <span role="gridcell" title={definition?.action}>
        {definition?.message ?? `${standing.alarm} (no longer in the project)`}
      </span>
      <span role="gridcell" className="num is-number alarms-value">
        {value}
      </span>
      <span role="gridcell" className="num tx-3">
        {definition === null ? '' : limitText(definition, tag)}
      </span>
      <span role="gridcell">{row.asset ?? ''}</span>
      <span role="gridcell">{isGone ? 'Cleared' : alarmStateWords(standing.state)}</span>
      <span role="gridcell" className="is-number">
        {unacked ? (
          <button type="button" className="alarms-ack" tabIndex={-1} aria-disabled={refusal !== null || undefined} title={refusal ?? `Acknowledge ${row.tag ?? standing.alarm}`} onClick={(event) => act(event, refusal === null ? onAck : null)}>
            <Check size={14} strokeWidth={1.75} aria-hidden="true" />
            Ack
          </button>
        ) : standing.state === 'latched-acked' ? (
          <button type="button" className="alarms-ack" tabIndex={-1} aria-disabled={refusal !== null || undefined} title={refusal ?? 'Reset the latched alarm'} onClick={(event) => act(event, refusal === null ? () => void resetRows(client, [row]) : null)}>
            <RotateCcw size={14} strokeWidth={1.75} aria-hidden="true" />
            Reset
          </button>
        ) : standing.acknowledgedMs === null ? null : (
          <span className="tx-3 num" title={standing.acknowledgedBy === null ? undefined : `by ${standing.acknowledgedBy}`}>
            acked {formatClock(standing.acknowledgedMs)}
          </span>
        )}
      </span>
    </div>
  );
}

function act(event: { stopPropagation(): void }, call: (() => void) | null): void {
  event.stopPropagation();
  call?.();
}
