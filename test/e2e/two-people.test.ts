import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { demoPage } from '../support/demo-page.ts';
import { copyDemoPlant, type DemoPlant } from '../support/demo-plant.ts';
import { soon } from '../support/patience.ts';
import { readDocx } from '../support/read-paper.ts';
import { runbookHand, type RunbookHand } from '../support/runbook-hand.ts';
import { type BrowserPage, openBrowser, startStation, type Station } from '../support/station.ts';

/** An operator and a lead, each at a console of one station: what needs two people is done by two. */
describe('two people at two consoles', () => {
  let plant: DemoPlant;
  let station: Station;
  let operator: BrowserPage;
  let lead: BrowserPage;
  let hand: RunbookHand;
  let leads: RunbookHand;
  const folder = mkdtempSync(join(tmpdir(), 'firstout-papers-'));
  const sign = (on: Page) => on.locator('[data-entry="sign"]:visible');

  beforeAll(async () => {
    plant = await copyDemoPlant();
    station = await startStation(plant.projectDir);
    [operator, lead] = await Promise.all([openBrowser(station.links.operate), openBrowser(station.links.lead)]);
    for (const { page } of [operator, lead]) page.setDefaultTimeout(soon.timeout);
    hand = runbookHand(operator.page);
    leads = runbookHand(lead.page);
    await demoPage(operator.page, operator).linksAreUp();
  });
  afterAll(async () => {
    await operator?.close();
    await lead?.close();
    await station?.close();
    plant?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('sign for one isolation: the first cannot sign for the second, and the other can', async () => {
    const { page } = operator;
    await demoPage(page, operator).openView('Runbooks');
    await page.getByLabel('Search runbooks').fill('density');
    await page.locator('.runbooks-library .runbooks-row', { hasText: 'RB-U200-05' }).first().click();
    await page.getByRole('button', { name: 'Begin run' }).click();
    await hand.open('others').waitFor();
    // Up to the isolation nothing of it is needed here; a step with writes is a lead's to leave out.
    await hand.end('others', { kind: 'skip', reason: 'The density drifts.' });
    await demoPage(lead.page, lead).openView('Runbooks');
    await lead.page.locator('.runbooks-row.is-run:visible', { hasText: 'Run 1' }).click();
    await leads.open('manual').waitFor();
    await leads.doDeed({ write: 'DIC-2041 to Man' });
    await leads.doDeed({ write: 'LCV-2041 to 52 %' });
    await expect.poll(() => leads.check('DIC-2041 in Man').getAttribute('data-state'), soon).toBe('pass');
    await leads.end('manual', { kind: 'confirm' });
    for (const deed of [
      { reading: 'Density of the sample', value: '1.29' },
      { reading: 'Density of the second sample', value: '1.29' },
      { note: 'Time of the sample', text: 'Weighed twice, 1.29 both times' },
    ])
      await hand.doDeed(deed);
    await hand.end('sample', { kind: 'confirm' });
    await hand.open('shut-in').waitFor();
    // Nothing is signed before it is there.
    await hand.doDeed({ gate: 'Shutter of the source', number: 'LOTO 17' });
    await hand.doDeed({ gate: 'Permit for work', number: 'P 4711' });

    await sign(page).getByRole('button', { name: 'Sign as link:operate' }).click();
    await sign(page).getByText(/link:operate \d\d:\d\d:\d\d; 1 more of 2 of role operator or above/).waitFor();
    const again = sign(page).getByRole('button', { name: 'Sign as link:operate' });
    await expect.poll(() => again.getAttribute('aria-disabled'), soon).toBe('true');
    expect(await again.getAttribute('title')).toBe('link:operate has signed; the other signature is another person’s.');
    await again.click({ force: true });
    await operator.keepPicture('two-people-1-signed-once');
    expect(await sign(page).getAttribute('data-state')).toBe('sign-off');

    await sign(lead.page).getByText(/link:operate \d\d:\d\d:\d\d; 1 more/).waitFor();
    await sign(lead.page).getByRole('button', { name: 'Sign as link:lead' }).click();
    for (const on of [page, lead.page]) await sign(on).getByText(/^.*link:operate \d\d:\d\d:\d\d, link:lead \d\d:\d\d:\d\d; complete/).waitFor();
    await operator.keepPicture('two-people-2-signed-twice');
    expect(await sign(page).getAttribute('data-state')).toBe('passed');
  });

  it('hand a shift over: who wrote it accepts nothing, the next lead each item by its own button, and the paper is saved as DOCX', async () => {
    const { page } = lead;
    const there = demoPage(page, lead);
    await there.openTab('Incident', 'Shift handover');
    await page.getByRole('region', { name: 'Handover now' }).getByText('RB-U200-05').first().waitFor();
    await page.getByLabel('What else the next shift is to know').fill('The source stays shut');
    await page.getByRole('button', { name: 'Write handover' }).click();
    const written = page.getByRole('region', { name: 'Last handover' });
    await written.getByText(/^HO-0001/).waitFor();
    for (const button of await written.getByRole('button', { name: /^Accept / }).all()) expect(await button.getAttribute('aria-disabled')).toBe('true');

    const next = await openBrowser(station.links.engineer);
    try {
      next.page.setDefaultTimeout(soon.timeout);
      await demoPage(next.page, next).openTab('Incident', 'Shift handover');
      const last = next.page.getByRole('region', { name: 'Last handover' });
      await last.getByText('The source stays shut').waitFor();
      const items = await last.locator('.handover-item').count();
      expect(items).toBeGreaterThan(0);
      for (let done = 0; done < items; done++) {
        await last.locator('.handover-item:not(.is-accepted)').first().getByRole('button', { name: /^Accept / }).click();
        await expect.poll(() => last.locator('.handover-item.is-accepted').count(), soon).toBe(done + 1);
      }
      await last.getByText('all accepted').waitFor();
      await next.keepPicture('two-people-3-accepted');
      // Who wrote it sees who took it over.
      await written.getByText('all accepted').waitFor();
      expect(await written.locator('.handover-done').first().textContent()).toContain('link:engineer');

      await last.getByRole('button', { name: 'Report of HO-0001, DOCX' }).click();
      const download = next.page.waitForEvent('download');
      await next.page.locator('.exchange-job').first().locator('button[title$=".docx"]').click();
      const path = join(folder, 'handover.docx');
      await (await download).saveAs(path);
      const { text } = readDocx(path);
      for (const words of ['HO-0001', 'The source stays shut', 'RB-U200-05', 'link:lead', 'link:engineer']) expect(text).toContain(words);
      expect(next.errors).toEqual([]);
    } finally {
      await next.close();
    }
  });

  it('printed no error on any console', () => {
    for (const { errors } of [operator, lead]) expect(errors).toEqual([]);
  });
});
