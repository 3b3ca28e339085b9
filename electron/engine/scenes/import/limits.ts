/** What is read of one model at most: everything is counted against these before memory is taken for it. */
export const limits = {
  fileBytes: 256 * 1024 * 1024,
  /**
   * STEP and IGES describe surfaces, not triangles: some bytes become many, and what is longer than this is not computed
   * in `readMs` anyway. `npm run scene -- convert` reads them up to `fileBytes`.
   */
  cadBytes: 8 * 1024 * 1024,
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

/** 64 KB pages that a decoder in WebAssembly may grow its memory to: 1 GB, and 3 GB where somebody waits for one model. */
export const wasmPages = 16_384;
export const patientWasmPages = 49_152;

/** Heap of the thread that reads: what is counted above stays below. Where one large array passes it, the process ends, and the engine does not. */
export const heapMb = 2048;

/** Memory of the whole process, WebAssembly and columns with it: of a small machine no more than three fifths. */
export const rssLimitBytes = (machineBytes: number): number => Math.min(3 * 1024 * 1024 * 1024, machineBytes * 0.6);

/**
 * Processor time of the thread that reads a model, from its start until its triangles are counted, ms; that of the
 * process's other threads (a compiler's, a garbage collector's) is not in it. A busy machine refuses no other models than
 * an idle one, and what is refused for its time is so within two seconds. It is many times what reading takes of all that
 * the limits above let in, but for STEP and IGES, which have to be computed: a small file that computes for long is
 * hostile, and a large sound one is converted once, by somebody who gives it the time.
 */
export const readMs = 1750;

/** What the same may take behind that, ms: welding and simplifying what was read and counted. None is refused that is sound. */
export const buildMs = (triangles: number): number => 4000 + (triangles / 1_000_000) * 12_000;

/** By the engine's clock, ms: for what takes no processor time, such as a network drive that does not answer any more. */
export const wallLimitMs = (cpuMs: number): number => 30_000 + 10 * cpuMs;
