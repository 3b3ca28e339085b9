import { ContextMenu } from '@base-ui/react/context-menu';
import type { ReactElement } from 'react';
import { proposedSeverity } from '../../client/incident-actions.ts';
import type { AlarmRow } from '../../client/alarm-rows.ts';
import { useClient } from '../../client/use-client.ts';
import { type OpenFrom, openerOf } from '../../client/use-incident-opener.ts';
import { openerEntries } from '../../widgets/incident/incident-opener.tsx';
import { MenuLine } from '../../widgets/menu-button.tsx';

/** The menu of an alarm of the banner (second button, or the Menu key): an incident of it. `group`: the burst whose first-out it is; null for another alarm. */
export function BannerRowMenu({ row, group, children }: { readonly row: AlarmRow; readonly group: number | null; readonly children: ReactElement<Record<string, unknown>> }) {
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger render={children} />
      <ContextMenu.Portal>
        <ContextMenu.Positioner className="menu-place">
          <ContextMenu.Popup className="menu">
            <Content from={{ origin: group === null ? { kind: 'alarm', alarm: row.standing.alarm } : { kind: 'first-out', group }, severity: proposedSeverity(row.priority), asset: row.asset }} />
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}

function Content({ from }: { readonly from: OpenFrom }) {
  const client = useClient();
  const opener = openerOf(client, from);
  return (
    <>
      <MenuLine entry={{ kind: 'action', label: `Open incident, severity ${opener.severity}`, refusal: opener.refusal, run: () => opener.onOpen(opener.severity) }} />
      <MenuLine entry={{ kind: 'line' }} />
      {openerEntries(opener).map((entry, at) => (
        <MenuLine key={`${at} ${entry.kind}`} entry={entry} />
      ))}
    </>
  );
}
