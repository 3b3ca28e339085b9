import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import type { DemoPage } from '../support/demo-page.ts';
import { openDemoStation, openDemoWindow, withoutPast } from '../support/open-demo.ts';
import type { PageWatch } from '../support/page-watch.ts';
import { soon } from '../support/patience.ts';
import { processBelow } from '../support/processes.ts';

type Opened = Pick<PageWatch, 'keepPicture' | 'errors'> & { readonly page: Page; readonly demo: DemoPage; readonly wasQuiet: boolean; readonly rootPid: number; close(): Promise<void> };
const openings: readonly { readonly where: string; open(): Promise<Opened> }[] = [
  {
    where: 'electron',
    async open() {
      const { app, ...opened } = await openDemoWindow();
      return { ...opened, keepPicture: app.keepPicture, errors: app.errors, rootPid: app.app.process().pid ?? 0 };
    },
  },
  {
    where: 'chromium',
    async open() {
      const { station, browser, ...opened } = await openDemoStation('engineer');
      return { ...opened, keepPicture: browser.keepPicture, errors: browser.errors, rootPid: station.pid };
    },
  },
];

/** No reading on a healthy plant is a word for a missing value. */
const missing = /: (BAD|----|\?)/;

describe.each(openings)('the demo plant started on an empty data folder, in $where', ({ where, open }) => {
  let opened: Opened;
  let page: Page;
  let demo: DemoPage;

  beforeAll(async () => {
    opened = await withoutPast(open);
    ({ page, demo } = opened);
  });
  afterAll(() => opened?.close());

  it('shows the overview with every link up, every value good and no alarm', async () => {
    await demo.linksAreUp();
    await page.locator('.status-bar').getByText('551 tags, 0 bad').waitFor();
    await expect.poll(async () => (await demo.labels()).length, soon).toBeGreaterThan(12);
    await expect.poll(async () => (await demo.labels()).filter((label) => missing.test(label)), soon).toEqual([]);
    await expect.poll(() => demo.bannerCounts(), soon).toEqual({ active: 0, unacked: 0 });
    await demo.keepBothThemes(`demo-${where}-1-overview`);
  });

  it('wrote nothing into the alarm journal while plant, engine and window came up together', async () => {
    await demo.openTab('Alarms', 'History');
    await page.getByText('0 events, all of them').waitFor();
    await page.getByText('No event yet').waitFor();
  });

  it('shows values that move on the U200 screen, with its name in the title', async () => {
    await demo.openTab('Process', 'U200 Evaporation');
    await page.locator('.title-bar-crumb', { hasText: 'U200 Evaporation' }).waitFor();
    await demo.shown('PT-2312').waitFor();
    const before = await demo.labels();
    expect(before.length).toBeGreaterThan(30);
    await expect.poll(async () => (await demo.labels()).filter((label) => !before.includes(label)).length, soon).toBeGreaterThan(5);
    await expect.poll(async () => (await demo.labels()).filter((label) => missing.test(label)), soon).toEqual([]);
    await demo.keepBothThemes(`demo-${where}-2-u200`);
  });

  it('shows the same value in the explorer as in the inspector and on the screen', async () => {
    const onScreen = Number.parseFloat(await demo.reading('PT-2312'));
    await demo.shown('PT-2312').click();
    await demo.openView('Explorer');
    await page.getByLabel('Search tags').fill('PT-2312');
    const cell = page.locator('.explorer-item', { hasText: 'PT-2312' }).first().locator('.live-cell-number');
    await expect.poll(() => cell.textContent(), soon).toMatch(/^\d\.\d\d$/);
    // The header's pressure wanders by some hundredths; its range is 0 to 4 bar.
    expect(Math.abs(Number.parseFloat((await cell.textContent()) ?? '') - onScreen)).toBeLessThan(0.15);
    // Two places of one window read the same store, so they agree to the digit once both have painted.
    await expect.poll(() =>
      page.evaluate(() => {
        const row = document.querySelector('.explorer-item.is-picked, .explorer-item');
        const other = [...document.querySelectorAll('.shell-inspector .live-cell-number')].map((one) => one.textContent);
        return other.includes(row?.querySelector('.live-cell-number')?.textContent ?? 'none');
      }), soon,
    ).toBe(true);
    await opened.keepPicture(`demo-${where}-3-explorer`);
  });

  it('draws the trend of PT-2312', async () => {
    await page.locator('.inspector-foot').getByRole('button', { name: 'Trend' }).click();
    await page.locator('.trends-legend .trends-tag', { hasText: 'PT-2312' }).waitFor();
    await page.getByRole('button', { name: '1 min', exact: true }).click();
    // The line itself: far more columns of the canvas hold the first pen's colour than its number at the end is wide.
    await expect.poll(() => page.evaluate(countPenColumns), soon).toBeGreaterThan(80);
    await demo.keepBothThemes(`demo-${where}-4-trend`);
  });

  it('marks every value within about a second when the engine is killed, and heals without a reload', async () => {
    await demo.openTab('Process', 'U200 Evaporation');
    await demo.shown('PT-2312').waitFor();
    await expect.poll(async () => (await demo.labels()).filter((label) => missing.test(label)), soon).toEqual([]);
    await page.evaluate(() => ((globalThis as { isSamePage?: boolean }).isSamePage = true));
    await page.evaluate(watchTheLoss);
    const engine = processBelow(opened.rootPid, 'headless.cjs');
    const lateness = watchLateness();
    const killedMs = Date.now();
    process.kill(engine.pid, 'SIGKILL');
    const loss = await page.waitForFunction(() => (globalThis as unknown as { loss: Loss }).loss.markedMs !== 0 && (globalThis as unknown as { loss: Loss }).loss);
    const { markedMs, stalledMs, boxes, notice } = (await loss.jsonValue()) as Loss;
    expect(boxes).toBeGreaterThan(20);
    expect(notice).toMatch(/The engine stopped/);
    // A busy machine lets the page wait for its frames, and all processes for their turn; that time is not the console's, but has an end too.
    expect(markedMs - killedMs - stalledMs - lateness()).toBeLessThan(1500);
    expect(markedMs - killedMs).toBeLessThan(15_000);
    await opened.keepPicture(`demo-${where}-5-engine-away`);
    await demo.linksAreUp();
    await page.locator('.link-notice').waitFor({ state: 'detached' });
    await expect.poll(async () => (await demo.labels()).filter((label) => missing.test(label)), soon).toEqual([]);
    expect(await page.evaluate(() => (globalThis as { isSamePage?: boolean }).isSamePage)).toBe(true);
    await expect.poll(() => demo.bannerCounts(), soon).toEqual({ active: 0, unacked: 0 });
    console.info(`${where}: marked ${markedMs - killedMs} ms after the engine was killed`);
  });

  it('printed no error', () => {
    // A socket that the killed engine cut is told by the browser itself.
    expect(opened.errors.filter((line) => !/WebSocket connection to/.test(line))).toEqual([]);
  });
});

/** `stalledMs`: what the frames up to then came later than 50 ms after the one before. */
type Loss = { markedMs: number; stalledMs: number; boxes: number; notice: string };

/** Ends with what the timers of this process, which does nothing meanwhile, came later than 50 ms after the one before, ms. */
function watchLateness(): () => number {
  let [lateMs, beforeMs] = [0, performance.now()];
  const timer = setInterval(() => {
    const now = performance.now();
    lateMs += Math.max(0, now - beforeMs - 50);
    beforeMs = now;
  }, 20);
  return () => {
    clearInterval(timer);
    return lateMs;
  };
}

/** Runs in the page: notes the first frame in which every value box is marked as having no link, and what is said then. */
function watchTheLoss(): void {
  const loss: Loss = { markedMs: 0, stalledMs: 0, boxes: 0, notice: '' };
  (globalThis as unknown as { loss: Loss }).loss = loss;
  let frameMs = performance.now();
  const look = (): void => {
    const now = performance.now();
    loss.stalledMs += Math.max(0, now - frameMs - 50);
    frameMs = now;
    const boxes = [...document.querySelectorAll<SVGElement>('.process-screen .ps-box')];
    const notice = document.querySelector('.link-notice')?.textContent ?? '';
    if (notice === '' || boxes.some((box) => box.dataset['quality'] !== 'no-link')) requestAnimationFrame(look);
    else Object.assign(loss, { markedMs: Date.now(), boxes: boxes.length, notice });
  };
  look();
}

/** Runs in the page: columns of the chart that hold the colour of the first pen. */
function countPenColumns(): number {
  const colour = getComputedStyle(document.documentElement).getPropertyValue('--pen-1').trim();
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as [number, number, number];
  const columns = new Set<number>();
  for (const canvas of document.querySelectorAll<HTMLCanvasElement>('.trends-plot canvas')) {
    const { data, width } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [], width: 1 };
    for (let i = 0; i < data.length; i += 4) {
      const off = Math.abs((data[i] as number) - r) + Math.abs((data[i + 1] as number) - g) + Math.abs((data[i + 2] as number) - b);
      if (off < 24 && (data[i + 3] as number) > 100) columns.add((i / 4) % width);
    }
  }
  return columns.size;
}
