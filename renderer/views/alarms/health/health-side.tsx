import { ListFilter, Rewind } from 'lucide-react';
import type { AlarmLoad, LoadFlood } from '#shared/model/alarm-load.ts';
import { type Priority } from '#shared/model/alarm.ts';
import { navigation } from '../../../client/navigation.ts';
import { useClient, useSelectionStore } from '../../../client/use-client.ts';
import { AlarmGlyph } from '../../../widgets/alarm-glyph.tsx';
import { formatDay, formatHourMinute, formatSpan } from '../../../widgets/format-time.ts';
import { openJournal, replayFrom } from './health-places.ts';
import { countText, figureText, shareText } from './health-words.ts';
import { KeyedTable } from './row-keys.tsx';
import { useHeld } from './use-held.ts';
import { VerdictMark } from './verdict-mark.tsx';

const priorities: readonly Priority[] = [1, 2, 3, 4];

/** What came by priority beside what is aimed at; the aim is for 3 and 4 together. */
export function PriorityShares({ load }: { readonly load: AlarmLoad }) {
  const came = load.priorities.reduce((sum, count) => sum + count, 0);
  const defined = load.defined.reduce((sum, count) => sum + count, 0);
  const measure = (priority: Priority) =>
    load.measures.find(({ id }) => id === (priority === 1 ? 'priority-1' : priority === 2 ? 'priority-2' : 'priority-3-4'));
  const [p1, p2, low] = [measure(1), measure(2), measure(3)];
  return (
    <section className="health-part" aria-label="Priorities">
      <h3>
        Priorities{' '}
        <small>
          aimed at: {p1?.good ?? 5} % P1, {p2?.good ?? 15} % P2, {low?.good ?? 80} % P3 and P4
        </small>
      </h3>
      <table className="health-priorities">
        <thead>
          <tr>
            <th aria-label="Priority" />
            <th className="is-number">Came</th>
            <th aria-label="Share" />
            <th className="is-number">Share</th>
            <th className="is-number">Defined</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {priorities.map((priority) => {
            const [count, of] = [load.priorities[priority - 1] ?? 0, load.defined[priority - 1] ?? 0];
            const of100 = came === 0 ? 0 : (count / came) * 100;
            return (
              <tr key={priority}>
                <td>
                  <AlarmGlyph priority={priority} state={count === 0 ? 'normal' : 'active-acked'} size={20} />
                </td>
                <td className="is-number num">{countText(count)}</td>
                <td className="health-share-cell">
                  <span className="health-share" style={{ inlineSize: `${of100}%` }} />
                  {priority > 2 ? null : <i className="health-aim" style={{ insetInlineStart: `${measure(priority)?.good ?? 0}%` }} />}
                </td>
                <td className="is-number num">{came === 0 ? '' : `${figureText(of100)} %`}</td>
                <td className="is-number num tx-3" title={`${countText(of)} ${of === 1 ? 'alarm is' : 'alarms are'} defined with this priority`}>
                  {shareText(of, defined)}
                </td>
                <td title={priority === 3 ? 'Priorities 3 and 4 together' : undefined}>
                  {priority === 4 ? null : <VerdictMark verdict={measure(priority)?.verdict ?? 'unknown'} />}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {p1 === undefined || p1.why === '' ? null : <p className="tx-3 health-note">{p1.why}</p>}
    </section>
  );
}

/** Floods, the newest first: each leads to its events and back into its time. */
export function FloodList({ load: newest, order }: { readonly load: AlarmLoad; readonly order: string }) {
  const client = useClient();
  const { shown: load, onto } = useHeld(newest, order);
  const floods = load.floods.toReversed();
  const { count, bins } = load.figures.flood;
  const spanOf = ({ fromMs, toMs }: LoadFlood): { readonly fromMs: number; readonly toMs: number } => ({ fromMs, toMs });
  return (
    <section className="health-part" aria-label="Floods" {...onto}>
      <h3>
        Floods{' '}
        <small>
          {count === 0 ? '' : `${countText(count)}, together ${formatSpan(bins * 600_000)}`}
          {floods.length < count ? `; the newest ${floods.length} are listed` : ''}
        </small>
      </h3>
      {floods.length === 0 ? (
        <p className="health-none tx-2">
          No 10 minutes had more than {load.rules.floodAbove} alarms{load.operators === 1 ? '' : ' an operator'}.
        </p>
      ) : (
        <div className="health-scroller">
          <KeyedTable
            label="Floods"
            rows={floods.length}
            actions={{
              onPick: () => undefined,
              onOpen: (row) => openJournal(spanOf(floods[row] as LoadFlood)),
              onReplay: (row) => replayFrom(client, (floods[row] as LoadFlood).fromMs),
            }}
            head={
              <tr>
                <th>Begins</th>
                <th className="is-number">Length</th>
                <th className="is-number">Alarms</th>
                <th className="is-number" title="Most alarms in 10 minutes">
                  Most
                </th>
                <th aria-label="Replay and events" />
              </tr>
            }
          >
            {(row) => {
              const flood = floods[row] as LoadFlood;
              return (
                <>
                  <td className="num">
                    {formatDay(flood.fromMs)} {formatHourMinute(flood.fromMs)}
                  </td>
                  <td className="is-number num">{flood.isOpen ? 'goes on' : formatSpan(flood.toMs - flood.fromMs)}</td>
                  <td className="is-number num">{countText(flood.alarms)}</td>
                  <td className="is-number num">{countText(flood.most)}</td>
                  <td className="health-links">
                    <button
                      type="button"
                      className="health-link"
                      tabIndex={-1}
                      title="Replay from its beginning (R)"
                      aria-label={`Replay from ${formatHourMinute(flood.fromMs)}`}
                      onClick={() => replayFrom(client, flood.fromMs)}
                    >
                      <Rewind size={15} strokeWidth={1.75} aria-hidden="true" />
                    </button>
                    <button
                      type="button"
                      className="health-link"
                      tabIndex={-1}
                      title="Its events in the journal (Enter)"
                      aria-label={`Events of the flood at ${formatHourMinute(flood.fromMs)}`}
                      onClick={() => openJournal(spanOf(flood))}
                    >
                      <ListFilter size={15} strokeWidth={1.75} aria-hidden="true" />
                    </button>
                  </td>
                </>
              );
            }}
          </KeyedTable>
        </div>
      )}
    </section>
  );
}

/** Where alarms came from, and how they were met: the rest of the figures. */
export function OtherFigures({ load }: { readonly load: AlarmLoad }) {
  const selection = useSelectionStore();
  const { figures } = load;
  const { acknowledge, standing, hidden } = figures;
  const hiddenAtEnd = hidden.shelved + hidden.suppressed + hidden.outOfService;
  const facts: readonly (readonly [string, string])[] = [
    [
      'Most in any 10 minutes',
      figures.rolling.most === 0
        ? '0'
        : `${countText(figures.rolling.most)}, at ${formatDay(figures.rolling.mostMs).slice(4)} ${formatHourMinute(figures.rolling.mostMs)}`,
    ],
    ['Active', `${countText(standing.atEnd)}, of them ${countText(standing.unacked)} unacked`],
    ['Active on average, at most', `${figureText(standing.mean)}, ${countText(standing.most)}`],
    [
      'Acked after (half, nine in ten)',
      acknowledge.medianMs === null || acknowledge.p90Ms === null
        ? 'none was'
        : `${formatSpan(acknowledge.medianMs)}, ${formatSpan(acknowledge.p90Ms)}`,
    ],
    [
      'Hidden',
      hiddenAtEnd === 0
        ? 'none'
        : `${countText(hidden.shelved)} shelved, ${countText(hidden.suppressed)} suppressed, ${countText(hidden.outOfService)} out of service`,
    ],
    ['Times one was hidden', countText(hidden.times)],
  ];
  return (
    <section className="health-part" aria-label="Areas and other figures">
      <h3>Areas</h3>
      {load.areas.length === 0 ? <p className="health-none tx-2">No alarm came in this time.</p> : null}
      <ul className="health-areas">
        {load.areas.map(({ asset, name, alarms }) => (
          <li key={asset ?? ''}>
            <button
              type="button"
              disabled={asset === null}
              title={asset === null ? undefined : `Events of ${name} in the journal`}
              onClick={() => {
                if (asset === null) return;
                selection.getState().select({ asset });
                navigation.getState().open('alarms', { part: 'history', alarms: { asset, fromMs: figures.fromMs, toMs: figures.toMs } });
              }}
            >
              <span>{name}</span>
              <span className="health-share-cell">
                <span className="health-share" style={{ inlineSize: shareText(alarms, figures.alarms).replace(' ', '') }} />
              </span>
              <span className="num">{countText(alarms)}</span>
            </button>
          </li>
        ))}
      </ul>
      <h3>Other figures</h3>
      <dl className="health-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
