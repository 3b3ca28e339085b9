import { ContextMenu } from '@base-ui/react/context-menu';
import type { ReactNode } from 'react';
import { rowActions } from '../../client/alarm-row-actions.ts';
import { rowGuidance } from '../../client/alarm-row-guidance.ts';
import type { AlarmRow } from '../../client/alarm-rows.ts';
import { proposedSeverity } from '../../client/incident-actions.ts';
import { navigation } from '../../client/navigation.ts';
import { replayFromBefore } from '../../client/replay-steps.ts';
import { showIn3d } from '../../client/scene-orders.ts';
import { useClient, useDirectory, useSelectionStore } from '../../client/use-client.ts';
import { openerOf } from '../../client/use-incident-opener.ts';

/** The menu of the chosen rows around the list: everything that can be done to them, and where else they are to be seen. */
export function AlarmListMenu({ chosen, onOpenChange, children }: { readonly chosen: readonly AlarmRow[]; readonly onOpenChange: (isOpen: boolean) => void; readonly children: ReactNode }) {
  return (
    <ContextMenu.Root onOpenChange={onOpenChange}>
      <ContextMenu.Trigger render={<div className="alarms-menu-area" />}>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Positioner className="alarms-menu-place">
          <ContextMenu.Popup className="alarms-menu">
            <MenuContent chosen={chosen} />
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}

function MenuContent({ chosen }: { readonly chosen: readonly AlarmRow[] }) {
  const client = useClient();
  const directory = useDirectory();
  const selection = useSelectionStore();
  const [first] = chosen;
  if (first === undefined) return <p className="alarms-menu-note tx-3">Choose an alarm first.</p>;
  const screen = rowGuidance(first, directory).screen ?? (first.asset === null ? null : (directory?.screenOf(first.asset) ?? null));
  const tags = [...new Set(chosen.flatMap(({ tag }) => tag ?? []))];
  return (
    <>
      <p className="alarms-menu-note tx-3">{chosen.length === 1 ? first.standing.alarm : `${chosen.length} alarms`}</p>
      {rowActions(client, chosen).map(({ id, label, letter, rows, refusal, run }) => (
        <ContextMenu.Item key={id} className="alarms-menu-item" disabled={refusal !== null} title={refusal ?? undefined} onClick={run}>
          {rows.length === chosen.length ? label : `${label} ${rows.length}`}
          <kbd className="kbd">{letter}</kbd>
        </ContextMenu.Item>
      ))}
      <ContextMenu.Separator className="alarms-menu-line" />
      {screen === null ? null : (
        <ContextMenu.Item className="alarms-menu-item" onClick={() => navigation.getState().open('process', { screen })}>
          Show on screen
          <kbd className="kbd">Enter</kbd>
        </ContextMenu.Item>
      )}
      {first.asset === null ? null : (
        <ContextMenu.Item className="alarms-menu-item" onClick={() => first.asset !== null && showIn3d(first.asset, true)}>
          Show in 3D
        </ContextMenu.Item>
      )}
      {tags.length === 0 ? null : (
        <ContextMenu.Item className="alarms-menu-item" onClick={() => navigation.getState().open('trends', { tags })}>
          Trend
          <kbd className="kbd">T</kbd>
        </ContextMenu.Item>
      )}
      <IncidentItems row={first} />
      <ContextMenu.Item className="alarms-menu-item" onClick={() => replayFromBefore(client, selection.getState())}>
        Replay from 60 s before
        <kbd className="kbd">R</kbd>
      </ContextMenu.Item>
      <ContextMenu.Item className="alarms-menu-item" onClick={() => navigation.getState().open('alarms', { part: 'history', alarms: { alarms: chosen.map(({ standing }) => standing.alarm) } })}>
        History
      </ContextMenu.Item>
    </>
  );
}

/** Opens an incident of the first chosen alarm, or adds it to one that is open. */
function IncidentItems({ row }: { readonly row: AlarmRow }) {
  const client = useClient();
  const opener = openerOf(client, { origin: { kind: 'alarm', alarm: row.standing.alarm }, severity: proposedSeverity(row.priority), asset: row.asset });
  return (
    <>
      <ContextMenu.Item className="alarms-menu-item" disabled={opener.refusal !== null} title={opener.refusal ?? undefined} onClick={() => opener.onOpen(opener.severity)}>
        Open incident, severity {opener.severity}
      </ContextMenu.Item>
      {opener.joins.slice(0, 3).map(({ id }) => (
        <ContextMenu.Item key={id} className="alarms-menu-item" disabled={opener.refusal !== null} title={opener.refusal ?? undefined} onClick={() => opener.onJoin(id)}>
          Add to {id}
        </ContextMenu.Item>
      ))}
    </>
  );
}
