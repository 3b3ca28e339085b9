import { useEffect, useMemo, useState } from 'react';
import type { SceneLayout } from '#shared/scene/scene-layout.ts';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { useClient, useSelectionStore } from '#renderer/client/use-client.ts';
import { entitiesOf, type LoadedModel, type SceneEntity } from '#renderer/widgets/scene3d/scene-entity.ts';
import { memoryOf } from './scene-memory.ts';
import { createSceneSession, type SceneSession } from './scene-session.ts';
import type { ScenePalette } from './scene-states.ts';

/** The scene, alive while it is visible: while another tab covers it, it stands as it was and watches nothing. Null before it was first seen. */
export function useSession(parts: { readonly layout: SceneLayout; readonly models: readonly LoadedModel[]; readonly directory: DirectoryIndex; readonly palette: ScenePalette; readonly isVisible: boolean }): { readonly session: SceneSession | null; readonly entities: readonly SceneEntity[] } {
  const { layout, models, directory, palette, isVisible } = parts;
  const client = useClient();
  const selection = useSelectionStore();
  const { choices } = memoryOf(layout.scene.id);
  const entities = useMemo(() => entitiesOf(layout, models), [layout, models]);
  const [session, setSession] = useState<SceneSession | null>(null);
  useEffect(() => {
    if (!isVisible) return undefined;
    const made = createSceneSession({ client, directory, selection, layout, entities, palette, choices });
    setSession(made);
    return made.dispose;
    // oxlint-disable-next-line react/exhaustive-deps -- another theme is handed on below
  }, [client, directory, selection, layout, entities, choices, isVisible]);
  useEffect(() => session?.setPalette(palette), [session, palette]);
  return { session, entities };
}
