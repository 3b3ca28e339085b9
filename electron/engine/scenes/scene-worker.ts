import { parentPort } from 'node:worker_threads';
import { createSceneWork } from '../project/scene-work.ts';
import type { FromSceneThread, ToSceneThread } from './scene-thread-protocol.ts';

// The script of the thread that reads, checks and writes large scenes. One thing at a time: writers count on that.
if (parentPort === null) throw new Error('The reader of scenes runs in a worker thread only.');
const port = parentPort;
let work = createSceneWork();
let last: Promise<unknown> = Promise.resolve();

port.on('message', (message: ToSceneThread) => {
  if (message.t === 'adopt') work = createSceneWork(message.kept);
  else if (message.t === 'keep') work.keep(message.files);
  else {
    const { id } = message;
    last = last.then(() => answerTo(message)).then(
      (value) => port.postMessage({ id, value } satisfies FromSceneThread),
      (error: unknown) => port.postMessage({ id, reason: error instanceof Error ? (error.stack ?? error.message) : String(error) } satisfies FromSceneThread),
    );
  }
});

function answerTo(message: Extract<ToSceneThread, { id: number }>): Promise<unknown> {
  switch (message.t) {
    case 'read':
      return work.read(...message.input);
    case 'check':
      return work.check(...message.input);
    case 'writeNode':
      return work.writeNode(...message.input);
    case 'writeView':
      return work.writeView(...message.input);
    default:
      return work.writeTour(...message.input);
  }
}
