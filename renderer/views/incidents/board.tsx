import { useStore } from 'zustand';
import type { Incident, IncidentId } from '#shared/model/incident.ts';
import { faultText, notify } from '../../client/notices.ts';
import { useClient, useTimeline } from '../../client/use-client.ts';
import { useIncident, useWaitingWork } from '../../client/use-incidents.ts';
import { preferences } from '../../client/preferences.ts';
import { Button } from '../../widgets/button.tsx';
import { Affected } from './affected.tsx';
import { AwayNote } from './away-note.tsx';
import { BoardHead } from './board-head.tsx';
import { ClosedNote } from './closed-note.tsx';
import { DiskNote } from './disk-note.tsx';
import { NextUp } from './next-up.tsx';
import { People } from './people.tsx';
import { Runs } from './runs.tsx';
import { Tasks } from './tasks.tsx';
import { TimelinePanel } from './timeline-panel.tsx';
import { useBoardKeys } from './use-board-keys.ts';
import { WaitingWork } from './waiting-work.tsx';

/** One incident on one screen: what happened, what is being done and by whom, what is next. At the moment shown; in replay nothing can be done. */
export function Board({ id, isVisible }: { readonly id: IncidentId; readonly isVisible: boolean }) {
  const { answer, problem, toldMs } = useIncident(id);
  const isPast = useTimeline(({ mode }) => mode === 'replay');
  const incident = answer?.incident ?? null;
  if (incident === null)
    return (
      <div className="empty-note" aria-busy={answer === null && problem === null}>
        {answer === null ? problem === null ? null : <b>{problem}</b> : <b>{isPast ? `${id} was not open at the moment shown` : `${id} is not known`}</b>}
        {answer !== null && isPast ? <ToOpening id={id} /> : null}
      </div>
    );
  return <Shown incident={incident} problem={problem} toldMs={toldMs} isVisible={isVisible} />;
}

/** A moment before it was opened is often where it began: from there on to the opening. */
function ToOpening({ id }: { readonly id: IncidentId }) {
  const client = useClient();
  const go = async (): Promise<void> => {
    const answer = await client.call('incident.get', { incident: id });
    if (!answer.ok) return notify(faultText(answer.fault), 'failed');
    client.timeline.pause();
    client.timeline.seek(answer.value.incident.openedMs);
  };
  return (
    <>
      <span>Go on in time, or back to live (L).</span>
      <Button onClick={() => void go()}>Go to its opening</Button>
    </>
  );
}

function Shown({ incident, problem, toldMs, isVisible }: { readonly incident: Incident; readonly problem: string | null; readonly toldMs: number; readonly isVisible: boolean }) {
  const waiting = useWaitingWork(incident.id);
  const keys = useBoardKeys(incident);
  const recording = useTimeline((now) => now.recording);
  const isTablet = useStore(preferences, ({ density }) => density === 'tablet');
  return (
    <article className={`incident-board ${isTablet ? 'is-tablet' : ''}`} aria-label={`${incident.id} ${incident.title}`} onKeyDown={keys}>
      <BoardHead incident={incident} />
      <AwayNote subject={incident.id} toldMs={toldMs} more="What you write is saved here and sent later." />
      {recording === null ? <DiskNote /> : <p className="incidents-away">Recording of {recording.plant}, read only: as it was at the moment shown.</p>}
      {recording?.recordsProblem === undefined ? null : <p className="incidents-problem">The records in this recording are not as they were written. {recording.recordsProblem}</p>}
      {problem === null ? null : <p className="incidents-problem">{problem}</p>}
      <WaitingWork waiting={waiting} />
      <div className="incident-board-body">
        <div className="incident-board-doing">
          {incident.closed === null ? <NextUp incident={incident} /> : <ClosedNote incident={incident} />}
          <Tasks incident={incident} />
          <Runs incident={incident} isVisible={isVisible} />
          <People incident={incident} />
          <Affected incident={incident} />
        </div>
        <TimelinePanel incident={incident} isVisible={isVisible} />
      </div>
    </article>
  );
}
