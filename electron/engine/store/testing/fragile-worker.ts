import { parentPort, workerData } from 'node:worker_threads';
import { runReader } from '../reader-thread.ts';
import type { RequestMessage, WorkerData, WorkerMessage } from '../worker-protocol.ts';
import { runWriter } from '../writer-thread.ts';

// The store's worker with one more habit: asked to set the fact 'crash' it dies, 'now' before the work at hand, or
// 'after-commit' when the next block of samples is on disk and its answer is about to be sent.
const data = workerData as WorkerData;
const port = parentPort;
if (port === null) throw new Error('A worker thread only.');
const blocks = new Set<number>();
let isArmed = false;
port.on('message', ({ id, name, input }: RequestMessage) => {
  if (name === 'history.append') blocks.add(id);
  if (name !== 'meta.set' || (input as { name: string }).name !== 'crash') return;
  if ((input as { value: string }).value === 'now') throw new Error('asked to crash');
  isArmed = true;
});
const post = port.postMessage.bind(port);
port.postMessage = (message: WorkerMessage, transfer?: Parameters<typeof post>[1]): void => {
  if (isArmed && 'ok' in message && message.ok && blocks.has(message.id)) process.exit(1);
  post(message, transfer);
};
if (data.role === 'writer') runWriter(port, data.dataDir);
else if (data.role === 'reader') runReader(port, data.path);
