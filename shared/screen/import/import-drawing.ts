import { type ImportProgress, ImportRefused, type ImportResult } from './import-model.ts';
import { importDxf } from './import-dxf.ts';
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

/** Screens out of a drawing of another system. Throws an ImportRefused where the file is none of that format or beyond its limits. */
export function importDrawing(request: DrawingRequest, bytes: Uint8Array, progress: ImportProgress = () => undefined): ImportResult {
  if (request.format === 'svg') return importSvg(request, bytes, progress);
  if (request.format === 'dxf') return importDxf(request, bytes, progress);
  throw new ImportRefused(`Files of the format ${request.format} cannot be imported yet.`);
}
