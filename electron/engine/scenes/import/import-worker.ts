import { isMainThread } from 'node:worker_threads';

// The script of the process that reads one model, and of the thread in it that does so: the process answers the engine
// while the thread is busy, and ends it when the engine is gone.
if (isMainThread) void import('./import-process.ts').then(({ serveImport }) => serveImport(new URL(import.meta.url)));
else void import('./import-thread.ts').then(({ readInThread }) => readInThread());
