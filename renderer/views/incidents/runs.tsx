import { BookOpenCheck, ListChecks } from 'lucide-react';
import type { Incident } from '#shared/model/incident.ts';
import type { RunSummary } from '#shared/model/runbook-run.ts';
import { navigation } from '../../client/navigation.ts';
import { useTimeline } from '../../client/use-client.ts';
import { openRunbook, useRun, useRuns, useSuggestions } from '../../client/use-runbooks.ts';
import { Button } from '../../widgets/button.tsx';
import { formatClock } from '../../widgets/format-time.ts';
import { OfferedRuns, useUnlinkedRuns } from './offered-runs.tsx';

const shownSuggestions = 3;

/** Runs that belong to an incident: begun for it, or linked to it. Newest first. */
export const runsOf = (runs: readonly RunSummary[], { id, links }: Pick<Incident, 'id' | 'links'>): readonly RunSummary[] =>
  runs.filter(({ run, incident, dry }) => dry === undefined && (incident === id || links.some((link) => link.kind === 'run' && link.run === run)));

/** Runbooks that run for the incident, each with the step it is at; and which ones are suggested. */
export function Runs({ incident, isVisible }: { readonly incident: Incident; readonly isVisible: boolean }) {
  const isPast = useTimeline(({ mode }) => mode === 'replay');
  const { runs, isKnown } = useRuns();
  const mine = runsOf(runs, incident);
  const offered = useUnlinkedRuns(incident, runs);
  return (
    <section className="incident-card" aria-label="Runbooks">
      <header>
        <ListChecks size={15} strokeWidth={1.75} aria-hidden="true" />
        <h3>Runbooks</h3>
        <span className="incidents-space" />
        <Button look="ghost" onClick={() => navigation.getState().open('runbooks')}>
          All runbooks
        </Button>
      </header>
      {mine.length === 0 ? <p className="tx-3">{isKnown ? 'No runbook runs for this incident.' : 'Runs are not known yet.'}</p> : null}
      <ul className="incident-runs">{mine.map((run) => (isPast ? <PastRun key={run.run} run={run.run} title={run.title} /> : <RunRow key={run.run} run={run} />))}</ul>
      {isPast ? null : <OfferedRuns incident={incident} offered={offered} />}
      {isPast || incident.state === 'closed' || !isVisible ? null : <Suggested incident={incident} running={[...mine, ...offered]} />}
    </section>
  );
}

function RunRow({ run }: { readonly run: RunSummary }) {
  const { step, status, regressed } = run;
  const where = status === 'finished' ? 'finished' : status === 'aborted' ? `aborted: ${run.statusReason}` : step === null ? 'all steps are done' : `${status === 'paused' ? 'paused at ' : ''}step ${step.at + 1} of ${run.steps}: ${step.title}`;
  return (
    <li>
      <button type="button" className="incident-run" onClick={() => navigation.getState().open('runbooks', { run: run.run })}>
        <b className="incidents-cut">{run.title}</b>
        <span className="num tx-3">
          {run.done} of {run.steps}
        </span>
        <span className="tx-2 incidents-cut">
          {where}
          {step === null ? '' : `, ${step.state}`}
        </span>
        <span className="tx-2">{step?.assignee ?? run.responsible.user}</span>
        {regressed.length === 0 ? null : <span className="incident-regressed">{regressed.length === 1 ? 'one step is not met any more' : `${regressed.length} steps are not met any more`}</span>}
      </button>
    </li>
  );
}

/** As the run stood at the moment shown. */
function PastRun({ run, title }: { readonly run: string; readonly title: string }) {
  const { state } = useRun(run);
  if (state === null) return null;
  return (
    <li>
      <button type="button" className="incident-run" onClick={() => navigation.getState().open('runbooks', { run })}>
        <b className="incidents-cut">{title}</b>
        <span className="num tx-3">
          {state.current} of {state.steps.length}
        </span>
        <span className="tx-2 incidents-cut">
          {state.status}, begun {formatClock(state.begunMs)} by {state.begunBy}
        </span>
        <span className="tx-2">{state.responsible.user}</span>
      </button>
    </li>
  );
}

function Suggested({ incident, running }: { readonly incident: Incident; readonly running: readonly RunSummary[] }) {
  const { origin, assets } = incident;
  const { list } = useSuggestions({ alarms: 'alarm' in origin ? [origin.alarm] : [], asset: assets[0] ?? null }, shownSuggestions);
  const fresh = (list ?? []).filter(({ id }) => !running.some(({ runbook, endedMs }) => runbook === id && endedMs === null));
  if (fresh.length === 0) return null;
  return (
    <ul className="incident-suggested" aria-label="Suggested runbooks">
      {fresh.map((one) => (
        <li key={one.id}>
          <button type="button" title={one.reasons.join('. ')} onClick={() => openRunbook(one.id, { incident: incident.id, alarm: 'alarm' in origin ? origin.alarm : null, asset: assets[0] ?? null })}>
            <BookOpenCheck size={14} strokeWidth={1.75} aria-hidden="true" />
            <span className="incidents-cut">{one.title}</span>
            <span className="tx-3 incidents-cut">{one.reasons[0] ?? ''}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
