import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { layoutVersion } from '#shared/model/layout.ts';
import { useClient, useLink } from '../../client/use-client.ts';
import { applyLayout } from './arrange.ts';
import { firstLayout, layoutsFor } from './layout-choice.ts';
import { windowPicture } from './windows.ts';

/**
 * Once at the start, in the first window: a console that was never arranged on its machine takes the layout the project
 * begins with, and one whose layout was changed in the project since takes it anew.
 */
export function useStartLayout(): void {
  const client = useClient();
  const role = useLink().session?.role ?? null;
  const layouts = useStore(client.project, (project) => project?.layouts ?? null);
  const picture = useStore(windowPicture, (now) => now.picture);
  const isDone = useRef(false);
  useEffect(() => {
    if (isDone.current || role === null || layouts === null || picture === null) return;
    isDone.current = true;
    if (picture.windows[0]?.name !== picture.self) return;
    const inForce = picture.layout;
    if (inForce === null) {
      const first = picture.isFresh ? firstLayout(layouts, role) : null;
      if (first !== null) applyLayout(first);
      return;
    }
    const now = layoutsFor(layouts, role).find(({ id }) => id === inForce.id);
    if (now !== undefined && layoutVersion(now) !== inForce.version) applyLayout(now);
  }, [role, layouts, picture]);
}
