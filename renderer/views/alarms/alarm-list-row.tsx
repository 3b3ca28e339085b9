import { Check, Clock, RotateCcw, Undo2 } from 'lucide-react';
import { memo, type MouseEvent, type ReactNode } from 'react';
import { formatValue } from '#shared/model/format-value.ts';
import { isBad } from '#shared/model/quality.ts';
import { isOutOfService, isShelved, isTold } from '../../client/alarm-hiding.ts';
import type { RowActionId } from '../../client/alarm-row-actions.ts';
import { rowGuidance } from '../../client/alarm-row-guidance.ts';
import { type AlarmRow, isHidden, isUnacked } from '../../client/alarm-rows.ts';
import { errorText, type RankFlag as Rank, sinceText } from '../../client/first-out-words.ts';
import type { DirectoryIndex } from '../../client/directory-index.ts';
import { useClient, useDirectory } from '../../client/use-client.ts';
import { useNow } from '../../client/use-now.ts';
import { AlarmGlyph } from '../../widgets/alarm-glyph.tsx';
import { alarmStateWords } from '../../widgets/alarm-glyph-markup.ts';
import { hidingEnd, stateText } from '../../widgets/alarm-hiding-words.ts';
import { formatClock, formatClockMs, formatDay } from '../../widgets/format-time.ts';
import { limitText } from '../../widgets/limit-text.ts';
import { RankFlag } from '../../widgets/rank-flag.tsx';
import { dragsTags } from '../../widgets/tag-drag/tag-drag.ts';
import { type ColumnId, columnsOf, type ListLayout } from './alarm-columns.ts';
import { shownTime } from './row-order.ts';

export type RowRefusals = Readonly<Record<'acknowledge' | 'reset' | 'shelve' | 'shelveUrgent' | 'unshelve' | 'return', string | null>>;

type Props = {
  readonly row: AlarmRow;
  /** Its place in the list, from 0, and how far below the list's beginning that is, px. */
  readonly index: number;
  readonly top: number;
  readonly layout: ListLayout;
  /** Its time in the burst, UTC epoch ms, how long after the first-out that is, ms, and its rank there; null outside a burst. */
  readonly burstMs: number | null;
  readonly sinceMs: number | null;
  readonly flag: Rank | null;
  readonly isChosen: boolean;
  readonly isAt: boolean;
  readonly refusals: RowRefusals;
  readonly onPick: (row: AlarmRow, event: MouseEvent) => void;
  readonly onOpen: (row: AlarmRow) => void;
  readonly onAct: (row: AlarmRow, action: RowActionId) => void;
};

/** One alarm of the list. Renders only when its own row or place changes: a flood renders what it changed, not the window. */
export const AlarmListRow = memo(function AlarmListRow(props: Props) {
  const { row, index, top, layout, isChosen, isAt, onPick, onOpen } = props;
  const { standing } = row;
  const directory = useDirectory();
  const client = useClient();
  const look = `${isUnacked(standing.state) ? 'is-unacked' : ''} ${isChosen ? 'is-picked' : ''} ${isAt ? 'is-at' : ''}`;
  return (
    <div
      id={`alarm-${standing.alarm}`}
      className={`alarms-row alarms-item ${look}`}
      role="row"
      // The head is row 1. The rows stand in the page in an order of their own.
      aria-rowindex={index + 2}
      aria-selected={isChosen}
      style={{ transform: `translateY(${top}px)` }}
      {...dragsTags(row.tag === null ? [] : [row.tag])}
      onClick={(event) => onPick(row, event)}
      onDoubleClick={() => onOpen(row)}
    >
      {columnsOf[layout].map(({ id }) => cellOf(id, { ...props, directory, text: client.live.text }))}
    </div>
  );
});

type CellProps = Props & { readonly directory: DirectoryIndex | null; readonly text: (index: number) => string };

/** One cell. A function and no component: a turn of the wheel brings hundreds of them. */
function cellOf(id: ColumnId, props: CellProps): ReactNode {
  const { row, flag, sinceMs, directory, text } = props;
  const { standing, definition, priority } = row;
  const tag = directory?.tag(row.tagIndex);
  const plain = (words: string, className?: string, title?: string): ReactNode => (
    <span key={id} role="gridcell" className={className} title={title}>
      {words}
    </span>
  );
  switch (id) {
    case 'glyph':
      return (
        <span key={id} role="gridcell">
          <AlarmGlyph priority={priority} state={standing.state} size={24} />
        </span>
      );
    case 'since':
      return plain(sinceMs === null ? '' : sinceText(sinceMs), 'num is-number alarms-since');
    case 'time':
      return props.burstMs === null ? plain(timeWords(row), 'num', timeTitle(row)) : plain(formatClockMs(props.burstMs), 'num', new Date(props.burstMs).toISOString());
    case 'tag':
      return plain(row.tag ?? standing.alarm, 'mono alarms-tag', standing.alarm);
    case 'alarm':
      return (
        <span key={id} role="gridcell" className={flag === '1ST' ? 'is-first' : undefined} title={rowGuidance(row, directory).action}>
          {flag === null ? null : <RankFlag flag={flag} />}
          {definition?.message ?? `${standing.alarm} (no longer in the project)`}
        </span>
      );
    case 'value': {
      const value = standing.value === null || tag === undefined ? (isBad(standing.quality) ? 'BAD' : '') : `${formatValue(tag, standing.value, text)} ${tag.unit}`;
      return plain(value, 'num is-number alarms-value');
    }
    case 'limit':
      return plain(definition === null ? '' : limitText(definition, tag), 'num tx-3');
    case 'asset':
      return plain(row.asset ?? '', undefined, row.asset === null ? undefined : directory?.asset(row.asset)?.name);
    case 'state':
      return plain(standing.state === 'normal' ? 'Cleared' : alarmStateWords(standing.state), undefined, standing.hiding === undefined ? undefined : `${stateText(standing)}: ${standing.hiding.reason}`);
    case 'by':
      return plain(standing.hiding === undefined ? '' : (standing.hiding.by ?? 'design'));
    case 'left':
      return <EndCell key={id} row={row} />;
    case 'reason':
      return plain(standing.hiding?.reason ?? '', undefined, standing.hiding?.reason);
    case 'response':
      return responseCell(props);
  }
}

/** When it was raised to the millisecond, or the day and second it was hidden. */
function timeWords(row: AlarmRow): string {
  const ms = shownTime(row);
  return isHidden(row.standing.state) ? `${formatDay(ms).slice(4)} ${formatClock(ms)}` : formatClockMs(ms);
}

/** The moment in full, with what its device's clock leaves open. */
function timeTitle(row: AlarmRow): string {
  const { uncertaintyMs, state } = row.standing;
  const error = uncertaintyMs === undefined || isHidden(state) ? '' : errorText(uncertaintyMs);
  return `${new Date(shownTime(row)).toISOString()}${error === '' ? '' : `, ${error}`}`;
}

/** Counts down while it is on the screen. */
function EndCell({ row: { standing } }: { readonly row: AlarmRow }) {
  const nowMs = useNow(1000);
  const condition = standing.isConditionTrue === true ? ', active' : '';
  const untilMs = standing.hiding?.untilMs ?? null;
  return (
    <span role="gridcell" className="num" title={untilMs === null ? undefined : `until ${formatDay(untilMs)} ${formatClock(untilMs)}`}>
      {standing.hiding === undefined ? '' : `${hidingEnd(standing.hiding, nowMs)}${condition}`}
    </span>
  );
}

function responseCell({ row, refusals, onAct }: Props): ReactNode {
  const { standing } = row;
  const name = row.tag ?? standing.alarm;
  const button = (action: RowActionId, words: string, icon: ReactNode, refusal: string | null, title: string) => (
    <button
      type="button"
      className={action === 'acknowledge' || action === 'reset' ? 'alarms-ack' : 'alarms-ack-aside'}
      tabIndex={-1}
      aria-disabled={refusal !== null || undefined}
      aria-label={title}
      title={refusal ?? title}
      onClick={(event) => {
        event.stopPropagation();
        if (refusal === null) onAct(row, action);
      }}
    >
      {icon}
      {words}
    </button>
  );
  return (
    <span key="response" role="gridcell" className="is-number alarms-response">
      {isUnacked(standing.state) ? (
        button('acknowledge', 'Ack', <Check size={14} strokeWidth={1.75} aria-hidden="true" />, refusals.acknowledge, `Acknowledge ${name}`)
      ) : standing.state === 'latched-acked' ? (
        button('reset', 'Reset', <RotateCcw size={14} strokeWidth={1.75} aria-hidden="true" />, refusals.reset, `Reset ${name}, which is latched`)
      ) : isHidden(standing.state) || standing.acknowledgedMs === null ? null : (
        <span className="tx-3 num alarms-acked" title={standing.acknowledgedBy === null ? undefined : `by ${standing.acknowledgedBy}`}>
          <span className="alarms-acked-word">acked </span>
          {formatClock(standing.acknowledgedMs)}
        </span>
      )}
      {isTold(row) ? button('shelve', '', <Clock size={14} strokeWidth={1.75} aria-hidden="true" />, row.priority === 1 ? refusals.shelveUrgent : refusals.shelve, `Shelve ${name}`) : null}
      {isShelved(row) ? button('unshelve', 'Unshelve', <Undo2 size={14} strokeWidth={1.75} aria-hidden="true" />, refusals.unshelve, `Unshelve ${name}`) : null}
      {!isShelved(row) && isOutOfService(row) ? button('return', 'Return', <Undo2 size={14} strokeWidth={1.75} aria-hidden="true" />, refusals.return, `Return ${name} to service`) : null}
    </span>
  );
}
