import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'vite';
import { root } from '../../source-files.ts';

/** Serves the pages of the benches, from source, while `work` runs; its argument is the address of test/bench, without a slash. */
export async function withServedPages<T>(work: (address: string) => Promise<T>): Promise<T> {
  const cacheDir = mkdtempSync(join(tmpdir(), 'firstout-trend-'));
  const server = await createServer({ root, configFile: false, cacheDir, logLevel: 'error', server: { port: 0, host: '127.0.0.1', hmr: false, watch: null }, optimizeDeps: { include: ['uplot', 'zustand', 'zustand/vanilla'] } });
  try {
    await server.listen();
    if (server.httpServer === null) throw new Error('the page cannot be served');
    const { port } = server.httpServer.address() as AddressInfo;
    return await work(`http://127.0.0.1:${port}/test/bench`);
  } finally {
    await server.close();
    rmSync(cacheDir, { recursive: true, force: true, maxRetries: 5 });
  }
}
