import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { type ConsoleApp, openConsoleApp } from '../support/console-app.ts';
import { type DemoPage, demoPage } from '../support/demo-page.ts';
import { copyDemoPlant, type DemoPlant } from '../support/demo-plant.ts';
import { watchPage } from '../support/page-watch.ts';
import { inTime, soon } from '../support/patience.ts';
import { openTwoDisplays, type TwoDisplays } from '../support/two-displays.ts';
import { choose } from '../support/window-hand.ts';

type Frame = { readonly title: string; readonly x: number; readonly width: number; readonly isKiosk: boolean };

describe('a console on two displays', () => {
  let displays: TwoDisplays;
  let plant: DemoPlant;
  let dataDir: string;
  let opened: ConsoleApp;
  let page: Page;
  let demo: DemoPage;
  let beside: Page;

  const start = async (): Promise<void> => {
    opened = await openConsoleApp({ projectDir: plant.projectDir, dataDir, env: { DISPLAY: displays.display } });
  };
  const frames = async (): Promise<readonly Frame[]> =>
    (await opened.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => ({ title: window.getTitle(), ...window.getBounds(), isKiosk: window.isKiosk() })))).toSorted((a, b) => (a.title < b.title ? -1 : 1));
  const displayOf = async (title: RegExp): Promise<number | null> => {
    const frame = (await frames()).find((one) => title.test(one.title));
    return frame === undefined ? null : frame.x >= 1920 ? 2 : 1;
  };
  const isPast = async (one: Page): Promise<boolean> => (await one.locator('.shell.is-past').count()) === 1;
  const menu = async (one: Page, entry: RegExp): Promise<void> => {
    await one.getByRole('button', { name: 'Windows and layouts' }).click();
    await one.getByRole('menuitem', { name: entry }).click();
  };
  const nextWindow = async (act: () => Promise<void>): Promise<Page> => {
    const coming = opened.app.waitForEvent('window');
    await act();
    return coming;
  };
  const counts = (one: Page) => demoPage(one, watchPage(one)).bannerCounts();

  beforeAll(async () => {
    displays = await openTwoDisplays();
    plant = await copyDemoPlant();
    dataDir = mkdtempSync(join(tmpdir(), 'firstout-data-'));
    await start();
    page = opened.page;
    page.setDefaultTimeout(soon.timeout);
    demo = demoPage(page, opened);
    await demo.linksAreUp();
    await demo.isQuiet();
    await demo.openTab('Process', 'U200 Evaporation');
    await demo.shown('PT-2312').waitFor();
  });
  afterAll(async () => {
    await opened?.close();
    plant?.remove();
    await displays?.close();
    if (dataDir !== undefined) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });

  it('begins with one window', async () => {
    expect(await frames()).toHaveLength(1);
    expect((await frames())[0]?.width).toBeGreaterThan(1900);
  });

  it('opens a tab in a window of its own on the other display, with banner, clock and status', async () => {
    const tab = page.locator('.workspace-tab').filter({ hasText: 'U200 Evaporation' });
    beside = await nextWindow(async () => {
      await tab.click({ button: 'right' });
      await page.getByRole('menuitem', { name: /^Move to display 2/ }).click();
    });
    beside.setDefaultTimeout(soon.timeout);
    await beside.locator('.shell.is-view .process-view [data-quality="good"]').first().waitFor();
    await expect.poll(() => tab.count(), soon).toBe(0);
    await expect.poll(() => displayOf(/U200 Evaporation/), soon).toBe(2);
    for (const part of ['.alarm-banner', '.title-bar-clock', '.status-bar']) expect(await beside.locator(part).count()).toBe(1);
    for (const part of ['.navigation-rail', '.time-bar']) expect(await beside.locator(part).count()).toBe(0);
    await watchPage(beside).keepPicture('window-beside');
  });

  it('has one selection', async () => {
    await demo.openView('Explorer');
    const inWindow = beside.locator('.process-view [aria-label^="PT-2312, "]').first();
    await inWindow.click();
    await page.locator('.shell-inspector', { hasText: 'PT-2312' }).waitFor();
    // And the other way.
    await choose(page, 'TT-2321', 'TT-2321');
    await beside.locator('.is-selected[aria-label*="TT-2321"], [aria-label^="TT-2321, "].is-selected').first().waitFor();
  });

  it('has one moment: replay frames every window, and any of them leads back', async () => {
    await page.getByRole('slider', { name: 'Moment shown' }).focus();
    await page.keyboard.press('Shift+ArrowLeft');
    await expect.poll(() => isPast(page), soon).toBe(true);
    await expect.poll(() => isPast(beside), soon).toBe(true);
    const pill = (one: Page) => one.locator('.replay-pill').first().textContent();
    await expect.poll(async () => (await pill(beside)) === (await pill(page)), soon).toBe(true);
    await beside.getByRole('button', { name: /Back to live/ }).first().click();
    await expect.poll(() => isPast(page), soon).toBe(false);
    await expect.poll(() => isPast(beside), soon).toBe(false);
  });

  it('has one journal: what is acknowledged in one window is acknowledged in the other', async () => {
    await demo.scenario.speed(10);
    await demo.scenario.start('Lube pump overload');
    await expect.poll(async () => (await counts(beside)).unacked, inTime).toBeGreaterThan(3);
    await demo.scenario.speed(1);
    const before = (await counts(page)).unacked;
    await beside.locator('.alarm-banner').focus().catch(() => undefined);
    await beside.keyboard.press('F9');
    await expect.poll(async () => (await counts(page)).unacked, soon).toBeLessThan(before);
    await expect.poll(async () => (await counts(page)).unacked === (await counts(beside)).unacked, soon).toBe(true);
  });

  it('shows the wall on the other display, which no slip of the hand closes', async () => {
    const wall = await nextWindow(() => menu(page, /^Open the wall/));
    wall.setDefaultTimeout(soon.timeout);
    await wall.locator('.wall-unit').first().waitFor();
    await wall.locator('.wall-elapsed').waitFor();
    await expect.poll(async () => (await frames()).find(({ title }) => title.startsWith('Wall')), soon).toMatchObject({ isKiosk: true, x: 1920 });
    // Nothing under 26 px at 1920.
    const smallest = () => wall.evaluate(() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      let least = { size: Infinity, text: '' };
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const element = node.parentElement;
        if (element === null || (node.textContent ?? '').trim() === '' || element.closest('svg, .visually-hidden, script, style') !== null || element.getClientRects().length === 0) continue;
        const size = Number.parseFloat(getComputedStyle(element).fontSize);
        if (size < least.size) least = { size, text: node.textContent ?? '' };
      }
      return least;
    });
    // What is fitted to its place by its size, and lettering that came late, take a frame or two.
    await expect.poll(smallest, soon).toEqual({ size: expect.toSatisfy((size: number) => size >= 25.99) as number, text: expect.any(String) as string });
    const close = (): Promise<void> => opened.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().find((window) => window.isKiosk())?.close());
    await close();
    await wall.getByRole('button', { name: 'Keep it open' }).click();
    expect((await frames()).some(({ isKiosk }) => isKiosk)).toBe(true);
    await close();
    const hold = wall.getByRole('button', { name: 'Hold to close' });
    await hold.click();
    expect((await frames()).some(({ isKiosk }) => isKiosk)).toBe(true);
    await hold.hover();
    await wall.mouse.down();
    await expect.poll(async () => (await frames()).some(({ isKiosk }) => isKiosk), soon).toBe(false);
  });

  it('comes to the display that is left when one is unplugged, and goes back with it', async () => {
    await displays.unplug();
    await expect.poll(() => displayOf(/U200 Evaporation/), soon).toBe(1);
    await page.getByRole('button', { name: 'Windows and layouts' }).click();
    await page.getByText('The display of 1 window is away').waitFor();
    await opened.keepPicture('windows-menu');
    await page.keyboard.press('Escape');
    await displays.plug();
    await expect.poll(() => displayOf(/U200 Evaporation/), soon).toBe(2);
  });

  it('is saved in the project as it stands, in a file people can read', async () => {
    await menu(page, /^Save this arrangement/);
    await page.getByRole('textbox', { name: 'Title' }).fill('Night shift');
    await opened.keepPicture('layout-dialog');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    const file = join(plant.projectDir, 'layouts/night-shift.yaml');
    await expect.poll(() => existsSync(file), soon).toBe(true);
    const saved = load(readFileSync(file, 'utf8')) as { readonly windows: readonly object[] };
    expect(saved).toMatchObject({ title: 'Night shift', situation: 'normal' });
    expect(saved.windows).toMatchObject([
      { name: 'console', kind: 'console', workspace: 'simulation', display: { number: 1 } },
      { name: 'process', kind: 'view', display: { number: 2 }, dock: { tabs: [{ view: 'process', screen: 'u200' }] } },
    ]);
    await expect.poll(async () => page.getByRole('dialog').count(), soon).toBe(0);
  });

  it('changes its windows for another situation by one gesture, and back by one', async () => {
    await menu(page, /^Emergency: Emergency/);
    await page.locator('.workspace-tab').filter({ hasText: 'Flood' }).waitFor();
    // The window before goes as the other comes: for a moment there are both, or neither.
    const overviews = (): Promise<readonly number[]> =>
      Promise.all(opened.app.windows().filter((one) => one !== page).map((one) => one.locator('.workspace-tab').filter({ hasText: 'Plant overview' }).count().catch(() => -1)));
    await expect.poll(overviews, soon).toEqual([1]);
    await menu(page, /^Back to the windows before/);
    await expect.poll(() => displayOf(/U200 Evaporation/), soon).toBe(2);
    await menu(page, /^Normal: Night shift/);
    await expect.poll(() => displayOf(/U200 Evaporation/), soon).toBe(2);
  });

  it('asks before the console closes with a window beside it, and stands again as it was after the next start', async () => {
    await page.getByRole('button', { name: 'Close the window' }).click();
    await page.getByRole('dialog', { name: '1 window follows this console' }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await frames()).toHaveLength(2);
    await opened.close();
    await start();
    await expect.poll(() => opened.app.windows().length, soon).toBe(2);
    const pages = opened.app.windows();
    await expect.poll(() => displayOf(/U200 Evaporation/), soon).toBe(2);
    const view = (await Promise.all(pages.map(async (one) => [one, await one.title()] as const))).find(([, title]) => title.startsWith('U200'))?.[0] as Page;
    await view.locator('.process-view [data-quality="good"]').first().waitFor();
    page = pages.find((one) => one !== view) as Page;
    await page.getByRole('button', { name: 'Windows and layouts' }).click();
    await expect.poll(() => page.getByRole('menuitem', { name: /Night shift/ }).getAttribute('aria-current'), soon).toBe('page');
  });

  it('loads a page that crashed again, and the others go on', async () => {
    const view = opened.app.windows().find((one) => one !== page) as Page;
    await opened.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().find((window) => window.getTitle().startsWith('U200'))?.webContents.forcefullyCrashRenderer());
    await expect.poll(() => opened.said.some((line) => line.includes('is loaded again')), soon).toBe(true);
    await expect.poll(async () => opened.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.webContents.isCrashed())), soon).toEqual([false, false]);
    await expect.poll(() => displayOf(/U200 Evaporation/), soon).toBe(2);
    expect(view).toBeDefined();
    expect(await page.locator('.status-bar').count()).toBe(1);
  });
});

