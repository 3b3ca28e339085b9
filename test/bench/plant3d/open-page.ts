import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { build, preview } from 'vite';
import { root } from '../../source-files.ts';
import { findChromium } from '../../support/station.ts';

/** `warnings`: what the page has written to its log as warnings and errors so far. */
export type PlantPages = { open<T>(size: { readonly width: number; readonly height: number }, work: (page: Page, warnings: readonly string[]) => Promise<T>): Promise<T> };

/** Builds the page as the product is built and opens it in real Chromium, headless, WebGL drawn by the processor (SwiftShader). */
export async function withPlantPages<T>(work: (pages: PlantPages) => Promise<T>): Promise<T> {
  const outDir = mkdtempSync(join(tmpdir(), 'firstout-plant3d-'));
  try {
    const common = { root, configFile: false, logLevel: 'error', worker: { format: 'es' } } as const;
    await build({ ...common, mode: 'production', build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 2000, rollupOptions: { input: join(root, 'test/bench/plant3d/plant3d-page.html') } } });
    const server = await preview({ ...common, build: { outDir }, preview: { port: 0, host: '127.0.0.1' } });
    try {
      const { port } = server.httpServer.address() as AddressInfo;
      return await work({ open: (size, use) => openPage(port, size, use) });
    } finally {
      await new Promise<void>((resolve) => server.httpServer.close(() => resolve()));
    }
  } finally {
    rmSync(outDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function openPage<T>(port: number, viewport: { readonly width: number; readonly height: number }, work: (page: Page, warnings: readonly string[]) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  });
  try {
    const page = await browser.newPage({ viewport });
    const troubles: string[] = [];
    page.on('pageerror', (error) => troubles.push(String(error.stack)));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
    });
    await page.goto(`http://127.0.0.1:${port}/test/bench/plant3d/plant3d-page.html`);
    await page.waitForFunction((name) => name in globalThis, 'plant3dBench', { timeout: 30_000 }).catch((error: unknown) => {
      throw new Error(`the page did not start: ${troubles.join('\n') || String(error)}`);
    });
    try {
      return await work(page, troubles);
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : String(error)}\n${troubles.slice(0, 10).join('\n')}`, { cause: error });
    }
  } finally {
    await browser.close();
  }
}
