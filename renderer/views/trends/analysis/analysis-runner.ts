import { buffersOf, type FromAnalysis, type ToAnalysis } from './analysis-message.ts';
import type { AnalysisAnswer, AnalysisTask, AnswerOf } from './analysis-task.ts';

/** What the runner needs of a worker. */
export type AnalysisPort = {
  post(message: ToAnalysis, transfer: ArrayBuffer[]): void;
  onMessage(told: (message: FromAnalysis) => void): void;
  close(): void;
};

export type AnalysisRunner = {
  /** The answer, or null when `signal` gave the task up. The columns of the task are handed over: do not use them again. */
  run<Task extends AnalysisTask>(task: Task, signal: AbortSignal): Promise<AnswerOf<Task> | null>;
  /** Ends the worker; what waits is given up. */
  close(): void;
};

type Waiting = { readonly task: AnalysisTask; readonly signal: AbortSignal; readonly settle: (answer: AnalysisAnswer | null) => void };

/** One task at a time; what was given up before its turn is never computed. */
export function createAnalysisRunner(port: AnalysisPort): AnalysisRunner {
  let waiting: Waiting[] = [];
  let running: (Waiting & { readonly id: number }) | null = null;
  let lastId = 0;

  const next = (): void => {
    if (running !== null) return;
    const first = waiting.shift();
    if (first === undefined) return;
    if (first.signal.aborted) {
      first.settle(null);
      return next();
    }
    running = { ...first, id: ++lastId };
    port.post({ id: running.id, task: first.task }, buffersOf(first.task));
  };
  port.onMessage((message) => {
    if (running === null || message.id !== running.id) return;
    const { settle, signal } = running;
    running = null;
    if (signal.aborted) settle(null);
    else settle('answer' in message ? message.answer : { ok: false, sentence: `The analysis failed: ${message.failure}` });
    next();
  });

  return {
    run: <Task extends AnalysisTask>(task: Task, signal: AbortSignal) =>
      new Promise<AnswerOf<Task> | null>((resolve) => {
        // Which answer belongs to which task is the worker's promise; the switch there holds it.
        waiting.push({ task, signal, settle: (answer) => resolve(answer as AnswerOf<Task> | null) });
        next();
      }),
    close() {
      port.close();
      running?.settle(null);
      for (const { settle } of waiting) settle(null);
      waiting = [];
      running = null;
    },
  };
}

/** The worker of one analysis panel. */
export function openAnalysisPort(): AnalysisPort {
  const worker = new Worker(new URL('./analysis.worker.ts', import.meta.url), { type: 'module', name: 'analysis' });
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    onMessage: (told) => worker.addEventListener('message', ({ data }: MessageEvent<FromAnalysis>) => told(data)),
    close: () => worker.terminate(),
  };
}
