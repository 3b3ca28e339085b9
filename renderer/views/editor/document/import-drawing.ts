import { type Job, maxPieceBytes } from '#shared/contract/exchange.ts';
import type { DrawingImport, drawingImportFormats } from '#shared/contract/screens.ts';
import { refused, type Result } from '#shared/model/fault.ts';
import type { ConsoleClient } from '#renderer/client/console-client.ts';
import type { PickedFile } from '#renderer/client/exchange.ts';

export type DrawingFormat = (typeof drawingImportFormats)[number];

/** The format a file's name tells; null for one that is no drawing. */
export function drawingFormat(name: string): DrawingFormat | null {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase();
  if (ending === 'svg' || ending === 'dxf') return ending;
  return ending === 'fuxap' || ending === 'json' ? 'fuxa' : null;
}

/** What has been done of an import, for a person: a sentence and a share of 0 to 1, null while nobody knows. */
export type ImportProgress = { readonly sentence: string; readonly share: number | null };

type Line = Pick<ConsoleClient, 'call' | 'jobs'>;

/**
 * Hands a drawing of another system over in pieces, lets the engine convert it, and answers what it made. Nothing is in
 * the project then. `cancelled` when `signal` ended it; the engine's job is ended too.
 */
export async function importDrawing(
  { call, jobs }: Line,
  file: PickedFile,
  width: number,
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<Result<DrawingImport>> {
  const format = drawingFormat(file.name);
  if (format === null)
    return refused('unreadable', `${file.name} cannot be imported: only SVG drawings, FUXA projects (.fuxap, .json) and DXF drawings can.`);
  if (file.size === 0) return refused('unreadable', `${file.name} is empty.`);
  const opened = await call('screens.importOpen', { name: file.name.slice(-200), format, bytes: file.size });
  if (!opened.ok) return opened;
  const { upload } = opened.value;
  for (let offset = 0; offset < file.size; offset += maxPieceBytes) {
    if (signal.aborted) return cancelled;
    const bytes = new Uint8Array(await file.slice(offset, Math.min(file.size, offset + maxPieceBytes)).arrayBuffer());
    const sent = await call('import.piece', { upload, offset, bytes }, { signal });
    if (signal.aborted) return cancelled;
    if (!sent.ok) return sent;
    onProgress({ sentence: 'The file is being handed over.', share: (offset + bytes.length) / file.size });
  }
  const started = await call('screens.importStart', { upload, width });
  if (!started.ok) return started;
  const ended = await endOf(jobs, started.value.job, onProgress, signal);
  if (signal.aborted) {
    void call('job.cancel', { job: started.value.job });
    return cancelled;
  }
  if (ended.state !== 'done') return refused('unreadable', ended.sentence);
  const made = await call('screens.imported', { job: started.value.job });
  void call('job.remove', { job: started.value.job });
  return made;
}

const cancelled = refused('cancelled', 'The import was cancelled.');

/** The job once it has ended, or when the signal says so. */
function endOf(
  jobs: ConsoleClient['jobs'],
  id: string,
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<Pick<Job, 'state' | 'sentence'>> {
  return new Promise((resolve) => {
    const look = (): void => {
      const job = jobs.getState().find((one) => one.id === id);
      if (job !== undefined) onProgress({ sentence: job.sentence, share: job.progress });
      if (signal.aborted || (job !== undefined && ['done', 'failed', 'cancelled'].includes(job.state))) {
        stop();
        signal.removeEventListener('abort', look);
        resolve(job ?? { state: 'cancelled', sentence: '' });
      }
    };
    const stop = jobs.subscribe(look);
    signal.addEventListener('abort', look);
    look();
  });
}
