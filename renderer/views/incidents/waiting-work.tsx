import { CloudOff, X } from 'lucide-react';
import { incidentWorkWords } from '../../client/incident-words.ts';
import type { QueuedIncidentWork } from '../../client/incident-queue.ts';
import { useClient } from '../../client/use-client.ts';
import { formatClock } from '../../widgets/format-time.ts';

/** What was done here and has not reached the engine: it is sent when the link is back. */
export function WaitingWork({ waiting }: { readonly waiting: readonly QueuedIncidentWork[] }) {
  const { incidentQueue } = useClient();
  if (waiting.length === 0) return null;
  return (
    <ul className="incidents-waiting" aria-label="Saved here, not sent">
      {waiting.map((one) => (
        <li key={one.op}>
          <CloudOff size={14} strokeWidth={1.75} aria-hidden="true" />
          <span className="num tx-3">{formatClock(one.madeMs)}</span>
          <span className="incidents-cut">{incidentWorkWords(one)}</span>
          <b>saved here, not sent</b>
          <button type="button" aria-label={`Give up: ${incidentWorkWords(one)}`} title="Give it up: it is never sent" onClick={() => incidentQueue.drop(one.op)}>
            <X size={13} strokeWidth={1.75} />
          </button>
        </li>
      ))}
    </ul>
  );
}
