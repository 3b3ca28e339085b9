import { useMemo } from 'react';
import { useStore } from 'zustand';
import { tabsOf } from '#shared/model/layout.ts';
import type { ViewId } from '../../client/navigation.ts';
import { viewOf } from '../../views/registry.ts';
import { type DockScope, ownScope } from '../workspace-layout.ts';
import { shownWindow } from './shown-window.ts';
import { useWindowLayout } from './use-window-layout.ts';

export type DockPlace = {
  /** The view that stands for the one dock of a window that has no workspaces; null in a console. */
  readonly fixed: ViewId | null;
  readonly scope: DockScope;
  /** What the project says stands in the dock of a workspace; null where it says nothing. */
  readonly treeOf: (workspace: ViewId) => DockScope['tree'];
};

const nothing = (): null => null;
const ownPlace: DockPlace = { fixed: null, scope: ownScope, treeOf: nothing };

/** Where the dock of this window is kept and what it begins with; null while that is not known yet. */
export function useDockPlace(): DockPlace | null {
  const { name, content } = useStore(shownWindow);
  const layout = useWindowLayout();
  return useMemo(() => {
    if (layout.state === 'waiting') return null;
    if (layout.state !== 'known') {
      if (content.kind === 'console') return ownPlace;
      const view = viewOf(content.view ?? '')?.id ?? 'alarms';
      // Only what was asked for, not all a workspace of the view begins with.
      const { screen, part } = content;
      const tree = { tabs: [{ view, ...(screen === undefined ? {} : { screen }), ...(part === undefined ? {} : { part }) }] };
      return { fixed: view, scope: { key: `window.${name}.`, tree }, treeOf: () => tree };
    }
    const { window, version } = layout;
    const tree = window.dock ?? null;
    const scope: DockScope = { key: `${layout.layout.id}.${version}.${name}.`, tree };
    const first = viewOf(tree === null ? '' : (tabsOf(tree)[0]?.view ?? ''))?.id;
    if (window.kind !== 'console') return { fixed: first ?? 'alarms', scope, treeOf: () => tree };
    const workspace = viewOf(window.workspace ?? '')?.id ?? first ?? null;
    return { fixed: null, scope, treeOf: (asked) => (asked === workspace ? tree : null) };
  }, [name, content, layout]);
}
