import { BellRing, Clock } from 'lucide-react';
import { useState } from 'react';
import type { Incident } from '#shared/model/incident.ts';
import { addTo, decideOn } from '../../client/incident-actions.ts';
import { statusClock } from '../../client/incident-clock.ts';
import { useClient, useDirectory } from '../../client/use-client.ts';
import { useAdditionRefusal, useCommandRefusal } from '../../client/use-incidents.ts';
import { useNow } from '../../client/use-now.ts';
import { Button } from '../../widgets/button.tsx';
import { formatClock, formatClockMs, formatSpan } from '../../widgets/format-time.ts';
import { MenuButton, type MenuEntry } from '../../widgets/menu-button.tsx';
import { Prompt } from './prompt.tsx';
import { nextTask } from './task-order.ts';

const intervals: readonly (number | null)[] = [5, 10, 15, 20, 30, 60, null];

/** What began it, and what is next: the status update and the task that is due first. */
export function NextUp({ incident }: { readonly incident: Incident }) {
  const client = useClient();
  const now = useNow(1000);
  const mayAdd = useAdditionRefusal();
  const mayLead = useCommandRefusal();
  const [isTelling, setTelling] = useState(false);
  const clock = statusClock(incident, now);
  const next = nextTask(incident.tasks);
  const entries = intervals.map(
    (everyMin): MenuEntry => ({ kind: 'action', label: everyMin === null ? 'No status updates' : `Every ${everyMin} min`, isCurrent: everyMin === incident.everyMin, refusal: mayLead, run: () => void decideOn(client, incident, { kind: 'interval', everyMin }) }),
  );
  return (
    <section className="incident-card" aria-label="What is next">
      <Origin incident={incident} />
      <div className={`incident-update is-${clock.kind}`} role={clock.kind === 'late' ? 'alert' : undefined}>
        {clock.kind === 'late' ? <BellRing size={16} strokeWidth={1.75} aria-hidden="true" /> : <Clock size={16} strokeWidth={1.75} aria-hidden="true" />}
        <span>
          {clock.kind === 'none' ? 'No status updates are due' : clock.kind === 'running' ? <>Next status update in <b className="num">{formatSpan(clock.leftMs)}</b></> : <><b>Status update missed</b>, {formatSpan(clock.lateMs)} late{clock.missed > 1 ? `, ${clock.missed} were due` : ''}</>}
        </span>
        <MenuButton label="Time between status updates" className="button button-ghost button-normal" entries={entries}>
          {incident.everyMin === null ? 'no clock' : `every ${incident.everyMin} min`}
        </MenuButton>
        <span className="incidents-space" />
        {incident.lastUpdateMs === null ? null : <span className="tx-3 num">last {formatClock(incident.lastUpdateMs)}</span>}
        <Button look={clock.kind === 'late' ? 'primary' : 'default'} refusal={mayAdd} onClick={() => setTelling(true)}>
          Give status update
        </Button>
      </div>
      {isTelling ? (
        <Prompt
          label="What all are told"
          verb="Give update"
          most={2000}
          isRequired
          onCancel={() => setTelling(false)}
          onDone={(text) => {
            void addTo(client, incident, { kind: 'update', text, to: 'all' });
            setTelling(false);
          }}
        />
      ) : null}
      <p className="incident-next">
        {next === null ? <span className="tx-3">No task is open</span> : <><span className="tx-3">Due first</span> <b>{next.text}</b> <span className="tx-2">{next.to}</span></>}
      </p>
    </section>
  );
}

/** What the incident began with, and when, as exactly as it is known. */
function Origin({ incident }: { readonly incident: Incident }) {
  const directory = useDirectory();
  const { origin, startMs, uncertaintyMs, openedBy, openedMs } = incident;
  const definition = 'alarm' in origin ? directory?.alarm(origin.alarm) : undefined;
  const what = origin.kind === 'first-out' ? 'First out' : origin.kind === 'alarm' ? 'Alarm' : origin.kind === 'asset' ? 'Asset' : 'Reported';
  const subject = 'alarm' in origin ? (definition?.tag ?? origin.alarm) : origin.kind === 'asset' ? origin.asset : `by ${origin.by}`;
  return (
    <p className="incident-origin">
      <span className="tx-3">{what}</span> <b className="mono">{subject}</b> <span>{definition?.message ?? ''}</span>
      <span className="tx-3 num" title={uncertaintyMs === null ? 'How exact the time is, is not known' : `± ${uncertaintyMs} ms`}>
        {formatClockMs(startMs)}
      </span>
      <span className="tx-3 num">
        opened {formatClock(openedMs)} by {openedBy}
      </span>
    </p>
  );
}
