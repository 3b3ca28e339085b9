import { roleCovers } from '#shared/rpc/define.ts';
import { ackRefusal } from './alarm-actions.ts';
import { pastRefusal, recordRefusal } from './replay-rules.ts';
import { useClient, useLink, useTimeline } from './use-client.ts';

/** Why this console may not acknowledge now, one sentence; null when it may. Renders again when that changes. */
export function useAckRefusal(): string | null {
  const client = useClient();
  useLink();
  useTimeline(pastRefusal);
  return ackRefusal(client);
}

/** Why this console may not write to the plant now, one sentence; null when it may. */
export function useWriteRefusal(): string | null {
  const past = useTimeline(pastRefusal);
  const { state, session } = useLink();
  if (past !== null) return past;
  if (state !== 'live' || session === null) return 'There is no link to the engine.';
  return roleCovers(session.role, 'operate') ? null : `Writing needs the role operate; this console has ${session.role}.`;
}

/** Why no note and no trend of the project can be written here, one sentence; null where they can, in replay too. The role is not looked at. */
export const useRecordRefusal = (): string | null => useTimeline(recordRefusal);
