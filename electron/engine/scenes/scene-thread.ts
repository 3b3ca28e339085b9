import { Worker } from 'node:worker_threads';
import type { Log } from '../ports.ts';
import { createSceneWork, type SceneWork } from '../project/scene-work.ts';
import type { FromSceneThread, SceneQuestion, ToSceneThread } from './scene-thread-protocol.ts';

/** A scene of fewer characters is read in some 20 ms; a thread for it would cost more memory than that is worth. */
const largeText = 128 * 1024;

/**
 * Works on scenes in the engine's own thread until one is large, and in a thread of their own from then on: a scene of
 * 20,000 parts takes half a second to read and two to write, in which no sample would be taken. The thread ends with
 * `close`; where it ends by itself the work goes on here, and what was last good of the files is read anew.
 */
export function createThreadedSceneWork({ script, log }: { readonly script: URL; readonly log: Log }): SceneWork & { close(): Promise<void> } {
  let here = createSceneWork();
  let thread: SceneThread | null = null;
  let isClosed = false;
  const ended = (reason: string): void => {
    thread = null;
    here = createSceneWork();
    log.warn('scenes', `The thread that reads large scenes ended: ${reason}. They are read by the engine itself until it is started again.`);
  };
  /** Asks the thread where there is one, and does it here where there is none or it ends over it. */
  const ask = async <Value>(question: SceneQuestion, self: () => Promise<Value>): Promise<Value> => {
    if (thread === null) return self();
    try {
      return (await thread.ask(question)) as Value;
    } catch (error) {
      if (isClosed) throw error;
      return self();
    }
  };
  return {
    read(file, text) {
      if (thread === null && !isClosed && text.length >= largeText) {
        thread = startSceneThread(script, ended);
        thread.say({ t: 'adopt', kept: here.kept });
        here = createSceneWork();
      }
      return ask({ t: 'read', input: [file, text] }, () => here.read(file, text));
    },
    check: (...input) => ask({ t: 'check', input }, () => here.check(...input)),
    keep(files) {
      thread?.say({ t: 'keep', files });
      here.keep(files);
    },
    writeNode: (...input) => ask({ t: 'writeNode', input }, () => here.writeNode(...input)),
    writeView: (...input) => ask({ t: 'writeView', input }, () => here.writeView(...input)),
    writeTour: (...input) => ask({ t: 'writeTour', input }, () => here.writeTour(...input)),
    async close() {
      isClosed = true;
      await thread?.close();
    },
  };
}

type SceneThread = { say(message: ToSceneThread): void; ask(question: SceneQuestion): Promise<unknown>; close(): Promise<void> };

function startSceneThread(script: URL, onEnd: (reason: string) => void): SceneThread {
  const worker = new Worker(script);
  const waiting = new Map<number, { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }>();
  let lastId = 0;
  let reason = 'by itself';
  let isClosed = false;
  worker.on('message', (message: FromSceneThread) => {
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if ('reason' in message) asked?.reject(new Error(message.reason));
    else asked?.resolve(message.value);
  });
  worker.on('error', (error: unknown) => void (reason = error instanceof Error ? error.message : String(error)));
  const gone = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      if (!isClosed) onEnd(reason);
      for (const { reject } of waiting.values()) reject(new Error(`The thread of scenes ended: ${reason}`));
      waiting.clear();
      resolve();
    });
  });
  return {
    say: (message) => worker.postMessage(message),
    ask: (question) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        waiting.set(id, { resolve, reject });
        worker.postMessage({ ...question, id } satisfies ToSceneThread);
      }),
    async close() {
      isClosed = true;
      await worker.terminate();
      await gone;
    },
  };
}
