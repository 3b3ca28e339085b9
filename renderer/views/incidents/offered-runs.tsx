import { Link2 } from 'lucide-react';
import type { Incident } from '#shared/model/incident.ts';
import type { RunSummary } from '#shared/model/runbook-run.ts';
import { addTo } from '../../client/incident-actions.ts';
import { navigation } from '../../client/navigation.ts';
import { useClient, useDirectory } from '../../client/use-client.ts';
import { useAdditionRefusal, useOpenIncidents } from '../../client/use-incidents.ts';
import { Button } from '../../widgets/button.tsx';
import { formatClock, formatSpan } from '../../widgets/format-time.ts';
import { unlinkedRuns } from './unlinked-runs.ts';

/** As `unlinkedRuns`, of what this console knows now. */
export function useUnlinkedRuns(incident: Incident, runs: readonly RunSummary[]): readonly RunSummary[] {
  const directory = useDirectory();
  const open = useOpenIncidents(({ incidents }) => incidents);
  return unlinkedRuns(runs, incident, open, (asset, ancestor) => directory?.isWithin(asset as never, ancestor as never) ?? asset === ancestor);
}

/** Runs of no incident that are about what this one is about, each with a press that links it: who did stands on the timeline. */
export function OfferedRuns({ incident, offered }: { readonly incident: Incident; readonly offered: readonly RunSummary[] }) {
  if (offered.length === 0) return null;
  return (
    <ul className="incident-offered" aria-label="Runs not linked to an incident">
      {offered.map((run) => (
        <Offered key={run.run} incident={incident} run={run} />
      ))}
    </ul>
  );
}

function Offered({ incident, run: { run, number, runbook, title, begunMs, begunBy, alarm, asset, status } }: { readonly incident: Incident; readonly run: RunSummary }) {
  const client = useClient();
  const refusal = useAdditionRefusal();
  const early = incident.openedMs - begunMs;
  return (
    <li>
      <button type="button" className="incident-offered-run" title={`Open run ${number} of ${runbook}`} onClick={() => navigation.getState().open('runbooks', { run })}>
        <b className="incidents-cut">{title}</b>
        <span className="tx-2">
          Run {number}
          {status === 'running' ? '' : `, ${status}`}, begun {formatClock(begunMs)} by {begunBy}
          {early > 0 ? `, ${formatSpan(early)} before this incident` : ''}, for {alarm ?? asset}. Linked to no incident.
        </span>
      </button>
      <Button icon={<Link2 size={14} strokeWidth={1.75} />} refusal={refusal} title={`All of run ${number} then stands on the timeline of ${incident.id}`} onClick={() => void addTo(client, incident, { kind: 'link', link: { kind: 'run', run } })}>
        Link to {incident.id}
      </Button>
    </li>
  );
}
