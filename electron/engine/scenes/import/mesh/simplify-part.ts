import { MeshoptSimplifier } from 'meshoptimizer/simplifier';
import type { CleanPart } from './clean-part.ts';

export type Simplified = {
  readonly indices: Uint32Array;
  /** How far its surface moved at most, m, by the simplifier's own estimate. */
  readonly movedM: number;
};

/** Fewer triangles over the same vertices: `triangles` where that moves nothing by more than `most` of the part's size, more where it would. */
export function simplifyPart({ positions, indices }: Pick<CleanPart, 'positions' | 'indices'>, triangles: number, most: number): Simplified {
  if (indices.length <= triangles * 3) return { indices, movedM: 0 };
  const [fewer, error] = MeshoptSimplifier.simplify(indices, positions, 3, triangles * 3, most);
  return { indices: fewer, movedM: error * MeshoptSimplifier.getScale(positions, 3) };
}

/** The same without regard to how parts hang together, for what is a heap of loose triangles. */
export function simplifyRoughly({ positions, indices }: Pick<CleanPart, 'positions' | 'indices'>, triangles: number): Simplified {
  if (indices.length <= triangles * 3) return { indices, movedM: 0 };
  const [fewer, error] = MeshoptSimplifier.simplifySloppy(indices, positions, 3, null, triangles * 3, 1);
  return { indices: fewer, movedM: error * MeshoptSimplifier.getScale(positions, 3) };
}
