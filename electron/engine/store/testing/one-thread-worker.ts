import { parentPort, workerData } from 'node:worker_threads';
import { runReader } from '../reader-thread.ts';
import type { WorkerData } from '../worker-protocol.ts';
import { runWriter } from '../writer-thread.ts';

// The store's worker without the thread that encodes beside it: what is in chunks then follows from what was recorded alone,
// for tests that look at pages of the file.
const data = workerData as WorkerData;
if (parentPort === null) throw new Error('A worker thread only.');
if (data.role === 'writer') runWriter(parentPort, data.dataDir);
else if (data.role === 'reader') runReader(parentPort, data.path);
