import { Box, TriangleAlert, Unplug } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { SceneEntry } from '#shared/model/scene.ts';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { type SceneOrder, sceneOrders } from '#renderer/client/scene-orders.ts';
import { useDirectory, useLink } from '#renderer/client/use-client.ts';
import type { ViewProps } from '#renderer/client/view-props.ts';
import { ScenePanel } from './scene-panel.tsx';
import { useScenePalette, useThemeName, watchFlash } from './use-palette.ts';
import { type SceneState, useModels, useScene, useSceneList } from './use-scene.ts';
import { useSession } from './use-session.ts';
import './plant3d-view.css';

const reducedMotion = '(prefers-reduced-motion: reduce)';

/** The plant in 3D with its faults in place, or as a map: one scene of the project at a time. */
export function Plant3dView({ isVisible, setTitle }: ViewProps) {
  const directory = useDirectory();
  const scenes = useSceneList();
  const [chosen, setChosen] = useState<string | null>(null);
  const order = useStore(sceneOrders, ({ order: now }) => now);
  const id = scenes?.some((one) => one.id === chosen) === true ? chosen : (scenes?.[0]?.id ?? null);
  const state = useScene(id);
  const isAway = useLink().state !== 'live';
  const title = state.state === 'ready' ? state.scene.title : '3D';
  useEffect(() => {
    setTitle(title);
  }, [title, setTitle]);
  const wanted = order === null || scenes === null || directory === null ? id : (sceneOf(order, scenes, directory) ?? id);
  useEffect(() => {
    if (isVisible && wanted !== id) setChosen(wanted);
  }, [isVisible, wanted, id]);

  if (scenes !== null && id === null) {
    return (
      <div className="plant3d-empty">
        <Box size={22} aria-hidden="true" />
        <strong>This project has no 3D scene.</strong>
        <span>Put a layout into its folder scenes, as scenes/NAME.yaml; it appears here by itself.</span>
      </div>
    );
  }
  if (state.state === 'failed') {
    return (
      <div className="plant3d-empty" role="alert">
        <TriangleAlert size={22} aria-hidden="true" />
        <strong>Scene {id} cannot be shown.</strong>
        <span>{state.sentence}</span>
        <span>Correct scenes/{id}.yaml and it comes back by itself. Alarms and screens go on working.</span>
      </div>
    );
  }
  const isReady = state.state === 'ready' && directory !== null && scenes !== null;
  if (!isReady && isAway && directory !== null) {
    return (
      <div className="plant3d-empty" role="status">
        <Unplug size={22} aria-hidden="true" />
        <strong>{id === null ? 'The scenes of this project were' : `Scene ${id} was`} not read before the engine went away.</strong>
        <span>It comes by itself with the link. Scenes this window has shown last can still be opened.</span>
      </div>
    );
  }
  if (!isReady) return <section className="plant3d-view" aria-busy="true" aria-label="3D" />;
  return (
    <section className="plant3d-view" aria-label={state.scene.title}>
      <Live ready={state} directory={directory} scenes={scenes} isVisible={isVisible} takesOrders={isVisible && wanted === id} onScene={setChosen} />
    </section>
  );
}

/** The scene of a view that is asked for; of an asset that of its own unit, else of the nearest above it that has one. Null where there is none. */
function sceneOf({ asset, view }: SceneOrder, scenes: readonly SceneEntry[], directory: DirectoryIndex): string | null {
  if (asset === null) return scenes.find(({ id }) => id === view.scene)?.id ?? null;
  const path = directory.pathOf(asset as never).map((one) => one.id as string);
  const rank = ({ asset: own }: SceneEntry): number => (own === null ? -1 : path.indexOf(own));
  return scenes.filter((one) => rank(one) >= 0).toSorted((a, b) => rank(b) - rank(a))[0]?.id ?? null;
}

function Live({ ready, directory, scenes, isVisible, takesOrders, onScene }: {
  readonly ready: Extract<SceneState, { state: 'ready' }>;
  readonly directory: DirectoryIndex;
  readonly scenes: readonly SceneEntry[];
  readonly isVisible: boolean;
  readonly takesOrders: boolean;
  readonly onScene: (id: string) => void;
}) {
  const models = useModels(ready.scene);
  const palette = useScenePalette(useThemeName());
  const { session, entities } = useSession({ layout: ready.layout, models: models.models, directory, palette, isVisible });
  const hasReducedMotion = useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(reducedMotion);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => window.matchMedia(reducedMotion).matches,
  );
  useEffect(() => {
    if (session === null || hasReducedMotion) return undefined;
    return watchFlash((isLit) => session.surface()?.setLit(isLit));
  }, [session, hasReducedMotion]);
  if (session === null) return null;
  return <ScenePanel key={ready.scene.id} {...{ ready, models, entities, scenes, onScene, directory, session, isVisible, takesOrders, hasReducedMotion }} />;
}
