import { useLink, useStatus } from '../../client/use-client.ts';

/** While the engine's data disk is full or cannot be written: what of an incident is still written down, and what is not. Nothing else. */
export function DiskNote() {
  const isLive = useLink().state === 'live';
  const state = useStatus()?.historian.state;
  if (!isLive || (state !== 'full' && state !== 'failed')) return null;
  return state === 'full' ? (
    <p className="incidents-problem">
      <b>The data disk of the engine is full.</b> Alarms, notes and decisions are still written down; photos, pictures and the values of the plant are not. Free space on it: recording goes on by itself.
    </p>
  ) : (
    <p className="incidents-problem">
      <b>The data store of the engine cannot be written.</b> What is done here may not be written down: note it on paper, and look at the data store in the status bar.
    </p>
  );
}
