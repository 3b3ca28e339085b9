import { startConsole } from './app/start-console.tsx';
import { createConnector } from './client/engine-endpoint.ts';

const worker = new Worker(new URL('./client/connection.worker.ts', import.meta.url), { type: 'module', name: 'engine line' });
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');
startConsole(root, createConnector(worker));
