import type { Isolation, Scene, SceneRoute } from '#shared/model/scene.ts';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { lengthOf } from '#renderer/widgets/scene3d/overlay/scene-overlay.tsx';

export type Way = { readonly route: SceneRoute; /** On foot, m. */ readonly lengthM: number };
/** How a person gets to an asset, and where its energy is shut off. */
export type WayIn = { readonly ways: readonly Way[]; readonly isolations: readonly Isolation[]; /** Whose they are where the asset has none of its own: the nearest above it. */ readonly of: string };

/** Ways to an asset, shortest first, and its points of isolation; those of the nearest asset above it that has any, each for itself. */
export function wayIn(scene: Scene, directory: DirectoryIndex, asset: string): WayIn {
  const path = directory.pathOf(asset as never).map(({ id }) => id as string);
  const nearest = <Item extends { readonly assets: readonly string[] }>(items: readonly Item[]): readonly Item[] => {
    for (let i = path.length - 1; i >= 0; i--) {
      const found = items.filter(({ assets }) => assets.includes(path[i] as string));
      if (found.length > 0) return found;
    }
    return [];
  };
  const ways = nearest(scene.routes).map((route): Way => ({ route, lengthM: lengthOf(route.points) }));
  return { ways: ways.toSorted((a, b) => a.lengthM - b.lengthM), isolations: nearest(scene.isolations), of: path.findLast((id) => scene.routes.some(({ assets }) => assets.includes(id as never))) ?? asset };
}

/** "some 42 m": as far as a way drawn by hand can tell. */
export const wayWords = (lengthM: number): string => `some ${lengthM < 10 ? lengthM.toFixed(1) : Math.round(lengthM)} m on foot`;
