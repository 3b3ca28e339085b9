import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';
import type { WorkCount } from '../work-count.ts';
import { linearOf, type MeanColour } from './linear-light.ts';

type Ktx2File = {
  isValid(): boolean;
  getWidth(): number;
  getHeight(): number;
  getLevels(): number;
  isHDR(): boolean;
  startTranscoding(): boolean;
  getImageTranscodedSizeInBytes(level: number, layer: number, face: number, format: number): number;
  transcodeImage(to: Uint8Array, level: number, layer: number, face: number, format: number, flags: number, channel0: number, channel1: number): boolean;
  close(): void;
  delete(): void;
};
type Basis = { initializeBasis(): void; readonly KTX2File: new (bytes: Uint8Array) => Ktx2File };
export type BasisReader = Basis;

/** Red, green, blue, alpha, a byte each: `transcoder_texture_format::cTFRGBA32` of the transcoder. */
const rgba32 = 13;

/**
 * The transcoder of Basis Universal that comes with three. It is no module of Node's: a script for browsers, read from
 * its file and run as CommonJS. In a bundle its two files lie in `basis/` beside ours. Null where it can't be loaded.
 */
export async function loadBasis(): Promise<BasisReader | null> {
  try {
    const beside = new URL('./basis/', import.meta.url);
    const bundled = new URL('basis_transcoder.js', beside);
    const script = existsSync(bundled) ? bundled : pathToFileURL(createRequire(import.meta.url).resolve('three/examples/jsm/libs/basis/basis_transcoder.js'));
    const module = { exports: {} as unknown };
    compileFunction(readFileSync(script, 'utf8'), ['module', 'exports', 'require', '__filename', '__dirname'])(module, module.exports, createRequire(script), '', '');
    const basis = await (module.exports as (options: { wasmBinary: Uint8Array; print: () => void; printErr: () => void }) => Promise<Basis>)({
      wasmBinary: readFileSync(new URL('basis_transcoder.wasm', script)),
      print: () => undefined,
      printErr: () => undefined,
    });
    basis.initializeBasis();
    return basis;
  } catch {
    return null;
  }
}

/** Average of a KTX2 picture by its smallest level, which is it already where levels go down to one pixel; null for a broken one. */
export function averageOfKtx2(bytes: Uint8Array, basis: BasisReader, count: WorkCount): MeanColour | null {
  const file = new basis.KTX2File(bytes);
  try {
    if (!file.isValid() || file.isHDR()) return null;
    const level = Math.max(1, file.getLevels()) - 1;
    const pixels = Math.max(1, file.getWidth() >> level) * Math.max(1, file.getHeight() >> level);
    if (level > 16 || !count.hasRoomForPixels(pixels) || !file.startTranscoding()) return null;
    const size = file.getImageTranscodedSizeInBytes(level, 0, 0, rgba32);
    if (size < 4 || size > pixels * 4) return null;
    count.bytes(2 * size);
    const colours = new Uint8Array(size);
    if (!file.transcodeImage(colours, level, 0, 0, rgba32, 0, -1, -1)) return null;
    return meanOf(colours);
  } finally {
    file.close();
    file.delete();
  }
}

function meanOf(colours: Uint8Array): MeanColour {
  const sums = [0, 0, 0];
  for (let at = 0; at + 3 < colours.length; at += 4) {
    for (let c = 0; c < 3; c += 1) sums[c] = (sums[c] ?? 0) + (linearOf[colours[at + c] ?? 0] ?? 0);
  }
  const pixels = colours.length / 4;
  return [(sums[0] ?? 0) / pixels, (sums[1] ?? 0) / pixels, (sums[2] ?? 0) / pixels];
}
