import { roleCovers } from '#shared/rpc/define.ts';
import { recordRefusal } from '#renderer/client/replay-rules.ts';
import { useLink, useTimeline } from '#renderer/client/use-client.ts';

/** Why no runbook is edited from here, one sentence; null where it may be. The engine decides for itself once more. */
export function useEditRefusal(): string | null {
  const recording = useTimeline(recordRefusal);
  const { session } = useLink();
  if (recording !== null) return recording;
  return session !== null && roleCovers(session.role, 'engineer') ? null : `Editing runbooks needs the role engineer; this console has ${session?.role ?? 'none'}.`;
}
