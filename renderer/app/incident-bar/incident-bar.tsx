import { BellRing, ListTodo, MessageSquarePlus, User } from 'lucide-react';
import type { Incident } from '#shared/model/incident.ts';
import { openIncidentNote } from '../../client/incident-actions.ts';
import { elapsedClock, statusClock } from '../../client/incident-clock.ts';
import { navigation } from '../../client/navigation.ts';
import { useClient } from '../../client/use-client.ts';
import { useAdditionRefusal, useOpenIncidents, useWaitingWork } from '../../client/use-incidents.ts';
import { useSituationNow } from '../../client/use-now.ts';
import { Button } from '../../widgets/button.tsx';
import { formatSpan } from '../../widgets/format-time.ts';
import { SeverityChip } from '../../widgets/incident/severity-chip.tsx';
import './incident-bar.css';

/** The worst open incident, in every window while one is open, always of now: how bad, since when, who leads, and when the next status update is due. */
export function IncidentBar() {
  const incidents = useOpenIncidents((picture) => picture.incidents);
  const [worst] = incidents;
  return worst === undefined ? null : <Bar worst={worst} others={incidents.length - 1} />;
}

function Bar({ worst, others }: { readonly worst: Incident; readonly others: number }) {
  const client = useClient();
  const now = useSituationNow(1000);
  const refusal = useAdditionRefusal();
  const waiting = useWaitingWork(null).length;
  const clock = statusClock(worst, now);
  const overdue = worst.tasks.filter(({ state, dueMs }) => state === 'open' && dueMs !== null && dueMs < now).length;
  const open = worst.tasks.filter(({ state }) => state === 'open').length;
  return (
    <section className="incident-bar" aria-label="Open incident">
      <button type="button" className="incident-bar-board" title="Opens its board" onClick={() => navigation.getState().open('incidents', { incident: worst.id })}>
        <SeverityChip severity={worst.severity} />
        <span className="mono tx-2">{worst.id}</span>
        <b className="incident-bar-title">{worst.title}</b>
      </button>
      <span className="incident-bar-clock num" title="Since it began">
        {elapsedClock(now - worst.startMs)}
      </span>
      <span className="incident-bar-part" title="Commander">
        <User size={14} strokeWidth={1.75} aria-hidden="true" />
        {worst.commander ?? 'nobody leads yet'}
      </span>
      <span className={`incident-bar-part incident-bar-update is-${clock.kind}`} role={clock.kind === 'late' ? 'alert' : undefined}>
        {clock.kind === 'late' ? <BellRing size={14} strokeWidth={1.75} aria-hidden="true" /> : null}
        {clock.kind === 'none' ? 'no status updates due' : clock.kind === 'running' ? `update in ${formatSpan(clock.leftMs)}` : `Status update missed, ${formatSpan(clock.lateMs)} late`}
      </span>
      <span className="incident-bar-part incident-bar-tasks">
        <ListTodo size={14} strokeWidth={1.75} aria-hidden="true" />
        {open} {open === 1 ? 'task' : 'tasks'}
        {overdue === 0 ? null : <b>, {overdue} overdue</b>}
      </span>
      {waiting === 0 ? null : <b className="incident-bar-waiting">{waiting} saved here, not sent</b>}
      <span className="incident-bar-space" />
      {others === 0 ? null : (
        <Button look="ghost" onClick={() => navigation.getState().open('incidents')}>
          {others} more open
        </Button>
      )}
      <Button look="ghost" icon={<MessageSquarePlus size={14} strokeWidth={1.75} />} refusal={refusal} title="Writes a note into the incident (N)" onClick={() => openIncidentNote(client)}>
        Note
        <kbd className="kbd">N</kbd>
      </Button>
    </section>
  );
}
