import type { DockviewApi, SerializedDockview } from 'dockview-react';
import type { DockPart } from '#shared/model/layout.ts';
import type { DirectoryIndex } from '../client/directory-index.ts';
import type { ViewId } from '../client/navigation.ts';
import type { ViewParams } from '../client/view-props.ts';
import { viewOf } from '../views/registry.ts';
import { dockOf } from './displays/dock-tree.ts';
import { panelId } from './panel-id.ts';
import type { PanelParams } from './view-panel.tsx';

/** Whose dock it is: the console's, or of one window. */
export type DockScope = {
  /** Stands before the role in the name it is kept under; empty for the console's own. */
  readonly key: string;
  /** What stands in the dock until somebody changes it here; the view's standard tabs where null. */
  readonly tree: DockPart | null;
};
export const ownScope: DockScope = { key: '', tree: null };

/** The number rises when a workspace gets new standard tabs: a layout saved before would not show them. */
const keyOf = (role: string, workspace: string, { key }: DockScope): string => `firstout.layout.2.${key}${role}.${workspace}`;

/**
 * Puts the workspace's saved layout on the dock, or its standard tabs where there is none or it can't be read. The panel
 * that `opened` is about begins with those params: one drawn without its tags first would draw what is selected.
 */
export function restoreLayout(api: DockviewApi, role: string, workspace: ViewId, directory: DirectoryIndex, opened: ViewParams = {}, scope = ownScope): void {
  const kept = localStorage.getItem(keyOf(role, workspace, scope));
  const saved = readLayout(kept, directory) ?? (scope.tree === null ? null : dockOf(scope.tree, (view, params) => titleOf(view, params, directory)));
  const openedId = panelId(workspace, opened);
  if (saved !== null) {
    const panel = saved.panels[openedId];
    if (panel !== undefined) panel.params = { view: workspace, params: opened } satisfies PanelParams;
    try {
      api.fromJSON(saved);
      if (api.panels.length > 0) return;
    } catch {
      // A layout of another version: the standard tabs below take its place.
    }
  }
  api.clear();
  const entry = viewOf(workspace);
  if (entry === undefined) return;
  const panels = entry.panels?.(directory) ?? [{ title: entry.title, params: {} }];
  for (const { title, params } of panels) addPanel(api, workspace, title, panelId(workspace, params) === openedId ? { ...params, ...opened } : params, { inactive: api.panels.length > 0 });
}

export function saveLayout(api: DockviewApi, role: string, workspace: ViewId, scope = ownScope): void {
  if (api.panels.length > 0) localStorage.setItem(keyOf(role, workspace, scope), JSON.stringify(api.toJSON()));
}

/** Forgets the saved layouts of this role and shows the standard one, or what the project says of this window. */
export function resetLayout(api: DockviewApi, role: string, workspace: ViewId, directory: DirectoryIndex, scope = ownScope): void {
  localStorage.removeItem(keyOf(role, workspace, scope));
  restoreLayout(api, role, workspace, directory, {}, scope);
}

/** What a tab is called before its view says it. */
export function titleOf(view: string, params: ViewParams, directory: DirectoryIndex): string {
  const entry = viewOf(view);
  const spec = entry?.panels?.(directory).find((panel) => panelId(view, panel.params) === panelId(view, params));
  return spec?.title ?? directory.screens.get(params.screen as never)?.title ?? entry?.title ?? view;
}

export function addPanel(api: DockviewApi, view: ViewId, title: string, params: ViewParams, options: { inactive?: boolean; /** Splits the group in front. */ beside?: 'right' | 'below' } = {}): void {
  const id = panelId(view, params);
  const open = api.getPanel(id);
  if (open !== undefined) {
    if (params.tags !== undefined || params.alarms !== undefined) open.api.updateParameters({ view, params } satisfies PanelParams);
    return open.api.setActive();
  }
  const group = api.activeGroup;
  api.addPanel<PanelParams>({
    id,
    component: 'view',
    title,
    params: { view, params },
    inactive: options.inactive ?? false,
    ...(group === undefined ? {} : { position: options.beside !== undefined ? { referenceGroup: group, direction: options.beside } : { referenceGroup: group } }),
  });
}

/**
 * The saved layout; null when it is none, or names a view or screen that no longer exists. Tags and filters a view was opened
 * with are left out: they were an order of their time, and whoever finds tags in its params adds them.
 */
export function readLayout(text: string | null, directory: DirectoryIndex): SerializedDockview | null {
  if (text === null) return null;
  try {
    const layout = JSON.parse(text) as SerializedDockview;
    for (const { params } of Object.values(layout.panels)) {
      const { view, params: inner } = params as { view: string; params: { -readonly [Name in keyof ViewParams]: ViewParams[Name] } };
      if (viewOf(view) === undefined || (inner.screen !== undefined && !directory.screens.has(inner.screen as never))) return null;
      delete inner.tags;
      delete inner.alarms;
    }
    return layout;
  } catch {
    return null;
  }
}
