import { Columns2, FileCheck2, Pencil, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { type Incident, incidentStages, type IncidentStage, type Severity } from '#shared/model/incident.ts';
import { decideOn } from '../../client/incident-actions.ts';
import { elapsedClock } from '../../client/incident-clock.ts';
import { useClient, useDirectory } from '../../client/use-client.ts';
import { useCommandRefusal } from '../../client/use-incidents.ts';
import { useNow } from '../../client/use-now.ts';
import { Button } from '../../widgets/button.tsx';
import { SeverityChip, severityWords } from '../../widgets/incident/severity-chip.tsx';
import { MenuButton } from '../../widgets/menu-button.tsx';
import { Segmented } from '../../widgets/segmented.tsx';
import { openBoardBesides } from './board-besides.ts';
import { CloseDialog } from './close-dialog.tsx';
import { Prompt } from './prompt.tsx';
import { ReportButtons } from './report-buttons.tsx';

export const stageWords: Readonly<Record<IncidentStage, string>> = { protect: 'Protect', restore: 'Diagnose and restore', restart: 'Restart', review: 'Review' };
const severities: readonly Severity[] = [1, 2, 3, 4];

type Asking = { readonly kind: 'severity'; readonly severity: Severity } | { readonly kind: 'title' } | { readonly kind: 'reopen' } | { readonly kind: 'close' } | null;

/** Who and what it is, how far it is, and the clock since what began it. */
export function BoardHead({ incident }: { readonly incident: Incident }) {
  const client = useClient();
  const directory = useDirectory();
  const refusal = useCommandRefusal();
  const now = useNow(1000);
  const [asking, setAsking] = useState<Asking>(null);
  const isOver = incident.state === 'closed';
  const mayNot = refusal ?? (isOver ? `${incident.id} is closed.` : null);
  const end = (): void => setAsking(null);
  return (
    <>
      <header className="incident-head">
        <MenuButton
          label={`Severity ${incident.severity}: change it`}
          title={mayNot ?? 'Change the severity'}
          className="incident-head-severity"
          entries={severities.map((severity) => ({ kind: 'action', label: severityWords[severity], isCurrent: severity === incident.severity, refusal: mayNot ?? (severity === incident.severity ? 'It has this severity.' : null), run: () => setAsking({ kind: 'severity', severity }) }))}
        >
          <SeverityChip severity={incident.severity} />
        </MenuButton>
        <span className="mono tx-2">{incident.id}</span>
        <h2 title={incident.title}>{incident.title}</h2>
        <Button look="ghost" icon={<Pencil size={13} strokeWidth={1.75} />} refusal={mayNot} aria-label="Change the title" title="Change the title" onClick={() => setAsking({ kind: 'title' })} />
        <Segmented
          label="Stage"
          value={incident.stage}
          segments={incidentStages.map((stage) => ({ id: stage, label: stageWords[stage], ...(mayNot === null ? {} : { refusal: mayNot }) }))}
          onChange={(stage) => stage !== incident.stage && void decideOn(client, incident, { kind: 'stage', stage })}
        />
        <span className="incidents-space" />
        <span className="incident-head-clock">
          <small>{isOver ? 'took' : 'since it began'}</small>
          <b className="num">{elapsedClock((incident.closed?.atMs ?? now) - incident.startMs)}</b>
        </span>
        <Button icon={<Columns2 size={14} strokeWidth={1.75} />} title="Process screen, 3D and trend beside the board (B)" onClick={() => directory !== null && openBoardBesides(directory, incident)}>
          Beside
        </Button>
        <ReportButtons about={{ incident }} />
        {isOver ? (
          <Button icon={<RotateCcw size={14} strokeWidth={1.75} />} refusal={refusal} onClick={() => setAsking({ kind: 'reopen' })}>
            Reopen
          </Button>
        ) : (
          <Button icon={<FileCheck2 size={14} strokeWidth={1.75} />} refusal={mayNot} onClick={() => setAsking({ kind: 'close' })}>
            Close incident
          </Button>
        )}
      </header>
      {asking?.kind === 'severity' ? (
        <Prompt key={asking.severity} label={`Why severity ${asking.severity}`} verb={`Set severity ${asking.severity}`} isRequired onCancel={end} onDone={(reason) => void decideOn(client, incident, { kind: 'severity', severity: asking.severity, reason }).then(end)} />
      ) : null}
      {asking?.kind === 'title' ? <Prompt label="Title" verb="Change" start={incident.title} most={200} isRequired onCancel={end} onDone={(title) => void decideOn(client, incident, { kind: 'title', title }).then(end)} /> : null}
      {asking?.kind === 'reopen' ? <Prompt label="Why it is opened again" verb="Reopen" isRequired onCancel={end} onDone={(reason) => void decideOn(client, incident, { kind: 'reopen', reason }).then(end)} /> : null}
      {asking?.kind === 'close' ? <CloseDialog incident={incident} onEnd={end} /> : null}
    </>
  );
}
