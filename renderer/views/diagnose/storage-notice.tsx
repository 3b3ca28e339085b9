import { TriangleAlert } from 'lucide-react';
import { useStatus } from '../../client/use-client.ts';

/** What keeps the engine from recording, and what to do about it; nothing while all is kept. */
export function StorageNotice() {
  const historian = useStatus()?.historian;
  if (historian === undefined || (historian.state === 'ok' && historian.lostSamples === 0)) return null;
  return (
    <p className="diagnose-storage" role="status">
      <TriangleAlert size={16} strokeWidth={1.75} aria-hidden="true" />
      <span>{historian.sentence}</span>
    </p>
  );
}
