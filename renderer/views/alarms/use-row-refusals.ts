import { useMemo } from 'react';
import { alarmRefusal } from '../../client/alarm-actions.ts';
import { pastRefusal } from '../../client/replay-rules.ts';
import { useClient, useLink, useTimeline } from '../../client/use-client.ts';
import type { RowRefusals } from './alarm-list-row.tsx';

/** Why rows cannot be acted on from this console now; the same object until that changes, so that rows need not render. */
export function useRowRefusals(): RowRefusals {
  const client = useClient();
  const { state, session } = useLink();
  const past = useTimeline(pastRefusal);
  const role = session?.role;
  return useMemo(
    () => ({
      acknowledge: alarmRefusal(client, 'Acknowledging', 'operate'),
      reset: alarmRefusal(client, 'Resetting', 'operate'),
      shelve: alarmRefusal(client, 'Shelving', 'operate'),
      shelveUrgent: alarmRefusal(client, 'Shelving an alarm of priority 1', 'lead'),
      unshelve: alarmRefusal(client, 'Unshelving', 'operate'),
      return: alarmRefusal(client, 'Returning an alarm to service', 'lead'),
    }),
    // oxlint-disable-next-line react/exhaustive-deps -- what the client is asked for depends on these
    [client, state, role, past],
  );
}
