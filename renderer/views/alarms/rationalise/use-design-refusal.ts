import { roleCovers } from '#shared/rpc/define.ts';
import { pastRefusal } from '../../../client/replay-rules.ts';
import { useLink, useTimeline } from '../../../client/use-client.ts';

/** Why this console may not change the design of alarms now, one sentence; null when it may. */
export function useDesignRefusal(): string | null {
  const past = useTimeline(pastRefusal);
  const { state, session } = useLink();
  if (past !== null) return past;
  if (state !== 'live' || session === null) return 'There is no link to the engine.';
  return roleCovers(session.role, 'engineer') ? null : `Changing the design of alarms needs the role engineer; this console has ${session.role}.`;
}
