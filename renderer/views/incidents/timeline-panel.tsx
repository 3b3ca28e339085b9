import { History } from 'lucide-react';
import { useState } from 'react';
import type { Incident } from '#shared/model/incident.ts';
import { useLink, useTimeline } from '../../client/use-client.ts';
import { useIncidentTimeline } from '../../client/use-incidents.ts';
import { Button } from '../../widgets/button.tsx';
import { formatClock } from '../../widgets/format-time.ts';
import { Segmented } from '../../widgets/segmented.tsx';
import { Composer } from './composer.tsx';
import { TimelineRow } from './timeline-row.tsx';

const filters = [
  { id: 'all', label: 'All' },
  { id: 'alarms', label: 'Alarms' },
  { id: 'actions', label: 'Actions' },
  { id: 'notes', label: 'Notes' },
] as const;
type Filter = (typeof filters)[number]['id'];

const first = 200;
/** As many as are asked for at once; the report has all of them. */
const most = 1000;

/** Everything that happened, newest on top, with a place to add to it at the foot. Nothing in it is changed. */
export function TimelinePanel({ incident, isVisible }: { readonly incident: Incident; readonly isVisible: boolean }) {
  const [filter, setFilter] = useState<Filter>('all');
  const [limit, setLimit] = useState(first);
  const [isWholePlant, setWholePlant] = useState(false);
  const isPast = useTimeline(({ mode }) => mode === 'replay');
  const isAway = useLink().state !== 'live';
  const { answer, problem, toldMs } = useIncidentTimeline({ incident: incident.id, groups: filter === 'all' ? null : [filter], isWholePlant, limit }, isVisible);
  const entries = answer?.entries ?? [];
  return (
    <section className="incident-timeline" aria-label="Timeline">
      <header>
        <History size={15} strokeWidth={1.75} aria-hidden="true" />
        <h3>Timeline</h3>
        <span className="tx-3 num">{answer === null ? '' : `${entries.length}${answer.next === null ? '' : '+'} ${entries.length === 1 ? 'entry' : 'entries'}`}{isAway && answer !== null ? `, as told at ${formatClock(toldMs)}` : ''}</span>
        <span className="incidents-space" />
        <label className="incident-whole" title="Alarms of the whole plant, not only of the affected assets">
          <input type="checkbox" checked={isWholePlant} onChange={(event) => setWholePlant(event.target.checked)} />
          Whole plant
        </label>
        <Segmented label="Which entries" value={filter} segments={filters} onChange={setFilter} />
      </header>
      {problem === null ? null : <p className="incidents-problem">{problem}</p>}
      <ol className="incident-entries" aria-busy={answer === null && problem === null}>
        {entries.map((entry) => (
          <TimelineRow key={entry.key} incident={incident} entry={entry} isFirst={entry.alarm !== null && 'alarm' in incident.origin && incident.origin.alarm === entry.alarm && entry.what === 'raised' && Math.abs(entry.offsetMs) < 1} />
        ))}
        {answer !== null && entries.length === 0 ? <li className="tx-3 incident-entries-none">{filter === 'all' ? 'Nothing is written down yet.' : 'Nothing of this kind.'}</li> : null}
        {answer !== null && answer.next !== null ? (
          <li className="incident-entries-none">
            {limit < most ? (
              <Button look="ghost" onClick={() => setLimit(Math.min(most, limit + 2 * first))}>
                Older entries
              </Button>
            ) : (
              <span className="tx-3">The newest {most} are shown; older ones stand in the report.</span>
            )}
          </li>
        ) : null}
        {answer !== null && answer.next === null && !answer.isWhole ? <li className="tx-3 incident-entries-none">There was more than is looked at: the oldest of it is missing here.</li> : null}
      </ol>
      {isPast ? <p className="incident-past tx-3">The timeline as it was at the moment shown. Back to live (L) to write.</p> : <Composer incident={incident} />}
    </section>
  );
}
