import { limits } from './limits.ts';
import { ModelRefused, makeSmaller, splitIt } from './model-refused.ts';

/** What has been read of a model so far; throws a ModelRefused before a limit is passed. */
export type WorkCount = {
  /** Memory that is about to be taken. */
  bytes(count: number): void;
  /** Triangles and vertices that are about to be drawn. */
  geometry(triangles: number, vertices: number): void;
  nodes(count: number): void;
  /** False where a texture's pixels would be too many; it is left out then. */
  hasRoomForPixels(count: number): boolean;
  readonly trianglesRead: number;
};

export function createWorkCount(): WorkCount {
  let bytes = 0;
  let triangles = 0;
  let vertices = 0;
  let nodes = 0;
  let pixels = 0;
  return {
    bytes(count) {
      if (!(count >= 0 && Number.isFinite(count))) throw new ModelRefused('a length in it is no number');
      bytes += count;
      if (bytes > limits.unpackedBytes) throw new ModelRefused(`it unpacks to more than ${limits.unpackedBytes / 1024 / 1024} MB`, makeSmaller);
    },
    geometry(moreTriangles, moreVertices) {
      triangles += moreTriangles;
      vertices += moreVertices;
      if (!(triangles <= limits.triangles)) throw new ModelRefused(`it has more than ${limits.triangles.toLocaleString('en')} triangles with all its instances`, makeSmaller);
      if (!(vertices <= limits.vertices)) throw new ModelRefused(`it has more than ${limits.vertices.toLocaleString('en')} vertices with all its instances`, makeSmaller);
    },
    nodes(count) {
      nodes += count;
      if (!(nodes <= limits.nodes)) throw new ModelRefused(`it has more than ${limits.nodes.toLocaleString('en')} nodes`, splitIt);
    },
    hasRoomForPixels(count) {
      if (!(count > 0 && pixels + count <= limits.texturePixels)) return false;
      pixels += count;
      return true;
    },
    get trianglesRead() {
      return triangles;
    },
  };
}
