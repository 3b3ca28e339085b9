import type { DockviewApi, DockviewGroupPanel } from 'dockview-react';
import { createStore } from 'zustand/vanilla';

/** The dock of this window, for commands that move panels by keyboard, the workspace it shows (null in a window of one dock), and the title of the panel in front with the screen it shows, if one. */
export const dock = createStore<{ readonly api: DockviewApi | null; readonly role: string; readonly workspace: string | null; /** Brings the dock back to what it begins with. */ readonly reset: () => void; readonly title: string; readonly screen: string | null }>(() => ({ api: null, role: 'view', workspace: null, reset: () => undefined, title: '', screen: null }));

export type MoveDirection = 'left' | 'right' | 'above' | 'below';

/** Moves the active panel into the group beside its own, or splits one off there where there is none. */
export function movePanel(direction: MoveDirection): void {
  const { api } = dock.getState();
  const panel = api?.activePanel;
  if (api === null || panel === undefined || panel === null) return;
  const neighbour = api.adjacentGroupInDirection(panel.group, direction === 'above' ? 'up' : direction === 'below' ? 'down' : direction);
  if (neighbour !== undefined) panel.api.moveTo({ group: neighbour as DockviewGroupPanel });
  else if (panel.group.panels.length > 1) panel.api.moveTo({ group: panel.group, position: direction === 'above' ? 'top' : direction === 'below' ? 'bottom' : direction });
}

export function toggleMaximised(): void {
  const { api } = dock.getState();
  if (api === null) return;
  if (api.hasMaximizedGroup()) api.exitMaximizedGroup();
  else api.activePanel?.api.maximize();
}

/** Next (1) or previous (−1) tab of the active group, going round. */
export function stepTab(by: 1 | -1): void {
  const { api } = dock.getState();
  const group = api?.activeGroup;
  if (group === undefined || group.panels.length === 0) return;
  const at = group.panels.findIndex((panel) => panel === group.activePanel);
  group.panels[(at + by + group.panels.length) % group.panels.length]?.api.setActive();
}
