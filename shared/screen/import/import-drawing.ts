import { type ImportProgress, ImportRefused, type ImportResult } from './import-model.ts';

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
export function importDrawing({ format }: DrawingRequest, _bytes: Uint8Array, _progress: ImportProgress = () => undefined): ImportResult {
  throw new ImportRefused(`Files of the format ${format} cannot be imported yet.`);
}
