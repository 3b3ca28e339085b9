/**
 * A model as it is drawn: plain columns, made by the engine of a file that no console ever reads.
 * Coordinates are metres in the model's own frame, [east, north, up]: units, up axis, nodes' places and instances are
 * worked in; the scene's entry adds `at`, `turn` and `scale`.
 */
export type SceneMesh = {
  /** x, y, z of each vertex, m. No NaN, no infinity. */
  readonly positions: Float32Array;
  /** Four signed bytes a vertex, x y z 0, in two's complement: a normal is their 127th part. Aligned for a graphics card as it is. */
  readonly normals: Uint8Array;
  /** Three a triangle, in order of the parts, each below the number of vertices. */
  readonly indices: Uint32Array;
  /** The same parts with fewer triangles, for when they are small on the screen; over the same vertices. Empty: there is no coarse level. */
  readonly coarseIndices: Uint32Array;
  /** Nodes of the file that are drawn, in its order. Their ranges follow each other without gaps. */
  readonly parts: readonly SceneMeshPart[];
  /** Least and greatest x, y, z of all parts; six zeros where nothing is drawn. */
  readonly bounds: MeshBounds;
};

/** minimum x, y, z, maximum x, y, z, m. */
export type MeshBounds = readonly [number, number, number, number, number, number];

export type SceneMeshPart = {
  /** The node's own name; `node 7` where the file gives none. */
  readonly name: string;
  /** Names from the root, joined by `/`, made unique within the file by ` (2)`: what a scene's `nodes` is keyed by. */
  readonly path: string;
  /** First index of the part in `indices`, and how many: three a triangle. */
  readonly from: number;
  readonly count: number;
  /** The same in `coarseIndices`; 0 and 0 without a coarse level. */
  readonly coarseFrom: number;
  readonly coarseCount: number;
  /** Red, green, blue of the material, sRGB 0..255: told, and drawn in no colour that means something. */
  readonly baseColour: readonly [number, number, number];
  /** Present where the file gives no colour, or one in a picture that can't be read: `baseColour` says nothing then. */
  readonly isColourless?: true;
  readonly bounds: MeshBounds;
};

/** What became of a model's file, for the list beside the scene and for `npm run scene -- inspect`. */
export type MeshReport = {
  /** `glb`, `gltf`, `stl`, `step` or `iges`. */
  readonly format: string;
  readonly fileBytes: number;
  /** Triangles in the file with instances expanded, and those that are drawn. */
  readonly trianglesRead: number;
  readonly triangles: number;
  readonly vertices: number;
  /** Sentences about what was left out or changed: textures, animations, lines, triangles beyond the budget. */
  readonly notes: readonly string[];
};

/** At most; a model beyond is simplified, a file beyond what can be simplified is refused. */
export const maxMeshTriangles = 400_000;
export const maxMeshParts = 20_000;
