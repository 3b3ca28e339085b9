import type { DrawingRequest } from '#shared/screen/import/import-model.ts';
import type { ExchangeFolder } from './exchange-folder.ts';
import { startExchangeThread } from './exchange-thread.ts';
import type { JobContext, JobWork } from './job-queue.ts';
import { counted, fileName } from './plant-access.ts';
import type { DrawingFormat, Upload, Uploads } from './uploads.ts';

export type DrawingJobRequest = Pick<DrawingRequest, 'screen' | 'width'>;

/** The work of one drawing import: converted in a thread of its own, since a large plan takes seconds and a hostile one memory. */
export function drawingJob(
  { folder, uploads, script }: { readonly folder: ExchangeFolder; readonly uploads: Uploads; readonly script: URL },
  upload: Upload & { readonly format: DrawingFormat },
  { screen, width }: DrawingJobRequest,
  user: string,
): JobWork {
  const { name, format, path } = upload;
  return {
    kind: 'import',
    title: name,
    user,
    file: { name: fileName(`import ${name}`, 'json'), ending: 'json' },
    async run({ partPath, signal, progress }: JobContext) {
      await folder.checkSpace();
      progress(0, 'The drawing is being read.');
      const thread = startExchangeThread(script, { kind: 'drawing', path: partPath, from: path, request: { format, name, screen, width } }, signal);
      try {
        for (;;) {
          const message = await thread.next();
          if (message.t === 'progress') progress(message.share, message.sentence);
          else if (message.t === 'converted') return ending(message);
          else throw new Error(`the exchange thread said ${message.t} in place of converted`);
        }
      } finally {
        await thread.end();
      }
    },
    cleanUp: () => uploads.remove(upload.id),
  };
}

function ending({ screens, files, leftOut }: { readonly screens: number; readonly files: number; readonly leftOut: number }): string {
  const made = `${counted(screens)} ${screens === 1 ? 'screen' : 'screens'}${files === 0 ? '' : ` and ${counted(files)} other files`} made`;
  return leftOut === 0 ? `${made}.` : `${made}; ${counted(leftOut)} things of the drawing were left out, the list says which.`;
}
