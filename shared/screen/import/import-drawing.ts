import type { ImportProgress, ImportResult } from './import-model.ts';
import { importDxf } from './import-dxf.ts';
import { importFuxa } from './import-fuxa.ts';
import { importSvg } from './import-svg.ts';

export type DrawingFormat = 'svg' | 'fuxa' | 'dxf';
export type DrawingRequest = {
  readonly format: DrawingFormat;
  /** Name of the file. */
  readonly name: string;
  /** Name of the first screen; from the file's name where absent. */
  readonly screen?: string | undefined;
  /** Width of the screen, user units. */
  readonly width: number;
};

const importers = { svg: importSvg, fuxa: importFuxa, dxf: importDxf } as const;

/** Screens out of a drawing of another system. Throws an ImportRefused where the file is none of that format or beyond its limits. */
export function importDrawing(request: DrawingRequest, bytes: Uint8Array, progress: ImportProgress = () => undefined): ImportResult {
  return importers[request.format](request, bytes, progress);
}
