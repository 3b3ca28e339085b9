import { useEffect } from 'react';
import { IncidentId } from '#shared/model/incident.ts';
import { useOpenIncidents } from '../../client/use-incidents.ts';
import type { ViewProps } from '../../client/view-props.ts';
import { Board } from './board.tsx';
import { HandoverPanel } from './handover-panel.tsx';
import { IncidentList } from './incident-list.tsx';
import './incidents.css';

/** The list of incidents, the board of one, the board of the worst that is open, or the handover. */
export function IncidentsView({ params, isVisible, setTitle }: ViewProps) {
  const worst = useOpenIncidents(({ incidents }) => incidents[0]?.id ?? null);
  const isKnown = useOpenIncidents((picture) => picture.isKnown);
  const asked = IncidentId.safeParse(params.incident ?? params.part?.replace(/^incident\./, ''));
  const shown = asked.success ? asked.data : params.part === 'board' ? worst : null;
  useEffect(() => {
    if (shown !== null) setTitle(shown);
    else if (params.part === 'board') setTitle('Open incident');
  }, [shown, params.part, setTitle]);
  if (shown !== null) return <Board key={shown} id={shown} isVisible={isVisible} />;
  if (params.part === 'handover') return <HandoverPanel isVisible={isVisible} />;
  if (params.part === 'board')
    return (
      <div className="empty-note">
        <b>{isKnown ? 'No incident is open' : 'Whether an incident is open is not known yet'}</b>
        <span>The board of the worst open incident is shown here as soon as there is one.</span>
      </div>
    );
  return <IncidentList isVisible={isVisible} />;
}
