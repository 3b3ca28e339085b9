import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { build, preview } from 'vite';
import { root } from '../../source-files.ts';
import { findChromium } from '../../support/station.ts';

/**
 * How Chromium draws: `whole` finishes every stage of a frame, raster and drawing included, before the next may begin, so
 * that what is drawn between two frames is all of the first one; `live` is as installed.
 */
export type Drawing = 'whole' | 'live';

const wholeFrames = ['--run-all-compositor-stages-before-draw', '--disable-checker-imaging', '--disable-new-content-rendering-timeout'];

export type GraphicsPages = { open<T>(drawing: Drawing, work: (page: Page) => Promise<T>): Promise<T> };

/** Builds the page as the product is built (React too runs as in a product) and opens it in real Chromium, headless, software drawing, 1920 x 1080. */
export async function withGraphicsPages<T>(work: (pages: GraphicsPages) => Promise<T>): Promise<T> {
  const outDir = mkdtempSync(join(tmpdir(), 'firstout-graphics-'));
  try {
    const common = { root, configFile: false, logLevel: 'error' } as const;
    await build({ ...common, mode: 'production', build: { outDir, emptyOutDir: true, rollupOptions: { input: join(root, 'test/bench/graphics/graphics-page.html') } } });
    const server = await preview({ ...common, build: { outDir }, preview: { port: 0, host: '127.0.0.1' } });
    try {
      const { port } = server.httpServer.address() as AddressInfo;
      return await work({ open: (drawing, use) => openPage(port, drawing, use) });
    } finally {
      await new Promise<void>((resolve) => server.httpServer.close(() => resolve()));
    }
  } finally {
    rmSync(outDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function openPage<T>(port: number, drawing: Drawing, work: (page: Page) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', ...(drawing === 'whole' ? wholeFrames : [])],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    const troubles: string[] = [];
    page.on('pageerror', (error) => troubles.push(String(error.stack)));
    await page.goto(`http://127.0.0.1:${port}/test/bench/graphics/graphics-page.html`);
    await page.waitForFunction((name) => name in globalThis, 'graphicsBench', { timeout: 30_000 }).catch((error: unknown) => {
      throw new Error(`the page did not start: ${troubles.join('\n') || String(error)}`);
    });
    return await work(page);
  } finally {
    await browser.close();
  }
}
