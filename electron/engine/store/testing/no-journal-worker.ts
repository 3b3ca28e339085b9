import { parentPort, workerData } from 'node:worker_threads';
import { runReader } from '../reader-thread.ts';
import type { RequestMessage, WorkerData, WorkerMessage } from '../worker-protocol.ts';
import { runWriter } from '../writer-thread.ts';

// The store's worker on a disk that takes no line of the alarm journal, which it says from the beginning. It logs each time
// the standings are asked for, as they are at a start and at each reload.
const data = workerData as WorkerData;
const port = parentPort;
if (port === null) throw new Error('A worker thread only.');
const say = (message: WorkerMessage): void => port.postMessage(message);
const on = port.on.bind(port);
port.on = ((event: 'message', listener: (message: RequestMessage) => void) =>
  on(event, (message: RequestMessage) => {
    if (message.name === 'standings') say({ log: 'Standings were asked for.' });
    if (message.name === 'journal.append') say({ id: message.id, ok: false, code: 'failed', message: 'disk I/O error' });
    else listener(message);
  })) as typeof port.on;
if (data.role === 'writer') {
  runWriter(port, data.dataDir);
  say({ status: { state: 'failed', sentence: 'The disk takes nothing.', bytes: 0 } });
} else if (data.role === 'reader') runReader(port, data.path);
