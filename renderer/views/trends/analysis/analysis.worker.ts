import { buffersOf, type FromAnalysis, type ToAnalysis } from './analysis-message.ts';
import { createTaskRunner } from './analysis-task.ts';

/** Computes spectra and figures beside the page's thread, one task after the other. */
const run = createTaskRunner();

self.addEventListener('message', ({ data }: MessageEvent<ToAnalysis>) => {
  const tell = (message: FromAnalysis, transfer: Transferable[]): void => self.postMessage(message, { transfer });
  try {
    const answer = run(data.task);
    tell({ id: data.id, answer }, buffersOf(answer));
  } catch (error) {
    tell({ id: data.id, failure: String(error) }, []);
  }
});
