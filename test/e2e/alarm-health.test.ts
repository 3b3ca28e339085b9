import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoPage } from '../support/demo-page.ts';
import { type DemoStation, openDemoStation } from '../support/open-demo.ts';
import { inTime, soon } from '../support/patience.ts';
import type { BrowserPage } from '../support/station.ts';

/** From a flood to what it was made of: figures, the alarms behind them, their events, and a report to take along. */
describe('alarm health of the demo plant', () => {
  const folder = mkdtempSync(join(tmpdir(), 'firstout-health-'));
  let opened: DemoStation;
  let lead: BrowserPage;
  let page: Page;
  let demo: DemoPage;

  beforeAll(async () => {
    opened = await openDemoStation('engineer');
    ({ browser: lead, page, demo } = opened);
  });
  afterAll(async () => {
    await opened?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const tile = (name: string) => page.locator('.health-tile', { hasText: name });
  const figure = async (name: string): Promise<number> => Number((await tile(name).locator('b').innerText()).replaceAll('\u2009', ''));
  const rows = () => page.locator('.health-worst tbody tr');

  it('a plant without alarms has no figure to worry about, and none that is made up', async () => {
    // A machine with much else to do may have lost a link in the start: then that is what there is to count.
    await demo.openTab('Alarms', 'History');
    await page.getByText(/events, all of them/).waitFor();
    const lost = (await demo.rows()).filter(({ cells }) => cells[5] === 'Raised' && (cells[2] ?? '').endsWith('.LINK')).length;
    await demo.openTab('Alarms', 'Alarm health');
    // Nothing is known at all, or for some seconds, since the first thing the journal tells.
    if (lost === 0) await expect.poll(() => tile('Most in one 10-minute interval').locator('b').innerText(), soon).toMatch(/^(0|--)$/);
    else await expect.poll(() => figure('Most in one 10-minute interval'), soon).toBeGreaterThanOrEqual(lost);
    await tile('Alarms an hour').getByText('Not judged').waitFor();
    await tile('Alarms an hour')
      .getByText(/^(The time is too short for a rate|Nothing is known of this time)\.$/)
      .waitFor();
    if (lost === 0) await page.getByText('No alarm came in this time.').first().waitFor();
  });

  it('a flood is counted as it comes, and the figures follow', async () => {
    await demo.scenario.start('Power dip');
    await demo.scenario.speed(10);
    await demo.openTab('Alarms', 'Alarm health');
    await page.getByText(/alarm flood since \d\d:\d\d:\d\d/).waitFor(inTime);
    await expect.poll(() => figure('Most in one 10-minute interval'), inTime).toBeGreaterThan(10);
    await tile('Most in one 10-minute interval').getByText('Not met').waitFor();
    await expect.poll(async () => Number(/\d+/.exec((await page.locator('.health-now').innerText()) ?? '')?.[0]), soon).toBeGreaterThan(10);
    await expect.poll(() => page.locator('.health-bar.is-over').count(), soon).toBeGreaterThan(0);
    await expect.poll(() => page.getByRole('table', { name: 'Floods' }).locator('tbody tr').count(), soon).toBeGreaterThan(0);
    await demo.scenario.speed(0.5);
    await demo.openTab('Alarms', 'Alarm health');
    await lead.keepPicture('alarm-health-1-flood');
  });

  it('an alarm behind the figures leads to its events, by keys alone', async () => {
    await rows().first().focus();
    await page.keyboard.press('ArrowDown');
    // The row that has the focus, wherever it stands by now: what comes meanwhile sorts the list anew.
    const row = rows().locator(':scope:focus');
    const [tag, came] = [await row.locator('td').nth(1).innerText(), Number(await row.locator('td').nth(3).innerText())];
    await page.getByText('Nothing is picked').waitFor();
    await page.keyboard.press('Space');
    await expect.poll(() => page.getByRole('complementary', { name: 'Inspector' }).innerText(), soon).not.toContain('Nothing is picked');
    await page.keyboard.press('Enter');
    await page.locator('.alarms-journal:visible').waitFor();
    await expect
      .poll(async () => (await demo.rows()).filter(({ cells }) => cells[5] === 'Raised').length, soon)
      .toBeGreaterThanOrEqual(came);
    await expect.poll(async () => [...new Set((await demo.rows()).map(({ cells }) => cells[2]))], soon).toEqual([tag]);
    await lead.keepPicture('alarm-health-2-events');
  });

  it('a moment of the past shows the figures of that moment', async () => {
    await demo.openTab('Alarms', 'Alarm health');
    await expect.poll(() => figure('Most in one 10-minute interval'), soon).toBeGreaterThan(10);
    const now = await figure('Most in one 10-minute interval');
    await page.getByRole('table', { name: 'Floods' }).locator('tbody tr').first().focus();
    await page.keyboard.press('r');
    await page
      .getByText(/^REPLAY/)
      .first()
      .waitFor();
    // The flood's interval begins before the journal does: nothing is known there.
    await expect.poll(() => tile('Most in one 10-minute interval').locator('b').innerText(), soon).toBe('--');
    await page.locator('.health-now').waitFor({ state: 'detached' });
    await lead.keepPicture('alarm-health-3-replay');
    await page.keyboard.press('l');
    await expect.poll(() => figure('Most in one 10-minute interval'), soon).toBeGreaterThanOrEqual(now);
  });

  it('the report holds every figure with its target and where that comes from', async () => {
    await page.getByLabel('Kind of file').selectOption('html');
    await page.getByRole('button', { name: 'Save report' }).click();
    const job = page.locator('.exchange-job', { hasText: 'Alarm load, last 24 hours' });
    const download = page.waitForEvent('download');
    await job.getByRole('button', { name: /^Save, / }).click();
    const path = join(folder, 'report.html');
    const file = await download;
    await file.saveAs(path);
    expect(file.suggestedFilename()).toMatch(/^Alarm-load-.+\.html$/);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain('Alarms an hour, an operator');
    expect(text).toContain('not read in the original');
    expect(text).toContain('<h2>Floods</h2>');
    await page.keyboard.press('Escape');
    expect(lead.errors).toEqual([]);
  });
});
