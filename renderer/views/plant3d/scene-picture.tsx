import { lazy, Suspense } from 'react';
import { SceneMap } from '#renderer/widgets/scene3d/map/scene-map.tsx';
import type { PlantSceneProps } from '#renderer/widgets/scene3d/plant-scene.tsx';
import type { SceneSurface } from '#renderer/widgets/scene3d/scene-surface.ts';
import type { Picture } from './scene-bar.tsx';

/** The graphics library is large: it comes with the first 3D picture, and never for a map. */
const PlantScene = lazy(async () => ({ default: (await import('#renderer/widgets/scene3d/plant-scene.tsx')).PlantScene }));

/** The scene as a 3D picture or as a map. */
export function ScenePicture({ picture, onReady, ...props }: Omit<PlantSceneProps, 'ref' | 'onReady'> & { readonly picture: Picture; readonly onReady: (surface: SceneSurface) => void }) {
  if (picture === 'map') return <SceneMap {...props} onReady={onReady} />;
  return (
    <Suspense fallback={null}>
      <PlantScene {...props} onReady={onReady} />
    </Suspense>
  );
}
