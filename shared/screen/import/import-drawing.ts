import type { DrawingRequest, ImportProgress, ImportResult } from './import-model.ts';
import { importDxf } from './import-dxf.ts';
import { importFuxa } from './import-fuxa.ts';
import { importSvg } from './import-svg.ts';

const importers = { svg: importSvg, fuxa: importFuxa, dxf: importDxf } as const;

/** Screens out of a drawing of another system. Throws an ImportRefused where the file is none of that format or beyond its limits. */
export function importDrawing(request: DrawingRequest, bytes: Uint8Array, progress: ImportProgress = () => undefined): ImportResult {
  return importers[request.format](request, bytes, progress);
}
