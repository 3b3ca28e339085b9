import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Q } from '#shared/model/quality.ts';
import type { OpenWrite } from '#renderer/widgets/process-screen/write-marks.ts';
import { root } from '../source-files.ts';
import { findChromium } from '../support/station.ts';
import type { PixelsPage } from './screen-pixels/pixels-page.ts';

type Window = { readonly pixels: PixelsPage };
const cacheDir = mkdtempSync(join(tmpdir(), 'firstout-pixels-'));
let server: ViteDevServer;
let browser: Browser;
let page: Page;

async function openPage(scale: number, before?: () => void): Promise<Page> {
  const opened = await browser.newPage({ viewport: { width: 800, height: 400 }, deviceScaleFactor: scale });
  if (before !== undefined) await opened.addInitScript(before);
  const address = server.httpServer?.address() as AddressInfo | null | undefined;
  if (address === null || address === undefined) throw new Error('the page cannot be served');
  await opened.goto(`http://127.0.0.1:${address.port}/test/integration/screen-pixels/pixels-page.html`);
  await opened.locator('html[data-ready]').waitFor({ timeout: 30_000 });
  return opened;
}
/** Runs in the page: keeps what it asks the browser about the scale of its display. */
function noteScaleQuestions(): void {
  const questions: MediaQueryList[] = [];
  const ask = globalThis.matchMedia.bind(globalThis);
  Object.assign(globalThis, {
    scaleQuestions: questions,
    matchMedia(query: string) {
      const question = ask(query);
      if (query.includes('resolution')) questions.push(question);
      return question;
    },
  });
}
const show = (value: number, quality: number): Promise<void> => page.evaluate(([v, q]) => (globalThis as unknown as Window).pixels.show(v, q), [value, quality] as const);
const bounds = (token: string): ReturnType<PixelsPage['boundsOf']> | Promise<ReturnType<PixelsPage['boundsOf']>> =>
  page.evaluate((name) => (globalThis as unknown as Window).pixels.boundsOf(name), token);
/** The place of number and unit, without the line of the note below and the bar beside it. */
const numberPlace = { x: 230, y: 180, width: 190, height: 48 };
const pictureOfNumber = async (): Promise<string> => (await page.screenshot({ clip: numberPlace })).toString('base64');
const pictureOfDigits = async (): Promise<string> => (await page.screenshot({ clip: { ...numberPlace, width: 86 } })).toString('base64');

describe('values on a screen, pixel by pixel', () => {
  beforeAll(async () => {
    server = await createServer({ root, configFile: false, cacheDir, logLevel: 'error', server: { port: 0, host: '127.0.0.1', hmr: false, watch: null }, optimizeDeps: { include: ['react', 'react/jsx-dev-runtime'] } });
    await server.listen();
    browser = await chromium.launch({ executablePath: findChromium(), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
    page = await openPage(1);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(cacheDir, { recursive: true, force: true, maxRetries: 5 });
  });

  it('a good number is on the screen, and another number is another picture', async () => {
    await show(88.8, Q.good);
    const one = await pictureOfDigits();
    await show(11.1, Q.good);
    expect(await pictureOfDigits()).not.toBe(one);
    await show(88.8, Q.good);
    expect(await pictureOfDigits()).toBe(one);
  });

  it('digits that are copied from those written before are the very pixels the canvas writes; letters of a unit and the pointer may stand a quarter of a pixel off', async () => {
    // All is written by the canvas after a change of theme; after some values it is put together from what was written before.
    await page.evaluate(() => (globalThis as unknown as Window).pixels.setTheme('light'));
    await page.evaluate(() => (globalThis as unknown as Window).pixels.setTheme('dark'));
    expect(await page.evaluate(() => (globalThis as unknown as Window).pixels.copies())).toBe(false);
    const digits = await pictureOfDigits();
    await page.evaluate(() => (globalThis as unknown as Window).pixels.keepInk());
    for (const value of [11.1, 23.4, 56.7, 90.5, 100, 88.8]) await show(value, Q.good);
    expect(await page.evaluate(() => (globalThis as unknown as Window).pixels.copies())).toBe(true);
    expect(await pictureOfDigits()).toBe(digits);
    const { most, share } = await page.evaluate(() => (globalThis as unknown as Window).pixels.inkOff());
    // An edge that is a quarter of a pixel off covers at most a quarter more or less of a pixel.
    expect(most).toBeLessThanOrEqual(256 / 4 + 8);
    expect(share).toBeLessThan(0.2);
  });

  it('a tag that is put together of its letters stands where the canvas writes it, to a quarter of a pixel', async () => {
    await show(50, Q.badSensorFailure);
    await page.evaluate(() => (globalThis as unknown as Window).pixels.setTheme('light'));
    await page.evaluate(() => (globalThis as unknown as Window).pixels.setTheme('dark'));
    expect(await page.evaluate(() => (globalThis as unknown as Window).pixels.copies())).toBe(false);
    await page.evaluate(() => (globalThis as unknown as Window).pixels.keepInk());
    for (const value of [11.1, 23.4, 56.7]) await show(value, Q.good);
    await show(50, Q.badSensorFailure);
    expect(await page.evaluate(() => (globalThis as unknown as Window).pixels.copies())).toBe(true);
    const { most, share } = await page.evaluate(() => (globalThis as unknown as Window).pixels.inkOff());
    expect(most).toBeLessThanOrEqual(256 / 4 + 8);
    expect(share).toBeLessThan(0.2);
  });

  it('after any changes shows what it would show painted from nothing: texts over each other, turned, pale, beyond the edge', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const { most, share } = await page.evaluate((one) => (globalThis as unknown as Window).pixels.randomInk(one), seed);
      expect({ seed, isSame: most <= 256 / 4 + 8 && share < 0.2, most, share }).toMatchObject({ isSame: true });
    }
  });

  it('numbers that count up by themselves among other texts stand as if they had been painted with all the rest', async () => {
    let all = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const { counted, again } = await page.evaluate((one) => (globalThis as unknown as Window).pixels.randomInk(one, true), seed);
      // Of what is pale a step may be lost in rounding.
      expect({ seed, isSame: again <= 2, again }).toMatchObject({ isSame: true });
      all += counted;
    }
    expect(all).toBeGreaterThan(100);
  });

  it('where the number of a bad value stood, the picture is the same whatever the number is', async () => {
    for (const quality of [Q.badSensorFailure, Q.badNotConnected, Q.badOutOfService]) {
      await show(88.8, Q.good);
      await show(88.8, quality);
      const one = await pictureOfNumber();
      await show(11.1, quality);
      expect(await pictureOfNumber()).toBe(one);
      expect(await page.evaluate(() => (globalThis as unknown as Window).pixels.words())).not.toMatch(/88|11\.1/);
    }
  });

  it('digits have one width: what stands behind a number does not move with it', async () => {
    await show(11.1, Q.good);
    const narrow = await bounds('tx-3');
    await show(88.8, Q.good);
    expect(await bounds('tx-3')).toEqual(narrow);
  });

  it('numbers follow the theme at once', async () => {
    await show(88.8, Q.good);
    expect((await bounds('tx-1'))?.count).toBeGreaterThan(50);
    const dark = await bounds('tx-3');
    await page.evaluate(() => (globalThis as unknown as Window).pixels.setTheme('light'));
    expect((await bounds('tx-1'))?.count).toBeGreaterThan(50);
    const light = await bounds('tx-3');
    // Edges blend with the ground differently; the unit itself stands where it stood.
    expect(Math.abs((light?.left ?? 0) - (dark?.left ?? 9))).toBeLessThanOrEqual(1);
    expect(Math.abs((light?.bottom ?? 0) - (dark?.bottom ?? 9))).toBeLessThanOrEqual(1);
    await page.evaluate(() => (globalThis as unknown as Window).pixels.setTheme('dark'));
  });

  it('numbers stay in their place of the drawing when it is brought nearer, and are as much larger', async () => {
    await show(88.8, Q.good);
    const far = await bounds('tx-3');
    await page.evaluate(() => (globalThis as unknown as Window).pixels.setViewBox('100 50 200 100'));
    const near = await bounds('tx-3');
    await page.evaluate(() => (globalThis as unknown as Window).pixels.setViewBox('0 0 400 200'));
    if (far === null || near === null) throw new Error('the unit is not on the screen');
    expect(near.right - near.left).toBeGreaterThan(1.7 * (far.right - far.left));
    // 100, 50 of the drawing is the corner now: a pixel p of the whole picture stands at 2 p − 400, 2 p − 200.
    expect(Math.abs(near.left - (2 * far.left - 400))).toBeLessThanOrEqual(4);
    expect(Math.abs(near.bottom - (2 * far.bottom - 200))).toBeLessThanOrEqual(4);
    expect(await bounds('tx-3')).toEqual(far);
  });

  it.each(['is-off-view', 'is-off-state', 'display'] as const)('nothing of a hidden part is painted, not even faintly (%s)', async (by) => {
    const painted = (): Promise<number> => page.evaluate(() => (globalThis as unknown as Window).pixels.painted());
    await show(88.8, Q.good);
    await page.evaluate((how) => (globalThis as unknown as Window).pixels.hide(true, how), by);
    expect(await painted()).toBe(0);
    await page.evaluate((how) => (globalThis as unknown as Window).pixels.hide(false, how), by);
    expect(await painted()).toBeGreaterThan(100);
  });

  it('an alarm washes the value and colours the zone it is in; what is picked keeps its outline', async () => {
    await show(90, Q.good);
    await page.evaluate(() => (globalThis as unknown as Window).pixels.setAlarm({ priority: 1, state: 'active-acked' }));
    expect((await bounds('p1-bg'))?.count).toBeGreaterThan(1000);
    expect((await bounds('p1'))?.count).toBeGreaterThan(50);
    const edge = (await bounds('p1-tx'))?.count ?? 0;
    expect(edge).toBeGreaterThan(100);
    await page.evaluate(() => (globalThis as unknown as Window).pixels.select(true));
    expect((await bounds('p1-tx'))?.count ?? 0).toBeLessThan(edge / 4);
    await page.evaluate(() => (globalThis as unknown as Window).pixels.select(false));
    expect((await bounds('p1-tx'))?.count).toBe(edge);
    await page.evaluate(() => (globalThis as unknown as Window).pixels.setAlarm(null));
    expect(await bounds('p1-bg')).toBeNull();
  });

  it('a line, its arrow and what stands in a vessel have looks of their own for what is not known and for what is in doubt', async () => {
    const looks = async (quality: number): Promise<readonly string[]> => {
      await show(88.8, quality);
      return page.evaluate(() => (globalThis as unknown as Window).pixels.looks());
    };
    for (const theme of ['dark', 'light'] as const) {
      await page.evaluate((next) => (globalThis as unknown as Window).pixels.setTheme(next), theme);
      const seen = [await looks(Q.good), await looks(Q.uncertainLastUsable), await looks(Q.badNotConnected)] as const;
      // Pipe and arrow of all three differ; so does the cone, but for its paleness while in doubt.
      for (const at of [0, 1]) expect(new Set(seen.map((one) => one[at])).size).toBe(3);
      expect(seen[2][2]).not.toBe(seen[0][2]);
    }
    await page.evaluate(() => (globalThis as unknown as Window).pixels.setTheme('dark'));
  });

  it('a write that is not confirmed stands at the corner of the value whose setpoint it was, on its tile and in both names', async () => {
    const set = (writes: readonly OpenWrite[]) => page.evaluate((open) => (globalThis as unknown as Window).pixels.setWrites(open), writes);
    await show(50, Q.good);
    const marked = await set([{ tag: 'SP-1', kind: 'unconfirmed' }]);
    expect(marked.badges).toHaveLength(1);
    const [badge] = marked.badges;
    expect(Math.abs((badge?.right ?? 0) - marked.value.right)).toBeLessThanOrEqual(24);
    expect(Math.abs((badge?.bottom ?? 0) - marked.value.bottom)).toBeLessThanOrEqual(24);
    expect(marked.tile).toBe('"W?"');
    for (const words of marked.words) expect(words).toMatch(/, write not confirmed$/);
    const gone = await set([]);
    expect(gone.badges).toEqual([]);
    expect(gone.tile).toBe('none');
    for (const words of gone.words) expect(words).not.toMatch(/write/);
  });

  it('a picture of the screen is what the screen shows, values, marks and tiles, under a line of its own', async () => {
    const compare = async () => {
      const screenshot = await page.locator('#host').screenshot();
      const tile = await page.locator('.value-tile').screenshot();
      return page.evaluate(([one, other]) => (globalThis as unknown as Window).pixels.comparePicture(one, other), [screenshot.toString('base64'), tile.toString('base64')] as const);
    };
    for (const [value, quality] of [[88.8, Q.good], [50, Q.badSensorFailure], [50, Q.uncertainLastUsable]] as const) {
      await show(value, quality);
      if (quality === Q.good) await page.evaluate(() => (globalThis as unknown as Window).pixels.setAlarm({ priority: 1, state: 'active-acked' }));
      const { drawing, tile, size, head, text } = await compare();
      await page.evaluate(() => (globalThis as unknown as Window).pixels.setAlarm(null));
      expect(drawing).toBeLessThan(0.004);
      // Hatch and dashes of a tile that is not good have another phase in the picture.
      if (quality === Q.good) expect(tile).toBeLessThan(0.01);
      expect(size[0]).toBe(800);
      expect(size[1]).toBeGreaterThan(436);
      // The line has words on it.
      expect(head).toBeLessThan(98);
      expect(text).toBe('data:image/png;base64,');
    }
  });

  it('a setpoint is marked only while it is known', async () => {
    const set = (quality: number): Promise<void> => page.evaluate((q) => (globalThis as unknown as Window).pixels.setSetpoint(55, q), quality);
    const hasTile = async (): Promise<boolean> => (await page.evaluate(() => (globalThis as unknown as Window).pixels.tile())).hasSetpoint;
    await show(50, Q.good);
    await set(Q.good);
    expect(await bounds('sp')).not.toBeNull();
    expect(await hasTile()).toBe(true);
    for (const quality of [Q.badNotConnected, Q.badSensorFailure]) {
      await set(quality);
      expect(await bounds('sp')).toBeNull();
      expect(await hasTile()).toBe(false);
    }
  });

  it('an alarm that comes to a tile leaves it picked and to be pointed at', async () => {
    const words = async (): Promise<readonly string[]> => (await page.evaluate(() => (globalThis as unknown as Window).pixels.tile())).words;
    await page.evaluate(() => (globalThis as unknown as Window).pixels.select(true));
    await page.evaluate(() => (globalThis as unknown as Window).pixels.setAlarm({ priority: 2, state: 'active-acked' }));
    expect(await words()).toEqual(expect.arrayContaining(['ps-target', 'is-selected', 'in-alarm', 'p2']));
    await page.evaluate(() => (globalThis as unknown as Window).pixels.setAlarm(null));
    expect(await words()).toEqual(expect.arrayContaining(['ps-target', 'is-selected']));
    expect(await words()).not.toContain('in-alarm');
    await page.evaluate(() => (globalThis as unknown as Window).pixels.select(false));
  });

  it('keeps its colours where the system forces others, as the drawing below keeps its ground', async () => {
    await show(88.8, Q.good);
    const before = await pictureOfNumber();
    await page.emulateMedia({ forcedColors: 'active' });
    await show(11.1, Q.good);
    await show(88.8, Q.good);
    expect(await pictureOfNumber()).toBe(before);
    await page.emulateMedia({ forcedColors: 'none' });
  });

  it('a window that comes to a display of another scale is painted for that one, and for the first when it is back', async () => {
    const moved = await openPage(1, noteScaleQuestions);
    try {
      const display = await moved.context().newCDPSession(moved);
      const to = async (deviceScaleFactor: number): Promise<void> => {
        await display.send('Emulation.setDeviceMetricsOverride', { width: 800, height: 400, deviceScaleFactor, mobile: false });
        // Chromium tells a page of a real display; of one that is put on by a tool it has to be told here.
        await moved.evaluate(() => {
          for (const question of (globalThis as unknown as { scaleQuestions: MediaQueryList[] }).scaleQuestions.splice(0)) question.dispatchEvent(new Event('change'));
        });
      };
      const size = () => moved.evaluate(() => (globalThis as unknown as Window).pixels.size());
      const painted = () => moved.evaluate(() => (globalThis as unknown as Window).pixels.painted());
      await moved.evaluate((good) => (globalThis as unknown as Window).pixels.show(88.8, good), Q.good);
      const before = await painted();
      await to(1.5);
      await expect.poll(size).toEqual([1200, 600]);
      // As much is painted as before, on more pixels.
      await expect.poll(async () => (await painted()) / before).toBeGreaterThan(1.7);
      await to(1);
      await expect.poll(size).toEqual([800, 400]);
      await expect.poll(async () => Math.abs((await painted()) / before - 1)).toBeLessThan(0.02);
    } finally {
      await moved.close();
    }
  });

  it('a display of twice the resolution gets twice the pixels', async () => {
    const fine = await openPage(2);
    try {
      expect(await fine.evaluate(() => (globalThis as unknown as Window).pixels.size())).toEqual([1600, 800]);
    } finally {
      await fine.close();
    }
  });
});
