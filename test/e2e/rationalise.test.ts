import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoPage } from '../support/demo-page.ts';
import { copyDemoPlant, type DemoPlant } from '../support/demo-plant.ts';
import { soon } from '../support/patience.ts';
import { type BrowserPage, openBrowser, startStation, type Station } from '../support/station.ts';

describe('rationalising an alarm of the demo plant', () => {
  let plant: DemoPlant;
  let station: Station;
  let engineer: BrowserPage;
  let lead: BrowserPage;

  const file = (): string => readFileSync(join(plant.projectDir, 'alarms/u200.yaml'), 'utf8');
  const open = async (from: BrowserPage): Promise<Page> => {
    const { page } = from;
    page.setDefaultTimeout(soon.timeout);
    await demoPage(page, from).openTab('Alarms', 'Rationalise');
    await page.getByRole('searchbox', { name: 'Find alarms' }).fill('LT-2012');
    await page.getByRole('grid', { name: 'Design of the alarms' }).getByText('LT-2012.L', { exact: true }).click();
    await page.getByRole('form', { name: 'Design of LT-2012.L' }).waitFor();
    return page;
  };

  beforeAll(async () => {
    plant = await copyDemoPlant();
    station = await startStation(plant.projectDir);
    engineer = await openBrowser(station.links.engineer);
    lead = await openBrowser(station.links.lead);
  });
  afterAll(async () => {
    await Promise.all([engineer?.close(), lead?.close()]);
    await station?.close();
    plant?.remove();
  });

  it('writes the limit and the reason into the project, and every console runs on with it', async () => {
    const before = file();
    const other = await open(lead);
    const page = await open(engineer);
    const form = page.getByRole('form', { name: 'Design of LT-2012.L' });
    await form.getByRole('textbox', { name: 'Limit' }).fill('27.5');
    expect(await form.getByRole('button', { name: 'Save 1 change' }).getAttribute('title')).toBe('Say why: it is kept with the alarm.');
    await form.getByRole('textbox', { name: 'Why' }).fill('Comes in every filter wash');
    await form.getByRole('button', { name: 'Save 1 change' }).click();

    await expect.poll(file, soon).not.toBe(before);
    const changed = file().split('\n').filter((line) => !before.includes(line));
    expect(changed).toEqual(['    limit: 27.5', expect.stringMatching(/^ {4}rationalised: \{ by: .+, at: .+Z, why: Comes in every filter wash \}$/)]);
    // The other console draws the new design without being asked to.
    await expect.poll(() => other.getByRole('form', { name: 'Design of LT-2012.L' }).getByRole('textbox', { name: 'Limit' }).inputValue(), soon).toBe('27.5');
    await page.getByText('limit: 25 to 27.5').waitFor();
    await engineer.keepPicture('rationalise-saved');
  });
  it('says to a lead why the design cannot be changed here', async () => {
    const button = lead.page.getByRole('button', { name: 'Judged right' });
    expect(await button.getAttribute('title')).toBe('Changing the design of alarms needs the role engineer; this console has lead.');
    expect(await button.getAttribute('aria-disabled')).toBe('true');
  });
  it('leaves no error behind', () => {
    expect([...engineer.errors, ...lead.errors]).toEqual([]);
  });
});
