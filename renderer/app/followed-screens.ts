import type { DockviewApi } from 'dockview-react';
import type { DirectoryIndex } from '../client/directory-index.ts';
import { panelId } from './panel-id.ts';
import type { PanelParams } from './view-panel.tsx';

type Screens = ReadonlyMap<string, { readonly title: string }>;

/**
 * Screens that are not there any more, with what each of them is called now: the one new screen that has its title. Null for
 * one that was taken away, and where it cannot be told.
 */
export function goneScreens(before: Screens, now: Screens): ReadonlyMap<string, string | null> {
  const come = [...now].filter(([id]) => !before.has(id));
  const gone = [...before].filter(([id]) => !now.has(id));
  return new Map(
    gone.map(([id, { title }]) => {
      const heirs = come.filter(([, screen]) => screen.title === title);
      const isAlone = gone.filter(([, screen]) => screen.title === title).length === 1;
      return [id, heirs.length === 1 && isAlone ? (heirs[0]?.[0] ?? null) : null];
    }),
  );
}

/**
 * Tabs of screens follow their files: one whose screen has another name goes on in its place under that name, one whose screen
 * was taken away is closed; the last tab stays and says so itself. Editors stay: they may hold all there is of a drawing.
 */
export function followScreens(api: Pick<DockviewApi, 'panels' | 'getPanel' | 'addPanel'>, gone: ReadonlyMap<string, string | null>, directory: Pick<DirectoryIndex, 'screens'>, tell: (sentence: string) => void): void {
  for (const panel of [...api.panels]) {
    const { view, params } = (panel.params ?? {}) as Partial<PanelParams>;
    const screen = params?.screen;
    if (view === undefined || view === 'editor' || screen === undefined || !gone.has(screen)) continue;
    const heir = gone.get(screen) ?? null;
    if (heir === null) {
      if (api.panels.length === 1) continue;
      tell(`Screen ${screen} was taken out of the project; its tab is closed.`);
      panel.api.close();
      continue;
    }
    const next = { ...params, screen: heir };
    if (api.getPanel(panelId(view, next)) === undefined) {
      api.addPanel<PanelParams>({
        id: panelId(view, next),
        component: 'view',
        title: directory.screens.get(heir as never)?.title ?? heir,
        params: { view, params: next },
        inactive: !panel.api.isActive,
        position: { referenceGroup: panel.group, index: panel.group.panels.indexOf(panel) },
      });
    }
    panel.api.close();
  }
}
