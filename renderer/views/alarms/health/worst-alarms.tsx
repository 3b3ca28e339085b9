import { ListFilter } from 'lucide-react';
import { useState } from 'react';
import type { AlarmLoad, LoadLists, LoadRow } from '#shared/model/alarm-load.ts';
import { useClient, useDirectory, useSelectionStore } from '../../../client/use-client.ts';
import { AlarmGlyph } from '../../../widgets/alarm-glyph.tsx';
import { formatClock, formatDay, formatSpan } from '../../../widgets/format-time.ts';
import { Segmented } from '../../../widgets/segmented.tsx';
import { dragsTags } from '../../../widgets/tag-drag/tag-drag.ts';
import { openJournal, replayFrom, selectAlarm } from './health-places.ts';
import { countText, shareText } from './health-words.ts';
import { KeyedTable } from './row-keys.tsx';
import { useHeld } from './use-held.ts';

type ListId = keyof LoadLists;

/** What a list holds and that it is empty, in words. */
const lists: Readonly<Record<ListId, { readonly title: string; readonly none: string }>> = {
  frequent: { title: 'Most frequent', none: 'No alarm came in this time.' },
  chattering: { title: 'Chattering', none: 'No alarm chattered.' },
  fleeting: { title: 'Fleeting', none: 'No alarm was gone again at once.' },
  stale: { title: 'Stale', none: 'No alarm has been active for too long.' },
  standing: { title: 'Standing', none: 'No other alarm is active.' },
};

/** The alarms behind the figures, the worst first: each leads to its events, and picks its asset. */
export function WorstAlarms({
  load: newest,
  order,
}: {
  readonly load: AlarmLoad;
  /** Changes with the span the figures are of. */ readonly order: string;
}) {
  const [list, setList] = useState<ListId>('frequent');
  const { shown: load, isWaiting, onto } = useHeld(newest, order);
  const { figures, rules } = load;
  const totals: Readonly<Record<ListId, number>> = {
    frequent: figures.distinct,
    chattering: figures.chattering,
    fleeting: figures.fleeting.alarms,
    stale: figures.stale.atEnd,
    standing: figures.standing.atEnd - figures.stale.atEnd,
  };
  const notes: Readonly<Record<ListId, string>> = {
    frequent:
      figures.alarms === 0
        ? ''
        : `The ten most frequent are ${shareText(figures.top10, figures.alarms)} of ${countText(figures.alarms)} ${figures.alarms === 1 ? 'alarm' : 'alarms'}.`,
    chattering: `Came ${rules.chatterCount} times or more within ${rules.chatterWithinS} s.`,
    fleeting: `Gone again in less than ${rules.fleetingBelowS} s.`,
    stale: `Active for more than ${rules.staleAfterH} h.`,
    standing: 'Active at this moment, the oldest first.',
  };
  const rows = load.lists[list];
  return (
    <section className="health-part health-worst" aria-label="Alarms behind the figures" {...onto}>
      <div className="health-part-head">
        <Segmented
          label="Which alarms"
          value={list}
          onChange={setList}
          segments={(Object.keys(lists) as ListId[]).map((id) => ({ id, label: lists[id].title, count: totals[id] }))}
        />
        <span className="tx-3">
          {notes[list]} {rows.length < totals[list] ? `The first ${rows.length} of ${countText(totals[list])}.` : ''}
          {isWaiting ? ' Newer figures wait until you leave the list.' : ''}
        </span>
      </div>
      {rows.length === 0 ? (
        <p className="health-none tx-2">{lists[list].none}</p>
      ) : (
        <AlarmTable load={load} title={lists[list].title} rows={rows} />
      )}
    </section>
  );
}

function AlarmTable({ load, title, rows }: { readonly load: AlarmLoad; readonly title: string; readonly rows: readonly LoadRow[] }) {
  const client = useClient();
  const directory = useDirectory();
  const selection = useSelectionStore();
  const { fromMs, toMs, alarms } = load.figures;
  const most = rows.reduce((top, { raised }) => Math.max(top, raised), 1);
  const definitionOf = (alarm: LoadRow['alarm']) =>
    directory?.alarm(alarm) ?? client.alarms.getState().byAlarm.get(alarm)?.definition ?? undefined;
  const journalOf = (row: number): void => {
    const one = rows[row];
    // What has stood since before the span is explained by the event that began it.
    if (one !== undefined) openJournal({ fromMs: Math.min(fromMs, one.activeSinceMs ?? fromMs), toMs }, [one.alarm]);
  };
  return (
    <div className="health-scroller">
      <KeyedTable
        label={title}
        rows={rows.length}
        actions={{
          onPick: (row) => {
            const one = rows[row];
            if (one !== undefined) selectAlarm(directory, selection, one.alarm, one.activeSinceMs ?? toMs);
          },
          onOpen: journalOf,
          onReplay: (row) => {
            const sinceMs = rows[row]?.activeSinceMs ?? null;
            if (sinceMs !== null) replayFrom(client, sinceMs - 60_000);
          },
        }}
        head={
          <tr>
            <th aria-label="Priority" />
            <th>Tag</th>
            <th>Alarm</th>
            <th className="is-number">Came</th>
            <th aria-label="Share of all" />
            <th className="is-number">Bursts</th>
            <th className="is-number">Fleeting</th>
            <th className="is-number">Active</th>
            <th className="is-number">Longest</th>
            <th className="is-number">Acked after</th>
            <th aria-label="Events" />
          </tr>
        }
      >
        {(row) => {
          const one = rows[row] as LoadRow;
          const definition = definitionOf(one.alarm);
          return (
            <>
              <td>
                <span className="health-priority num">
                  <AlarmGlyph
                    priority={definition?.priority ?? 4}
                    state={one.activeSinceMs === null ? 'normal' : 'active-acked'}
                    size={20}
                  />
                  {one.activeSinceMs === null ? (definition?.priority ?? 4) : ''}
                </span>
              </td>
              <td className="mono health-tag" {...dragsTags(definition === undefined ? [] : [definition.tag])}>
                {definition?.tag ?? one.alarm}
              </td>
              <td className="health-message" title={one.alarm}>
                {definition?.message ?? 'Not in the project any more'}
              </td>
              <td className="is-number num">{countText(one.raised)}</td>
              <td className="health-share-cell num" title={`${shareText(one.raised, alarms)} of all`}>
                <span className="health-share" style={{ inlineSize: `${(one.raised / most) * 100}%` }} />
              </td>
              <td className="is-number num">{one.chatters === 0 ? '' : countText(one.chatters)}</td>
              <td className="is-number num">{one.fleeting === 0 ? '' : countText(one.fleeting)}</td>
              <td
                className="is-number num"
                title={one.activeSinceMs === null ? undefined : `since ${formatDay(one.activeSinceMs)} ${formatClock(one.activeSinceMs)}`}
              >
                {formatSpan(one.activeMs)}
              </td>
              <td className="is-number num">{formatSpan(one.longestMs)}</td>
              <td className="is-number num">{one.acknowledgeMs === null ? '' : formatSpan(one.acknowledgeMs)}</td>
              <td>
                <button
                  type="button"
                  className="health-link"
                  tabIndex={-1}
                  title="Its events in the journal (Enter)"
                  aria-label={`Events of ${definition?.tag ?? one.alarm}`}
                  onClick={(event) => (event.stopPropagation(), journalOf(row))}
                >
                  <ListFilter size={15} strokeWidth={1.75} aria-hidden="true" />
                </button>
              </td>
            </>
          );
        }}
      </KeyedTable>
    </div>
  );
}
