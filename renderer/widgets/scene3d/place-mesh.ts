import type { Point, SceneModel } from '#shared/model/scene.ts';
import { type Bounds, boundsOfPoints } from '#shared/scene/part-frame.ts';

/** How a model's own coordinates become places of the plant: scaled, turned about the vertical, moved. */
export function placeMesh({ at, turn, scale }: Pick<SceneModel, 'at' | 'turn' | 'scale'>) {
  const angle = (turn * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const point = (x: number, y: number, z: number): Point => [at[0] + scale * (x * cos - y * sin), at[1] + scale * (x * sin + y * cos), at[2] + scale * z];
  const bounds = ([x0, y0, z0, x1, y1, z1]: Bounds): Bounds => boundsOfPoints([point(x0, y0, z0), point(x1, y0, z0), point(x0, y1, z1), point(x1, y1, z1)]);
  return { point, bounds, cos, sin };
}
