import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import type { ConsoleApp } from '../support/console-app.ts';
import type { DemoPage } from '../support/demo-page.ts';
import { type DemoWindow, openDemoWindow } from '../support/open-demo.ts';
import { inTime, soon } from '../support/patience.ts';
import { choose, restingBox } from '../support/window-hand.ts';

describe('a power dip with its alarm flood, in an Electron window', () => {
  let opened: DemoWindow;
  let app: ConsoleApp;
  let page: Page;
  let demo: DemoPage;
  /** How this machine paints while nothing happens. */
  let quiet: Awaited<ReturnType<typeof measureFrames>>;
  const scroller = () => page.locator('.alarms-scroller:visible');
  const firstRow = () => page.evaluate(() => [...document.querySelectorAll<HTMLElement>('.alarms-item')].find((row) => row.style.transform === 'translateY(0px)')?.id);

  beforeAll(async () => {
    opened = await openDemoWindow();
    ({ app, page, demo } = opened);
  });
  afterAll(() => opened?.close());

  it('shows the first alarms at once in a list that was empty with the pointer in it', async () => {
    await demo.openTab('Alarms', 'Active alarms');
    await page.getByText('The plant has no standing alarm.').waitFor();
    quiet = await page.evaluate(measureFrames);
    await demo.scenario.start('Power dip');
    await page.keyboard.press('Alt+3');
    // The pointer rests where the scenario was started: inside the list.
    await expect.poll(async () => (await page.locator('.alarms-item').count()) > 15, soon).toBe(true);
    expect(await page.getByText(/The filter hides/).count()).toBe(0);
  });

  it('keeps rows in place under the pointer while new ones wait, counted', async () => {
    // The first-out of the flood comes above the list while the pointer rests, and moves the list away under it: not before that.
    await page.locator('.first-out-panel:visible').waitFor(inTime);
    const box = await restingBox(scroller());
    await page.mouse.move(600, box.y + box.height - 60);
    await page.mouse.move(610, box.y + box.height - 50);
    // Held with the next frame.
    await restingBox(scroller());
    const first = await firstRow();
    const waiting = page.getByRole('button', { name: /^\d+ new$/ });
    await waiting.waitFor(inTime);
    expect(await firstRow()).toBe(first);
    await app.keepPicture('demo-6-flood-held');
    // A person is on the way to the button for a while; the rows wait until it is pressed.
    await page.getByRole('button', { name: /^Ack \d+ shown$/ }).hover();
    await waiting.hover();
    expect(await firstRow()).toBe(first);
    await waiting.click();
    await expect.poll(firstRow, soon).not.toBe(first);
  });

  it('stamps the motor control centres’ trips to the millisecond, each with its own time', async () => {
    let stamps: readonly string[] = [];
    const look = async (): Promise<number> => {
      stamps = (await demo.rows()).filter(({ alarm }) => alarm.endsWith('.FLT')).map(({ cells }) => cells[1] ?? '');
      return stamps.length;
    };
    await expect.poll(look, soon).toBeGreaterThan(8);
    const ms = stamps.map((stamp) => Number(stamp.slice(-3)));
    expect(new Set(stamps).size).toBeGreaterThan(4);
    expect(ms.filter((one) => one % 10 !== 0).length).toBeGreaterThan(2);
  });

  it('counts over 60 alarms alike in banner, list and journal', async () => {
    await demo.scenario.speed(10);
    await demo.openTab('Alarms', 'Active alarms');
    await page.mouse.move(5, 5);
    await expect.poll(async () => (await demo.bannerCounts()).unacked, inTime).toBeGreaterThanOrEqual(60);
    await demo.scenario.speed(0.5);
    // Nothing was acknowledged, so whatever the journal saw raised is unacknowledged still. The plant goes on meanwhile.
    await expect
      .poll(
        async () => {
          await demo.openTab('Alarms', 'History');
          await page.getByText(/events, all of them/).waitFor();
          const raised = new Set((await demo.rows()).filter(({ cells }) => cells[5] === 'Raised').map(({ cells }) => `${cells[2]} ${cells[3]}`));
          await demo.openTab('Alarms', 'Active alarms');
          const [banner, unacked, rows] = [await demo.bannerCounts(), await demo.listCount('Unacked'), await demo.rows()];
          return new Set([raised.size, banner.unacked, unacked, rows.length]).size;
        },
        inTime,
      )
      .toBe(1);
    expect((await demo.bannerCounts()).unacked).toBeGreaterThanOrEqual(60);
    await demo.keepBothThemes('demo-6-flood-list');
    await demo.openTab('Process', 'Plant overview');
    await demo.keepBothThemes('demo-6-flood-overview');
    await demo.openTab('Process', 'Motor control centres');
    await app.keepPicture('demo-6-flood-mcc');
  });

  it('goes on painting frames without a long gap', async () => {
    await demo.openTab('Alarms', 'Active alarms');
    // A machine that is slow, or has much else to do for a while, has long gaps without any flood.
    const [fewest, longest] = [Math.min(30, quiet.frames / 4), Math.max(500, quiet.longestMs * 4)];
    let flood = quiet;
    const isSmooth = async (): Promise<boolean> => {
      flood = await page.evaluate(measureFrames);
      return flood.frames > fewest && flood.longestMs < longest;
    };
    await expect.poll(isSmooth, soon).toBe(true);
    console.info(`flood: ${flood.frames} frames in 3 s, longest gap ${Math.round(flood.longestMs)} ms; quiet: ${quiet.frames}, ${Math.round(quiet.longestMs)} ms`);
  });

  it('flashes unacknowledged alarms, and keeps them lit for whoever asked for less motion', async () => {
    const flashed = (frames: number): Promise<boolean> =>
      page.evaluate(async (most) => {
        for (let frame = 0; frame < most; frame++) {
          if (Object.keys(document.documentElement.dataset).some((name) => name.startsWith('flash'))) return true;
          await new Promise((resolve) => requestAnimationFrame(resolve));
        }
        return false;
      }, frames);
    expect(await flashed(300)).toBe(true);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    // Twice the longest flash, counted in painted frames.
    await expect.poll(() => flashed(240), soon).toBe(false);
    // In the rows or in the counters: on a machine that loses its links for a moment the rows are of alarms that have cleared.
    await expect.poll(() => page.locator('.alarm-banner .alarm-glyph-ring').count(), soon).toBeGreaterThan(0);
    await page.emulateMedia({ reducedMotion: null });
  });

  it('is worked by keyboard alone: palette, inspector, alarm, views, theme, help', async () => {
    await choose(page, 'PT-2312', 'PT-2312');
    await page.locator('.shell-inspector', { hasText: 'K-201-LUBE' }).waitFor();

    await page.keyboard.press('Alt+2');
    await page.locator('.navigation-rail-item[aria-current="page"]', { hasText: 'Process' }).waitFor();
    await page.keyboard.press('Alt+3');
    await page.locator('.alarms-item').first().waitFor();
    const inList = (): Promise<boolean> => page.evaluate(() => document.activeElement?.classList.contains('alarms-scroller') === true);
    for (let presses = 0; presses < 8 && !(await inList()); presses++) await page.keyboard.press('F6');
    await expect.poll(() => inList(), soon).toBe(true);
    await page.keyboard.press('ArrowDown');
    const picked = page.locator('.alarms-item.is-picked');
    await picked.waitFor();
    const id = await picked.getAttribute('id');
    await page.keyboard.press('a');
    // Acknowledged: still there without "unacked", or gone where its condition was gone already.
    await expect.poll(async () => (await page.locator(`[id="${id}"]`).allTextContents()).filter((text) => text.includes('unacked')), soon).toEqual([]);

    await choose(page, 'light theme', 'theme');
    await page.locator('html[data-theme="light"]').waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard map' }).waitFor();
    await app.keepPicture('demo-7-help-light');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keyboard map' }).waitFor({ state: 'detached' });
    const before = await demo.bannerCounts();
    await page.keyboard.press('F9');
    await expect.poll(async () => (await demo.bannerCounts()).unacked, soon).toBeLessThan(before.unacked - 5);
  });

  it('in a narrow window opens the inspector only when something is picked, and closes it with its key', async () => {
    await app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1024, 768));
    await page.waitForFunction(() => innerWidth < 1280);
    await page.locator('.shell-inspector').waitFor({ state: 'detached' });
    await demo.openTab('Alarms', 'Active alarms');
    await page.locator('.alarms-item').first().click();
    await page.locator('.shell-inspector').waitFor();
    await app.keepPicture('demo-7-narrow-sheet');
    await page.keyboard.press('i');
    await page.locator('.shell-inspector').waitFor({ state: 'detached' });
  });

  it('gives a gloved hand 48 px on every button of the alarm list at tablet density', async () => {
    await demo.rail.getByRole('button', { name: 'Setup' }).click();
    await page.getByRole('group', { name: 'Density' }).getByRole('button', { name: 'Tablet' }).click();
    await page.keyboard.press('Escape');
    await page.locator('html[data-density="tablet"]').waitFor();
    const controls = page.locator('.alarms-view :is(button, select):visible');
    expect(await controls.count()).toBeGreaterThan(10);
    const small = (): Promise<readonly string[]> =>
      controls.evaluateAll((all) => all.filter((one) => Math.min(one.getBoundingClientRect().width, one.getBoundingClientRect().height) < 48).map((one) => one.textContent ?? ''));
    await expect.poll(small, soon).toEqual([]);
    // The rows lay 28 px apart, over each other, when the density changed while the list was open.
    const overlaps = (): Promise<number> =>
      page.locator('.alarms-item:visible').evaluateAll((rows) => {
        const boxes = rows.map((row) => row.getBoundingClientRect()).toSorted((a, b) => a.top - b.top);
        return boxes.filter((box, at) => at > 0 && box.top < (boxes[at - 1]?.bottom ?? 0) - 1).length;
      });
    await expect.poll(overlaps, soon).toBe(0);
    await expect.poll(() => page.locator('.alarms-item:visible').count(), soon).toBeGreaterThan(5);
    await app.keepPicture('demo-7-tablet-list');
  });

  it('printed no error', () => expect(app.errors).toEqual([]));
});

/** Runs in the page: frames of three seconds and the longest gap between two. */
function measureFrames(): Promise<{ readonly longestMs: number; readonly frames: number }> {
  return new Promise((resolve) => {
    let [first, last, longestMs, frames] = [0, 0, 0, 0];
    const step = (now: number): void => {
      if (first === 0) first = now;
      else longestMs = Math.max(longestMs, now - last);
      last = now;
      frames++;
      if (now - first > 3000) resolve({ longestMs, frames });
      else requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
}
