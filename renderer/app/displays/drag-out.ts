import type { DockviewApi } from 'dockview-react';
import type { PanelParams } from '../view-panel.tsx';

type Frame = Pick<Window, 'screenX' | 'screenY' | 'outerWidth' | 'outerHeight'>;
type Dragged = Pick<DragEvent, 'screenX' | 'screenY'> & { readonly dataTransfer: Pick<DataTransfer, 'dropEffect'> | null };

/** Whether a point of the screen lies outside this window. A drag that was given up tells 0, 0. */
export function isOutside({ screenX, screenY, outerWidth, outerHeight }: Frame, x: number, y: number): boolean {
  if (x === 0 && y === 0) return false;
  return x < screenX || y < screenY || x >= screenX + outerWidth || y >= screenY + outerHeight;
}

/** Hears drags of tabs until the answer is called: one that ends outside the window, taken by nobody, opens there and leaves the dock. */
export function followDragOut(
  api: Pick<DockviewApi, 'onWillDragPanel' | 'getPanel' | 'panels'>,
  page: Frame & Pick<Window, 'addEventListener' | 'removeEventListener'>,
  open: (panel: PanelParams) => void,
): () => void {
  let dragged: string | null = null;
  const begun = api.onWillDragPanel(({ panel }) => (dragged = panel.id));
  const ended = (raw: Event): void => {
    const event = raw as Event & Dragged;
    const panel = dragged === null ? undefined : api.getPanel(dragged);
    dragged = null;
    // Whoever took it, another window for instance, has it.
    if (panel === undefined || event.dataTransfer?.dropEffect !== 'none' || !isOutside(page, event.screenX, event.screenY)) return;
    open(panel.params as PanelParams);
    if (api.panels.length > 1) panel.api.close();
  };
  page.addEventListener('dragend', ended, true);
  return () => {
    begun.dispose();
    page.removeEventListener('dragend', ended, true);
  };
}
