import { useCallback, useEffect, useMemo, useState } from 'react';
import type { SceneLayout } from '#shared/scene/scene-layout.ts';
import { useLink } from '#renderer/client/use-client.ts';
import type { LoadedModel } from '#renderer/widgets/scene3d/scene-entity.ts';
import type { SceneView3d } from '#renderer/widgets/scene3d/scene-handle.ts';
import type { SceneSurface } from '#renderer/widgets/scene3d/scene-surface.ts';
import type { Picture } from './scene-bar.tsx';
import { canOrbit } from './scene-keys.ts';
import { memoryOf, remember } from './scene-memory.ts';
import { refusalOf3d } from './refusal-of-3d.ts';
import type { SceneSession } from './scene-session.ts';

export type Surface = {
  /** What is shown: the map where there is no 3D picture. */
  readonly picture: Picture;
  readonly setPicture: (picture: Picture) => void;
  /** Why there is no 3D picture on this console; null where there is one. */
  readonly refusal3d: string | null;
  readonly refuse3d: (reason: string) => void;
  /** Null while the picture is being built. */
  readonly surface: SceneSurface | null;
  readonly onReady: (surface: SceneSurface) => void;
  /** Keeps where the eye stands, for the next picture. */
  readonly seen: () => void;
  /** Where the next picture begins: where the one before looked; null: its own beginning. */
  readonly begin: SceneView3d | null;
};

/** Which picture of a scene is shown, and its surface, joined with the session. */
export function useSurface(session: SceneSession, layout: SceneLayout, models: readonly LoadedModel[]): Surface {
  const { id } = layout.scene;
  const [picture, choose] = useState(() => memoryOf(id).picture);
  const [refusal3d, refuse3d] = useState<string | null>(refusalOf3d);
  const isLive = useLink().state === 'live';
  // In a browser the program that builds the scene comes from the engine: with the link it is worth another try.
  useEffect(() => {
    if (isLive) refuse3d(refusalOf3d());
  }, [isLive]);
  const shown: Picture = refusal3d === null ? picture : 'map';
  const of = useMemo(() => [shown, layout, models], [shown, layout, models]);
  // A surface of another picture, or of the layout before, is no use any more and may be disposed of.
  const [held, setHeld] = useState<{ readonly of: readonly unknown[]; readonly surface: SceneSurface } | null>(null);
  const surface = held?.of === of ? held.surface : null;
  const onReady = useCallback((next: SceneSurface): void => setHeld({ of, surface: next }), [of]);
  const setPicture = useCallback(
    (next: Picture): void => {
      remember(id, { picture: next });
      choose(next);
    },
    [id],
  );
  const seen = useCallback((): void => {
    if (surface !== null && canOrbit(surface)) remember(id, { view: surface.view() });
  }, [id, surface]);
  useEffect(() => {
    session.show(surface);
    return () => session.show(null);
  }, [session, surface]);
  return { picture: shown, setPicture, refusal3d, refuse3d, surface, onReady, seen, begin: memoryOf(id).view };
}
