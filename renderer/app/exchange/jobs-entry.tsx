import { useStore } from 'zustand';
import { openJobs } from '../../client/exchange.ts';
import { useClient } from '../../client/use-client.ts';
import { formatSpan } from '../../widgets/format-time.ts';
import { runningWords } from './running-words.ts';

/** How far running exports, imports and recordings are; nothing while none runs. A click opens the list. */
export function JobsEntry() {
  const client = useClient();
  const words = useStore(client.jobs, (jobs) => runningWords(jobs, formatSpan));
  return words === null ? null : (
    <button type="button" className="status-bar-entry num" title="Opens the list of exports, imports and recordings" onClick={openJobs}>
      <b>{words}</b>
    </button>
  );
}
