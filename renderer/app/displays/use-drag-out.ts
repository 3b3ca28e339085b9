import type { DockviewApi } from 'dockview-react';
import { useEffect } from 'react';
import { contentOf } from './display-commands.ts';
import { followDragOut } from './drag-out.ts';
import { openWindow } from './windows.ts';

/** A tab that is dropped outside the window gets a window of its own and leaves the dock; the last tab of a dock stays. */
export function useDragOut(api: DockviewApi | null): void {
  useEffect(() => (api === null ? undefined : followDragOut(api, window, (panel) => openWindow(contentOf(panel)))), [api]);
}
