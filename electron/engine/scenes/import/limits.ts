import type { ModelFormat } from './model-format.ts';

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

/** Heap of the thread that reads: what is counted above stays below. Where one large array passes it, the process ends, and the engine does not. */
export const heapMb = 2048;

/** Memory of the whole process, WebAssembly and columns with it: of a small machine no more than three fifths. */
export const rssLimitBytes = (machineBytes: number): number => Math.min(3 * 1024 * 1024 * 1024, machineBytes * 0.6);

/**
 * Processor time for a model, ms: counted in the process that reads it, so that a busy machine refuses no other models
 * than an idle one. What is wrong with a glTF or STL file is found by counting, within two seconds; the time by
 * `triangles`, those counted so far, is for simplifying them. STEP and IGES are computed, so that the time is by the
 * file's length: a small file that computes for long is hostile.
 */
export function cpuBudgetMs(format: ModelFormat, bytes: number, triangles: number): number {
  const megabytes = bytes / (1024 * 1024);
  const reading = format === 'step' || format === 'iges' ? 8000 + 30_000 * megabytes : 8000 + 1000 * megabytes;
  return reading + (triangles / 1_000_000) * 12_000;
}

/** By the engine's clock, ms: for what takes no processor time, such as a network drive that does not answer any more. */
export const wallLimitMs = (cpuMs: number): number => 30_000 + 10 * cpuMs;
