/** Levels of detail, from what is a few pixels large to what fills the screen. */
export const levels = [0, 1, 2] as const;
export type Level = (typeof levels)[number];

/**
 * The whole scene as one mesh of triangles and one of edges, plain columns, so that it is drawn in a few calls and can be
 * made in a worker. Everything stands in metres east, north, up.
 */
export type Hull = {
  /** x, y, z of each vertex, m. */
  readonly positions: Float32Array;
  /**
   * Four bytes a vertex: brightness (255 is `brightest` times the clay's own), height in a body that holds something
   * (1 bottom to 255 top; 0 holds nothing), 255 on ground that takes the soft shadow, 0.
   */
  readonly looks: Uint8Array;
  /** Which entity each vertex belongs to, whole numbers as a graphics card takes them; `entityCount` is the ground, one more buildings, decks and the stands of pipes. */
  readonly owners: Float32Array;
  /** Triangles, three vertices each: entity by entity, level by level. */
  readonly indices: Uint32Array;
  /** First and number of indices of entity `e` at level `l`: at `(e * 3 + l) * 2`. Two more entities than `entityCount`; those have the finest level alone. */
  readonly ranges: Uint32Array;
  /** Sharp edges: two points of x, y, z each, m, and their owners, one a point. */
  readonly edges: Float32Array;
  readonly edgeOwners: Float32Array;
  readonly entityCount: number;
  readonly shadow: GroundShadow;
};

/** Soft shadow on the ground, seen from above. */
export type GroundShadow = {
  /** 0 bright to 255 dark; row by row from south to north. */
  readonly darkness: Uint8Array;
  readonly columns: number;
  readonly rows: number;
  /** South-west corner and extent, m. */
  readonly at: readonly [number, number];
  readonly size: readonly [number, number];
};

/** What a brightness byte of 255 multiplies the clay's colour by. */
export const brightest = 1.3;
