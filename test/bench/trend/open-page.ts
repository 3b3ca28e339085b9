import { chromium, type Page } from 'playwright';
import { findChromium } from '../../support/station.ts';
import { withServedPages } from './serve-pages.ts';

/** Runs `work` on a page of this folder in real Chromium (headless, software drawing, 1920 x 1080). */
export function withTrendPage<T>(file: string, ready: string, work: (page: Page) => Promise<T>): Promise<T> {
  return withServedPages(async (address) => {
    const browser = await chromium.launch({ executablePath: findChromium(), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
    try {
      const page = await browser.newPage({ viewport: { width: 1920, height: 1500 } });
      const troubles: string[] = [];
      page.on('pageerror', (error) => troubles.push(String(error.stack)));
      await page.goto(`${address}/trend/${file}`);
      await page.waitForFunction((name) => name in globalThis, ready, { timeout: 30_000 }).catch((error: unknown) => {
        throw new Error(`the page did not start: ${troubles.join('\n') || String(error)}`);
      });
      return await work(page);
    } finally {
      await browser.close();
    }
  });
}
