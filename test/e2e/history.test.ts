import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoPage, type DemoPage } from '../support/demo-page.ts';
import type { DemoPlant } from '../support/demo-plant.ts';
import { type DemoStation, openDemoStation } from '../support/open-demo.ts';
import { soon } from '../support/patience.ts';
import { type BrowserPage, openBrowser, type Station } from '../support/station.ts';

const pens = ['PT-2312', 'II-231A', 'TT-2321', 'TT-2322', 'ST-2301', 'PT-2102', 'VT-2331X', 'VT-2331Y'];

/** What a lead does with the past of a trip: looks, measures, notes, keeps, hands on. */
describe('trends of the demo plant', () => {
  let opened: DemoStation;
  let plant: DemoPlant;
  let station: Station;
  let lead: BrowserPage;
  let page: Page;
  let demo: DemoPage;

  beforeAll(async () => {
    opened = await openDemoStation('engineer');
    ({ plant, station, browser: lead, page, demo } = opened);
  });
  afterAll(() => opened?.close());

  const row = (tag: string) => page.locator('.trends-legend tbody tr').filter({ has: page.getByRole('button', { name: tag, exact: true }) });
  const cell = async (tag: string, at: number): Promise<number> => Number((await row(tag).locator('td').nth(at).innerText()).replaceAll(/[\u2009\u202f\s~]/g, '').replace('−', '-'));
  const columns = { now: 3, a: 5, b: 6, difference: 7, min: 8, max: 9, mean: 10 } as const;

  it('opens a trend of the project, and every pen of it shows its value', async () => {
    await demo.openView('Trends');
    await page.getByRole('button', { name: 'Saved' }).click();
    await page.getByRole('button', { name: /^K-201 lube oil and bearings/ }).click();
    for (const tag of pens) await expect.poll(() => cell(tag, columns.now), soon).toBeGreaterThan(0);
    await page.getByRole('button', { name: '1 min', exact: true }).click();
    await expect.poll(() => cell('ST-2301', columns.max), soon).toBeGreaterThan(8000);
    // Eight pens are a large answer, unpacked beside the worker that live samples come through.
    expect(page.workers().map((worker) => worker.url()).filter((url) => url.includes('unpack.worker'))).not.toEqual([]);
  });

  it('measures between two cursors: the difference is what the values say', async () => {
    const plot = page.locator('.trends-plot');
    await plot.focus();
    const box = (await plot.boundingBox())!;
    for (const [key, share] of [['A', 0.88], ['B', 0.93]] as const) {
      await page.mouse.move(box.x + box.width * share, box.y + box.height / 2);
      // The window follows the present: the plant may have begun after the moment the cursor stood on first.
      const place = async (): Promise<number> => {
        await page.keyboard.press(`Shift+${key}`);
        await page.getByTitle(`Remove cursor ${key}; drag its handle to move it`).waitFor();
        return cell('ST-2301', key === 'A' ? columns.a : columns.b);
      };
      await expect.poll(place, soon).toBeGreaterThan(8000);
    }
    // Each of the three is rounded to whole revolutions by itself. They are painted a few times a second, all at once, and read one by one.
    const off = async (): Promise<number> => Math.abs((await cell('ST-2301', columns.difference)) - ((await cell('ST-2301', columns.b)) - (await cell('ST-2301', columns.a))));
    await expect.poll(off, soon).toBeLessThanOrEqual(1);
    const [min, max, mean] = [await cell('ST-2301', columns.min), await cell('ST-2301', columns.max), await cell('ST-2301', columns.mean)];
    expect(min).toBeLessThanOrEqual(mean);
    expect(mean).toBeLessThanOrEqual(max);
  });

  it('takes a note on the stretch, which every console then reads on the trend', async () => {
    await page.locator('.trends-plot').focus();
    await page.keyboard.press('n');
    await page.getByLabel('Text of the note').fill('Oil filter changed over');
    await page.keyboard.press('Control+Enter');
    await page.getByLabel('Text of the note').waitFor({ state: 'detached' });
    const other = await openBrowser(station.links.view);
    other.page.setDefaultTimeout(soon.timeout);
    await demoPage(other.page, other).openView('Trends');
    await other.page.getByRole('button', { name: 'Saved' }).click();
    await other.page.getByRole('button', { name: /^K-201 lube oil and bearings/ }).click();
    // By key to where the mark stands, then the pointer onto it: looking for it with the pointer takes minutes on a slow machine.
    const words = 'Oil filter changed over';
    const tip = async (): Promise<string> => (await other.page.locator('.trend-tip:not([hidden])').allTextContents()).join('');
    const ring = other.page.locator('.trend-mark-ring:not([hidden])');
    await other.page.locator('.trends-plot').focus();
    await expect
      .poll(async () => {
        for (let [said, before] = ['', 'nothing yet']; said !== before && !said.includes(words); ) {
          await other.page.keyboard.press('Shift+M');
          [said, before] = [await tip(), said];
        }
        const box = await ring.boundingBox();
        // Without the ring, what the tip says is by the pointer.
        await other.page.keyboard.press('Escape');
        await ring.waitFor({ state: 'detached' });
        if (box === null) return '';
        await other.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
        return tip();
      }, soon)
      .toContain(words);
    expect(other.errors).toEqual([]);
    await other.close();
  });

  it('saves what is shown in the project, as a text file people can read', async () => {
    await page.getByRole('button', { name: 'Saved' }).click();
    await page.getByLabel('Name for what is shown').fill('Lube oil after the filter');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('The trend Lube oil after the filter was saved in the project.').waitFor();
    expect(readdirSync(join(plant.projectDir, 'trends'))).toContain('lube-oil-after-the-filter.yaml');
    expect(readFileSync(join(plant.projectDir, 'trends/lube-oil-after-the-filter.yaml'), 'utf8')).toContain('- {tag: PT-2312, lane: 1}');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Saved' }).click();
    await page.getByRole('button', { name: /^Lube oil after the filter/ }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('compares with an earlier run, analyses a pen and keeps pictures of it in both themes', async () => {
    await page.getByRole('button', { name: 'Compare run' }).click();
    await page.getByRole('button', { name: 'An hour before' }).click();
    await page.getByRole('button', { name: 'Against 60 min before' }).waitFor();
    await page.getByRole('button', { name: 'Analyse' }).click();
    await page.getByRole('complementary', { name: 'Analysis' }).waitFor();
    await demo.keepBothThemes('history-1-trends');
    await page.getByRole('button', { name: 'Analyse' }).click();
    await page.getByRole('button', { name: 'Against 60 min before' }).click();
    await page.getByRole('button', { name: 'End the comparison' }).click();
    await page.getByRole('button', { name: 'Compare run' }).waitFor();
  });

  it('exports what is seen as CSV: the file holds what the trend showed', async () => {
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: /^Save/ }).first().click();
    const path = await (await download).path();
    const rows = parse(readFileSync(path, 'utf8'), { columns: true }) as readonly Record<string, string>[];
    expect(new Set(rows.map((one) => one['tag']))).toEqual(new Set(pens));
    const speeds = rows.filter((one) => one['tag'] === 'ST-2301').map((one) => Number(one['value']));
    expect(Math.max(...speeds)).toBeGreaterThan(8000);
    const times = rows.map((one) => Date.parse(one['time'] ?? ''));
    expect(times.every(Number.isFinite)).toBe(true);
    expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(61_000);
    await page.keyboard.press('Escape');
  });

  it('had no error on the page', () => {
    expect(lead.errors).toEqual([]);
  });
});
