import { parentPort, workerData } from 'node:worker_threads';
import { runReader } from './reader-thread.ts';
import type { WorkerData } from './worker-protocol.ts';
import { runHelper } from './writer-helper.ts';
import { runWriter } from './writer-thread.ts';

// The script of all threads of the store: what it becomes is in its worker data.
const data = workerData as WorkerData;
if (parentPort === null) throw new Error('The store worker runs in a worker thread only.');
if (data.role === 'writer') runWriter(parentPort, data.dataDir, data.script);
else if (data.role === 'reader') runReader(parentPort, data.path);
else runHelper(parentPort);
