import type { Severity } from '#shared/model/incident.ts';
import './incident.css';

export const severityWords: Readonly<Record<Severity, string>> = { 1: 'Severity 1, worst', 2: 'Severity 2', 3: 'Severity 3', 4: 'Severity 4, least' };

/** How bad an incident is. No alarm colour: those are for alarms alone. */
export function SeverityChip({ severity }: { readonly severity: Severity }) {
  return (
    <span className={`severity-chip is-${severity}`} title={severityWords[severity]}>
      <span className="visually-hidden">severity </span>S{severity}
    </span>
  );
}
