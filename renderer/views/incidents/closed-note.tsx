import type { Incident } from '#shared/model/incident.ts';
import { formatClock, formatDay } from '../../widgets/format-time.ts';

/** How it ended: cause, actions, downtime, and who said so. */
export function ClosedNote({ incident: { closed, tasks } }: { readonly incident: Incident }) {
  if (closed === null) return null;
  const carried = tasks.filter(({ state }) => state === 'carried-over').length;
  return (
    <section className="incident-card" aria-label="How it ended">
      <p>
        <b>Closed</b>{' '}
        <span className="tx-3 num">
          {formatDay(closed.atMs)} {formatClock(closed.atMs)} by {closed.by}
        </span>
      </p>
      <dl className="incident-end">
        <dt>Cause</dt>
        <dd>{closed.cause}</dd>
        <dt>Actions</dt>
        <dd>{closed.actions.length === 0 ? 'none' : <ul>{closed.actions.map((action) => <li key={action}>{action}</li>)}</ul>}</dd>
        <dt>Downtime</dt>
        <dd className="num">{closed.downtimeMin === null ? 'not known' : `${closed.downtimeMin} min`}</dd>
        {carried === 0 ? null : (
          <>
            <dt>Goes on</dt>
            <dd>{carried === 1 ? 'one task as an open action' : `${carried} tasks as open actions`}</dd>
          </>
        )}
      </dl>
    </section>
  );
}
