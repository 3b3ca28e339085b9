import { acknowledgeRows, alarmRefusal, isResettable, resetRows } from './alarm-actions.ts';
import { isOutOfService, isPersons, isRemovable, isShelvable, isShelved, openHideDialog, returnToService, takeOverRows, unshelveRows } from './alarm-hiding.ts';
import { type AlarmRow, isUnacked } from './alarm-rows.ts';
import type { ConsoleClient } from './console-client.ts';

export type RowActionId = 'acknowledge' | 'reset' | 'shelve' | 'unshelve' | 'return' | 'take-over' | 'out-of-service';

/** One thing that can be done to some of the chosen alarms. */
export type RowAction = {
  readonly id: RowActionId;
  readonly label: string;
  /** Its letter in an alarm list. */
  readonly letter: string;
  /** Those of the chosen it is done to; never none. */
  readonly rows: readonly AlarmRow[];
  /** Why it cannot be done now, one sentence; null when it can. */
  readonly refusal: string | null;
  readonly run: () => void;
};

type Line = Pick<ConsoleClient, 'call' | 'timeline' | 'link'>;

/** What can be done to these alarms, each with those it fits: the one list behind keys, menu and buttons. */
export function rowActions(client: Line, chosen: readonly AlarmRow[]): readonly RowAction[] {
  const asOperator = (what: string): string | null => alarmRefusal(client, what, 'operate');
  const all: readonly (Omit<RowAction, 'rows' | 'run'> & { readonly fits: (row: AlarmRow) => boolean; readonly act: (rows: readonly AlarmRow[]) => unknown })[] = [
    { id: 'acknowledge', label: 'Acknowledge', letter: 'A', fits: ({ standing }) => isUnacked(standing.state), refusal: asOperator('Acknowledging'), act: (rows) => acknowledgeRows(client, rows) },
    { id: 'reset', label: 'Reset', letter: 'E', fits: isResettable, refusal: asOperator('Resetting'), act: (rows) => resetRows(client, rows) },
    { id: 'shelve', label: 'Shelve', letter: 'S', fits: isShelvable, refusal: shelveRefusal(client, chosen.filter(isShelvable)), act: (rows) => openHideDialog('shelve', rows) },
    { id: 'unshelve', label: 'Unshelve', letter: 'U', fits: isShelved, refusal: asOperator('Unshelving'), act: (rows) => unshelveRows(client, rows) },
    { id: 'return', label: 'Return to service', letter: 'U', fits: isOutOfService, refusal: alarmRefusal(client, 'Returning an alarm to service', 'lead'), act: (rows) => returnToService(client, rows) },
    { id: 'take-over', label: 'Take over', letter: 'H', fits: (row) => isPersons(row) && !answersFor(client, row), refusal: asOperator('Taking over'), act: (rows) => takeOverRows(client, rows) },
    { id: 'out-of-service', label: 'Take out of service', letter: 'O', fits: isRemovable, refusal: alarmRefusal(client, 'Taking an alarm out of service', 'lead'), act: (rows) => openHideDialog('out-of-service', rows) },
  ];
  return all.flatMap(({ fits, act, ...action }) => {
    const rows = chosen.filter(fits);
    return rows.length === 0 ? [] : [{ ...action, rows, run: () => void act(rows) }];
  });
}

/** Why none of these may be shelved here; null where some may. */
export function shelveRefusal(client: Pick<ConsoleClient, 'timeline' | 'link'>, rows: readonly AlarmRow[]): string | null {
  const refusal = alarmRefusal(client, 'Shelving', 'operate');
  if (refusal !== null || rows.some(({ priority }) => priority !== 1)) return refusal;
  return alarmRefusal(client, 'Shelving an alarm of priority 1', 'lead');
}

/** True where the user of this console answers for it already. */
const answersFor = (client: Pick<ConsoleClient, 'link'>, { standing }: AlarmRow): boolean => standing.hiding?.by === client.link.getState().session?.user;
