import type { WorkCount } from './work-count.ts';

/** Red, green, blue, sRGB 0..255. */
export type Rgb = readonly [number, number, number];

/** Drawn where there is none. */
export const noColour: Rgb = [160, 166, 173];

/** A drawn node as its file has it, in metres of the model's frame (east, north, up), neither welded nor simplified. */
export type RawPart = {
  readonly name: string;
  readonly path: string;
  /** Null where the file gives none, or one in a picture that can't be read. */
  readonly colour: Rgb | null;
  readonly positions: Float32Array;
  /** Three a vertex, of length 1; null where they have to be made. */
  readonly normals: Float32Array | null;
  readonly indices: Uint32Array;
};

export type RawModel = {
  readonly parts: readonly RawPart[];
  readonly notes: readonly string[];
};

/** What a reader is given besides the bytes. */
export type ReadOptions = {
  /** Which axis of the file is up; what is usual for the format where null. */
  readonly up: 'y' | 'z' | null;
  readonly count: WorkCount;
};
