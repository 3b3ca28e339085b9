import { useClient, useTimeline } from '../../client/use-client.ts';
import type { ViewProps } from '../../client/view-props.ts';
import { Button } from '../../widgets/button.tsx';
import { Devices } from './devices.tsx';
import { ProjectProblems } from './project-problems.tsx';
import { RecordsHead } from './records-head.tsx';
import './diagnose-view.css';

/** Device links and their health, what is wrong in the project's files, or the head of the records. The first two are only of now: in replay the view says so instead. */
export function DiagnoseView({ params, isVisible }: ViewProps) {
  const isPast = useTimeline(({ mode }) => mode === 'replay');
  if (params.part === 'records') return <RecordsHead isVisible={isVisible} />;
  if (isPast) return <OnlyNow />;
  return params.part === 'problems' ? <ProjectProblems /> : <Devices isVisible={isVisible} />;
}

/** The engine keeps no history of link health. Showing that of now beside the past would mix two moments. */
function OnlyNow() {
  const { timeline } = useClient();
  const isRecording = useTimeline(({ recording }) => recording !== null);
  return (
    <div className="empty-note">
      <b>Diagnostics are not recorded</b>
      <span>Link health is known for the present only. {isRecording ? 'A recording has no devices behind it.' : 'The status bar goes on showing it; link alarms of the moment shown stand in the alarm list.'}</span>
      {isRecording ? null : <Button onClick={() => timeline.live()}>Back to live</Button>}
    </div>
  );
}
