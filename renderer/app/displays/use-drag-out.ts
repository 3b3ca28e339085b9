import type { DockviewApi } from 'dockview-react';
import { useEffect } from 'react';
import type { PanelParams } from '../view-panel.tsx';
import { contentOf } from './display-commands.ts';
import { openWindow } from './windows.ts';

type Frame = Pick<Window, 'screenX' | 'screenY' | 'outerWidth' | 'outerHeight'>;

/** Whether a point of the screen lies outside this window. A drag that was given up tells 0, 0. */
export function isOutside({ screenX, screenY, outerWidth, outerHeight }: Frame, x: number, y: number): boolean {
  if (x === 0 && y === 0) return false;
  return x < screenX || y < screenY || x >= screenX + outerWidth || y >= screenY + outerHeight;
}

/** A tab that is dropped outside the window gets a window of its own and leaves the dock; the last tab of a dock stays. */
export function useDragOut(api: DockviewApi | null): void {
  useEffect(() => {
    if (api === null) return undefined;
    let dragged: string | null = null;
    const begun = api.onWillDragPanel(({ panel }) => (dragged = panel.id));
    const ended = (event: DragEvent): void => {
      const panel = dragged === null ? undefined : api.getPanel(dragged);
      dragged = null;
      // Whoever took it, another window for instance, has it.
      if (panel === undefined || event.dataTransfer?.dropEffect !== 'none' || !isOutside(window, event.screenX, event.screenY)) return;
      openWindow(contentOf(panel.params as PanelParams));
      if (api.panels.length > 1) panel.api.close();
    };
    window.addEventListener('dragend', ended, true);
    return () => {
      begun.dispose();
      window.removeEventListener('dragend', ended, true);
    };
  }, [api]);
}
