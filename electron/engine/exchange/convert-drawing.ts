import { open, readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { importDrawing } from '#shared/screen/import/import-drawing.ts';
import { type DrawingRequest, type ImportProgress, ImportRefused, type ImportResult } from '#shared/screen/import/import-model.ts';
import type { DrawingTask, FromWorker } from './worker-protocol.ts';

/** What a compressed drawing may grow to. */
const mostUnpacked = 64 * 1024 * 1024;

/** What a drawing becomes; one compressed with gzip (.svgz) is unpacked first. Throws an ImportRefused with a sentence. */
export function convertBytes(request: DrawingRequest, bytes: Uint8Array, progress?: ImportProgress): ImportResult {
  return importDrawing(request, bytes[0] === 0x1f && bytes[1] === 0x8b ? unpacked(request.name, bytes) : bytes, progress);
}

function unpacked(name: string, bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: mostUnpacked });
  } catch {
    throw new ImportRefused(`${name} cannot be unpacked, or holds more than ${mostUnpacked / 1024 / 1024} MB.`);
  }
}

/** Converts one drawing in this thread and writes what it became, as JSON, synced. */
export async function convertFile({ path, from, request }: DrawingTask, progress: ImportProgress): Promise<Extract<FromWorker, { readonly t: 'converted' }>> {
  const made = convertBytes(request, new Uint8Array(await readFile(from)), progress);
  const file = await open(path, 'w');
  try {
    await file.writeFile(JSON.stringify(made));
    await file.sync();
  } finally {
    await file.close();
  }
  const leftOut = made.report.reduce((sum, { outcome, count }) => sum + (outcome === 'left-out' ? count : 0), 0);
  return { t: 'converted', screens: made.screens.length, files: made.files.length, leftOut };
}
