import { elapsedClock, statusClock } from '#renderer/client/incident-clock.ts';
import { useTimeline } from '#renderer/client/use-client.ts';
import { useOpenIncidents } from '#renderer/client/use-incidents.ts';
import { useSituationNow } from '#renderer/client/use-now.ts';
import { useRuns } from '#renderer/client/use-runbooks.ts';
import { formatSpan } from '#renderer/widgets/format-time.ts';
import { SeverityChip } from '#renderer/widgets/incident/severity-chip.tsx';

/** The worst open incident: how bad, who leads, when the next update is due, and the step its runbook is at. Of now: nothing while the past is shown. */
export function WallOpenIncident() {
  const worst = useOpenIncidents(({ incidents }) => incidents[0]);
  const others = useOpenIncidents(({ incidents }) => incidents.length - 1);
  const isPast = useTimeline(({ mode }) => mode === 'replay');
  const { runs } = useRuns();
  const now = useSituationNow(1000);
  if (worst === undefined || isPast) return null;
  const clock = statusClock(worst, now);
  const run = runs.find(({ incident, endedMs, dry, run: id }) => endedMs === null && dry === undefined && (incident === worst.id || worst.links.some((link) => link.kind === 'run' && link.run === id)));
  return (
    <section className="wall-open" aria-label="Open incident">
      <p className="wall-open-head">
        <SeverityChip severity={worst.severity} />
        <span className="mono">{worst.id}</span>
        <b className="num">{elapsedClock(now - worst.startMs)}</b>
      </p>
      <p className="wall-open-title">
        {worst.title}
        {others === 0 ? '' : `, and ${others} more`}
      </p>
      <p className="wall-pair">
        <span>{worst.commander === null ? 'nobody leads yet' : `led by ${worst.commander}`}</span>
        <span className={`num wall-open-update is-${clock.kind}`}>{clock.kind === 'none' ? '' : clock.kind === 'running' ? `update in ${formatSpan(clock.leftMs)}` : `update missed, ${formatSpan(clock.lateMs)}`}</span>
      </p>
      {run?.step == null ? null : (
        <p className="wall-open-step">
          Step {run.step.at + 1} of {run.steps}: {run.step.title}
        </p>
      )}
    </section>
  );
}
