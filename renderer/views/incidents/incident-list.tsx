import { Siren } from 'lucide-react';
import { useState } from 'react';
import type { FirstoutContract } from '#shared/contract/index.ts';
import type { OutputOf } from '#shared/rpc/define.ts';
import { beginIncident } from '../../client/incident-actions.ts';
import { elapsedClock } from '../../client/incident-clock.ts';
import { navigation } from '../../client/navigation.ts';
import { useClient, useTimeline } from '../../client/use-client.ts';
import { useAdditionRefusal, useAskedAgain, useOpenIncidents, useWaitingWork } from '../../client/use-incidents.ts';
import { useSituationNow } from '../../client/use-now.ts';
import { Button } from '../../widgets/button.tsx';
import { formatClock, formatDay } from '../../widgets/format-time.ts';
import { SeverityChip } from '../../widgets/incident/severity-chip.tsx';
import { AwayNote } from './away-note.tsx';
import { Prompt } from './prompt.tsx';
import { WaitingWork } from './waiting-work.tsx';

type Summary = OutputOf<FirstoutContract['incident.list']>['incidents'][number];
const mostListed = 500;

/** Incidents of the plant, open ones first, and a way to open one that no alarm tells of. */
export function IncidentList({ isVisible }: { readonly isVisible: boolean }) {
  const client = useClient();
  const [limit, setLimit] = useState(100);
  const changes = useOpenIncidents((picture) => picture.changes);
  const isPast = useTimeline(({ mode }) => mode === 'replay');
  const recording = useTimeline((now) => now.recording);
  const list = useAskedAgain(isVisible ? `list ${limit}` : null, changes, (signal) => client.call('incident.list', { state: 'all', beforeNumber: null, limit }, { signal }));
  const [isReporting, setReporting] = useState(false);
  const refusal = useAdditionRefusal();
  const waiting = useWaitingWork(null);
  const all = list.answer?.incidents ?? [];
  const sorted = [...all.filter(({ state }) => state === 'open').sort((a, b) => a.severity - b.severity || b.openedMs - a.openedMs), ...all.filter(({ state }) => state === 'closed')];
  return (
    <div className="incidents-page">
      <header className="incidents-page-head">
        <h2>Incidents</h2>
        {recording === null ? null : <span className="tx-3">Recording, read only: incidents as known at its end, {formatClock(recording.toMs)}; a board shows one as it was at the moment shown.</span>}
        {isPast && recording === null ? <span className="tx-3">The list is of now, also in replay; a board shows the incident as it was at the moment shown.</span> : null}
        <span className="incidents-space" />
        {isReporting ? null : (
          <Button icon={<Siren size={14} strokeWidth={1.75} />} refusal={refusal} title="For what no alarm tells: somebody reports it" onClick={() => setReporting(true)}>
            Open an incident by report
          </Button>
        )}
      </header>
      {isReporting ? <Report onEnd={() => setReporting(false)} /> : null}
      {list.answer === null ? null : <AwayNote subject="incidents" toldMs={list.toldMs} />}
      <WaitingWork waiting={waiting} />
      {list.problem === null ? null : <p className="incidents-problem">{list.problem}</p>}
      {list.answer !== null && all.length === 0 ? (
        <div className="empty-note">
          <Siren size={22} strokeWidth={1.5} aria-hidden="true" />
          <b>{recording === null ? 'No incident was ever opened here' : 'No incident was open in the span of this recording'}</b>
          {recording === null ? <span>Open one from an alarm, from a first-out card, from the inspector, or by report.</span> : null}
        </div>
      ) : (
        <ul className="incidents-list" aria-label="Incidents">
          {sorted.map((one) => (
            <ListRow key={one.id} one={one} />
          ))}
        </ul>
      )}
      {all.length === limit && limit < mostListed ? <Button look="ghost" onClick={() => setLimit(mostListed)}>Older incidents</Button> : null}
    </div>
  );
}

function ListRow({ one }: { readonly one: Summary }) {
  const now = useSituationNow(1000);
  return (
    <li>
      <button type="button" className={`incidents-row is-${one.state}`} onClick={() => navigation.getState().open('incidents', { incident: one.id })}>
        <SeverityChip severity={one.severity} />
        <span className="mono">{one.id}</span>
        <b className="incidents-cut">{one.title}</b>
        <span className="tx-3 num">
          {formatDay(one.startMs).slice(4)} {formatClock(one.startMs)}
        </span>
        <span className="tx-2 incidents-cut">{one.commander === null ? 'nobody leads it yet' : `led by ${one.commander}`}</span>
        <span className="num">{one.state === 'open' ? `open, ${elapsedClock(now - one.startMs)}` : `closed after ${elapsedClock((one.closedMs ?? one.startMs) - one.startMs)}`}</span>
      </button>
    </li>
  );
}

function Report({ onEnd }: { readonly onEnd: () => void }) {
  const client = useClient();
  const session = client.link.getState().session?.user ?? '';
  const [by, setBy] = useState(session);
  return (
    <section className="incidents-form" aria-label="Incident by report">
      <label>
        Reported by
        <input value={by} maxLength={120} onChange={(event) => setBy(event.target.value)} />
      </label>
      <Prompt
        label="What is it"
        verb="Open with severity 2"
        isRequired
        onCancel={onEnd}
        onDone={(title) => {
          if (by.trim() === '') return;
          void beginIncident(client, { origin: { kind: 'report', by: by.trim() }, severity: 2, title });
          onEnd();
        }}
      />
    </section>
  );
}
