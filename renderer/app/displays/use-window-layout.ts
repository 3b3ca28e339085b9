import { useMemo } from 'react';
import { useStore } from 'zustand';
import { type Layout, layoutVersion, type LayoutWindow } from '#shared/model/layout.ts';
import { useClient } from '../../client/use-client.ts';
import { shownWindow } from './shown-window.ts';

export type WindowLayout =
  /** The window belongs to no layout. */
  | { readonly state: 'none' }
  /** The project is not known yet. */
  | { readonly state: 'waiting' }
  /** The project has no such layout, or none with this window, any more. */
  | { readonly state: 'gone'; readonly layout: string }
  | { readonly state: 'known'; readonly layout: Layout; readonly window: LayoutWindow; readonly version: string };

/** What the project says of this window. */
export function useWindowLayout(): WindowLayout {
  const client = useClient();
  const { name, content } = useStore(shownWindow);
  const layouts = useStore(client.project, (project) => project?.layouts ?? null);
  const id = content.layout;
  return useMemo(() => {
    if (id === undefined) return { state: 'none' };
    if (layouts === null) return { state: 'waiting' };
    const layout = layouts.find((one) => one.id === id);
    const window = layout?.windows.find((one) => one.name === name);
    return layout === undefined || window === undefined ? { state: 'gone', layout: id } : { state: 'known', layout, window, version: layoutVersion(layout) };
  }, [id, name, layouts]);
}
