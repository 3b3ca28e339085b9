import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partCatalogue } from '#shared/screen/part-catalogue.ts';
import { root } from '../source-files.ts';
import { findChromium } from '../support/station.ts';

const cacheDir = mkdtempSync(join(tmpdir(), 'firstout-parts-'));
let server: ViteDevServer;
let browser: Browser;
const opened: Page[] = [];

/** The sheet of all live parts, standing still; what went wrong in the page fails the test. */
async function openSheet(query: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1900, height: 1180 } });
  opened.push(page);
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => void faults.push(message));
  const address = server.httpServer?.address() as AddressInfo | null | undefined;
  if (address === null || address === undefined) throw new Error('the page cannot be served');
  const { port } = address;
  await page.goto(`http://127.0.0.1:${port}/renderer/testing/part-sheet.html?still${query}`);
  await page.locator('html[data-ready]').waitFor({ timeout: 60_000 });
  expect(faults).toEqual([]);
  return page;
}
/** The picture of a sheet once it stands: on a busy machine the last font may come after the page says that it is ready. */
async function standingPicture(page: Page): Promise<string> {
  let before = '';
  let now = (await page.screenshot()).toString('base64');
  while (now !== before) {
    await page.evaluate(async () => {
      await document.fonts.ready;
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    });
    before = now;
    now = (await page.screenshot()).toString('base64');
  }
  return now;
}

/** Whether two pictures (PNG, base64) show other things. A letter may stand a quarter of a pixel off, which changes its edge by a quarter of its contrast; what is written and what is not differ by all of it. */
const differ = (page: Page, one: string, other: string): Promise<boolean> =>
  page.evaluate(
    async (pictures) => {
      const [a, b] = (await Promise.all(
        pictures.map(async (png) => {
          const image = new Image();
          image.src = `data:image/png;base64,${png}`;
          await image.decode();
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [image.width, image.height];
          const context = canvas.getContext('2d') as CanvasRenderingContext2D;
          context.drawImage(image, 0, 0);
          return context.getImageData(0, 0, canvas.width, canvas.height).data;
        }),
      )) as [Uint8ClampedArray, Uint8ClampedArray];
      return a.length !== b.length || a.some((value, at) => Math.abs(value - (b[at] as number)) > 256 / 4 + 8);
    },
    [one, other],
  );

describe('live parts of screens in Chromium', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    server = await createServer({
      root,
      configFile: false,
      cacheDir,
      logLevel: 'error',
      server: { port: 0, host: '127.0.0.1', hmr: false, watch: null },
      optimizeDeps: { include: ['react', 'react/jsx-dev-runtime'] },
    });
    await server.listen();
    browser = await chromium.launch({ executablePath: findChromium(), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  }, 120_000);
  afterAll(async () => {
    for (const page of opened) await page.close();
    await browser?.close();
    await server?.close();
    rmSync(cacheDir, { recursive: true, force: true, maxRetries: 5 });
  });

  it('all of them stand on the sheet, each place with a name and a stop of the Tab key', async () => {
    const page = await openSheet('');
    const text = await page.evaluate(async () => (await fetch('part-sheet.svg')).text());
    const known = [...partCatalogue.values()].filter(({ isEquipment }) => !isEquipment).map(({ name }) => name);
    const older = ['value', 'indicator', 'table', 'profile', 'tiles', 'unit-row', 'link'];
    expect(known.filter((name) => !older.includes(name) && !text.includes(`data-symbol="${name}"`))).toEqual([]);
    const places = await page.evaluate(() =>
      [...document.querySelectorAll('.ps-target')]
        .filter((one) => one.getAttribute('display') !== 'none')
        .map((one) => [one.getAttribute('tabindex'), one.getAttribute('aria-label') ?? ''] as const),
    );
    expect(places.length).toBeGreaterThan(60);
    expect(places.filter(([stop, name]) => stop !== '0' || name.length < 5)).toEqual([]);
  });
  it('a place that has the focus is outlined', async () => {
    const page = await openSheet('');
    const place = page.locator('.pt-cell[aria-label^="TT-2321,"]').first();
    const outline = (): Promise<string> => place.evaluate((element) => getComputedStyle(element.firstElementChild as Element).stroke);
    const before = await outline();
    await page.keyboard.press('Tab');
    await place.focus();
    expect(await outline()).not.toBe(before);
  });
  it('the picture is of the numbers while they are good, and tells nothing of them once the link is lost', async () => {
    const [good, otherGood, lost, otherLost] = [await openSheet(''), await openSheet('&other'), await openSheet('&lost'), await openSheet('&lost&other')];
    // Nothing moves on these sheets: two that show the same come to the same picture, two that do not never do.
    await expect.poll(async () => differ(lost, await standingPicture(otherLost), await standingPicture(lost)), { timeout: 60_000 }).toBe(false);
    const shown = await standingPicture(good);
    expect(await differ(good, await standingPicture(otherGood), shown)).toBe(true);
    expect(await differ(good, await standingPicture(lost), shown)).toBe(true);
  });
});
