import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { createServer } from 'vite';
import { root } from '../../source-files.ts';
import { findChromium } from '../../support/station.ts';

/** Runs `work` on a page of this folder in real Chromium (headless, software drawing, 1920 x 1080). */
export async function withTrendPage<T>(file: string, ready: string, work: (page: Page) => Promise<T>): Promise<T> {
  const cacheDir = mkdtempSync(join(tmpdir(), 'firstout-trend-'));
  const server = await createServer({ root, configFile: false, cacheDir, logLevel: 'error', server: { port: 0, host: '127.0.0.1', hmr: false, watch: null }, optimizeDeps: { include: ['uplot', 'zustand', 'zustand/vanilla'] } });
  try {
    await server.listen();
    if (server.httpServer === null) throw new Error('the page cannot be served');
    const { port } = server.httpServer.address() as AddressInfo;
    const browser = await chromium.launch({ executablePath: findChromium(), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
    try {
      const page = await browser.newPage({ viewport: { width: 1920, height: 1500 } });
      const troubles: string[] = [];
      page.on('pageerror', (error) => troubles.push(String(error.stack)));
      await page.goto(`http://127.0.0.1:${port}/test/bench/trend/${file}`);
      await page.waitForFunction((name) => name in globalThis, ready, { timeout: 30_000 }).catch((error: unknown) => {
        throw new Error(`the page did not start: ${troubles.join('\n') || String(error)}`);
      });
      return await work(page);
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
    rmSync(cacheDir, { recursive: true, force: true, maxRetries: 5 });
  }
}
