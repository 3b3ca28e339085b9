import { open, readFile } from 'node:fs/promises';
import { importDrawing } from '#shared/screen/import/import-drawing.ts';
import type { DrawingTask, FromWorker } from './worker-protocol.ts';

/** Converts one drawing in this thread and writes what it became, as JSON, synced. Throws an ImportRefused with a sentence. */
export async function convertFile({ path, from, request }: DrawingTask, progress: (share: number, sentence: string) => void): Promise<Extract<FromWorker, { readonly t: 'converted' }>> {
  const made = importDrawing(request, new Uint8Array(await readFile(from)), progress);
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
