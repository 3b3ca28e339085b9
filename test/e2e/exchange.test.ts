import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoPage, type DemoPage } from '../support/demo-page.ts';
import { type DemoStation, openDemoStation } from '../support/open-demo.ts';
import { soon } from '../support/patience.ts';
import { type BrowserPage, openBrowser, startRecording } from '../support/station.ts';
import { openPalette } from '../support/window-hand.ts';

/** What goes out of one console and into another: files people keep, mail and open elsewhere. */
describe('files of the demo plant', () => {
  const folder = mkdtempSync(join(tmpdir(), 'firstout-files-'));
  let opened: DemoStation;
  let lead: BrowserPage;
  let page: Page;
  let demo: DemoPage;
  let recordingFile = '';

  beforeAll(async () => {
    opened = await openDemoStation('engineer');
    ({ browser: lead, page, demo } = opened);
  });
  afterAll(async () => {
    await opened?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts what a dialog offers, waits until the job has a file, and saves it. */
  const save = async (title: RegExp, name: string): Promise<string> => {
    const job = page.locator('.exchange-job', { hasText: title });
    const download = page.waitForEvent('download');
    await job.getByRole('button', { name: /^Save, / }).click();
    const path = join(folder, name);
    await (await download).saveAs(path);
    return path;
  };

  it('imports a table of another system: the trend shows its values at their times', async () => {
    const at = (minutesAgo: number): string => new Date(Date.now() - minutesAgo * 60_000).toISOString();
    const rows = [[40, 7.25], [39, 7.5], [38, 7.75]].map(([ago, value]) => `${at(ago as number)};${value}`);
    writeFileSync(join(folder, 'old-system.csv'), ['when;Header pressure', ...rows, ''].join('\n'));
    await openPalette(page);
    await page.getByRole('combobox').fill('Import');
    await page.getByRole('option', { name: /Import/ }).first().click();
    await page.getByLabel('File to import').setInputFiles(join(folder, 'old-system.csv'));
    await page.getByLabel('Tag of Header pressure').fill('PT-2312');
    await lead.keepPicture('exchange-1-import');
    await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
    await page.locator('.exchange-job.is-done', { hasText: 'old-system.csv' }).getByText(/3 samples/).waitFor();
    await lead.keepPicture('exchange-2-jobs');
    await page.keyboard.press('Escape');
    await demo.openView('Trends');
    await page.getByRole('button', { name: 'Pen', exact: true }).click();
    await page.getByLabel('Find a tag to draw').fill('PT-2312');
    await page.getByRole('option', { name: /^PT-2312/ }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '1 h', exact: true }).click();
    const max = page.locator('.trends-legend tbody tr').first().locator('td').nth(9);
    await expect.poll(() => max.innerText(), soon).toBe('7.75');
  });

  it('saves a span of the plant as one recording', async () => {
    await demo.openView('Overview');
    await page.getByRole('button', { name: 'Save this span as a recording' }).click();
    await page.getByLabel('Title').fill('First minutes of the works');
    await page.getByRole('dialog').getByRole('button', { name: 'Save recording' }).click();
    recordingFile = await save(/First minutes of the works/, 'first-minutes.firstout');
    await page.keyboard.press('Escape');
    expect(lead.errors).toEqual([]);
  });

  it('opens the recording on another console: the plant as it was, and nothing to write to', async () => {
    const other = await startRecording(recordingFile);
    const reader = await openBrowser(other.links.engineer);
    try {
      reader.page.setDefaultTimeout(soon.timeout);
      const there = demoPage(reader.page, reader);
      await reader.page.getByText(/First minutes of the works/).first().waitFor();
      expect(await reader.page.getByRole('button', { name: 'LIVE', exact: true }).count()).toBe(0);
      // Its end is where the plant ran: the playhead goes there by the keys of the time bar's window.
      await there.openTab('Process', 'U200 Evaporation');
      const atTheEnd = async (): Promise<string> => {
        await reader.page.getByRole('slider', { name: 'Moment shown' }).press('End');
        return there.reading('PT-2312');
      };
      await expect.poll(atTheEnd, soon).toMatch(/^2\.\d\d bar$/);
      await there.keepBothThemes('exchange-3-recording');
      await there.shown('FIC-2011.PV').click();
      await reader.page.getByRole('button', { name: 'Change SP' }).and(reader.page.getByTitle(/recording/)).waitFor();
      // Nothing is kept in it either: no note, no trend of the project.
      await reader.page.keyboard.press('t');
      await reader.page.locator('.trends-plot').waitFor();
      await reader.page.getByRole('button', { name: 'Annotate' }).and(reader.page.getByTitle(/opened to be read/)).waitFor();
      await reader.page.locator('.trends-plot').press('n');
      await reader.page.getByText('This is a recording, opened to be read; notes and trends are kept on the console of the plant.').waitFor();
      expect(await reader.page.getByLabel('Text of the note').count()).toBe(0);
      await reader.page.getByRole('button', { name: 'Saved' }).click();
      expect(await reader.page.getByRole('checkbox', { name: 'In project' }).isDisabled()).toBe(true);
      expect(reader.errors).toEqual([]);
    } finally {
      await reader.close();
      expect(await other.close()).toBe(0);
    }
  });
});
