/** What is read of one model at most: everything is counted against these before memory is taken for it. */
export const limits = {
  fileBytes: 256 * 1024 * 1024,
  /** STEP and IGES describe surfaces, not triangles: some bytes become many. */
  cadBytes: 32 * 1024 * 1024,
  /** The JSON of a glTF file, with the buffers embedded in it. */
  jsonBytes: 128 * 1024 * 1024,
  /** Commas and brackets of that JSON: each makes an object or a value of a hundred bytes or so. */
  jsonMarks: 3_000_000,
  /** Files beside a .gltf. */
  sideFiles: 200,
  /** All that is unpacked and read of a model, together. */
  unpackedBytes: 768 * 1024 * 1024,
  /** Triangles with all instances, before they are simplified. */
  triangles: 4_000_000,
  vertices: 12_000_000,
  nodes: 200_000,
  depth: 256,
  /** Of all textures together: their average is all that is taken of them. */
  texturePixels: 64 * 1024 * 1024,
  /** Of a path, as a scene's file may hold it as a key. */
  pathLength: 900,
  nameLength: 120,
} as const;

/** 64 KB pages that a decoder in WebAssembly may grow its memory to: 1 GB. */
export const wasmPages = 16_384;

/**
 * The thread's own heap: more than what is counted above can take. It must never be reached: where one large array passes
 * it, V8 ends the whole process and not the thread (seen with Node 24), so that counting is what protects the engine.
 */
export const threadLimits = { maxOldGenerationSizeMb: 4096, maxYoungGenerationSizeMb: 64 };

/**
 * Longest time for a model, ms, from when its thread has begun to read. What is wrong with a glTF or STL file is found by
 * counting, at once; the time is for simplifying millions of triangles on a slow machine. STEP and IGES are computed, so
 * that the time is by the file's length: a small file that computes for long is hostile.
 */
export function timeLimitMs(format: 'gltf' | 'glb' | 'stl' | 'step' | 'iges', bytes: number): number {
  const megabytes = bytes / (1024 * 1024);
  return format === 'step' || format === 'iges' ? 20_000 + 30_000 * megabytes : 60_000 + 1000 * megabytes;
}
