import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { type ConsoleApp, openConsoleApp } from '../support/console-app.ts';
import { type DemoPage, demoPage } from '../support/demo-page.ts';
import { copyDemoPlant, type DemoPlant } from '../support/demo-plant.ts';
import { watchPage } from '../support/page-watch.ts';
import { inTime, soon } from '../support/patience.ts';
import { processBelow } from '../support/processes.ts';
import { openBrowser, startStation } from '../support/station.ts';
import { openPalette } from '../support/window-hand.ts';

/** The smallest PNG there is: one grey pixel. */
const photo = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64');

describe('an incident led on the console', () => {
  let plant: DemoPlant;
  let dataDir: string;
  let app: ConsoleApp;
  let page: Page;
  let demo: DemoPage;
  let second: Page;
  /** The next shift's console. */
  let station: Awaited<ReturnType<typeof startStation>>;
  let next: Awaited<ReturnType<typeof openBrowser>>;
  let firstOut: string;
  /** A moment at which the incident stood open, UTC epoch ms. */
  let openMs: number;

  const boardOf = (on: Page) => on.locator('.incident-board:visible');
  const board = () => boardOf(page);
  const timeline = (on: Page = page) => boardOf(on).getByRole('region', { name: 'Timeline' });
  const entry = (words: string | RegExp, on: Page = page) => timeline(on).locator('.incident-entry').filter({ hasText: words });
  const bar = (on: Page = page) => on.getByRole('region', { name: 'Open incident' });

  beforeAll(async () => {
    plant = await copyDemoPlant();
    dataDir = mkdtempSync(join(tmpdir(), 'firstout-data-'));
    app = await openConsoleApp({ projectDir: plant.projectDir, dataDir });
    page = app.page;
    page.setDefaultTimeout(soon.timeout);
    demo = demoPage(page, app);
    await demo.linksAreUp();
    await demo.isQuiet();
  });
  afterAll(async () => {
    await app?.close();
    await next?.close();
    await station?.close();
    plant?.remove();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });

  it('is opened with one press on the first-out card: its board says what began it, and every window has its bar', async () => {
    await demo.scenario.speed(10);
    await demo.scenario.start('Lube pump overload');
    await page.locator('.alarm-banner-row .rank-flag.is-first').first().waitFor(inTime);
    await demo.openTab('Alarms', 'Active alarms');
    const card = page.getByRole('region', { name: 'First out' });
    firstOut = (await card.locator('.first-out-tag').textContent()) ?? '';
    await card.getByRole('button', { name: 'Open incident', exact: true }).click();
    await board().waitFor();
    await board().locator('.incident-origin b', { hasText: firstOut }).waitFor();
    await bar().getByText('INC-0001').waitFor();
    // Who opened it may lead, so they do.
    await expect.poll(() => board().getByRole('region', { name: 'People' }).locator('li').first().textContent(), soon).not.toContain('nobody');
    await entry(/Incident opened, severity [1-4]/).waitFor();
    openMs = Date.now();
    await entry(firstOut).locator('.rank-flag').waitFor();
    // The console that opened it has drawn the process graphic of that moment, and it is kept with the incident.
    const drawn = entry(/Process graphic .* as it was, as shown by console/).locator('img').first();
    await drawn.waitFor();
    await expect.poll(() => drawn.evaluate((picture: HTMLImageElement) => picture.naturalWidth), soon).toBe(1400);
  });

  it('takes tasks, notes with a photo and status updates, each written down once', async () => {
    await board().getByRole('button', { name: 'Give a task' }).click();
    await board().getByLabel('What is to be done').fill('Isolate the motor feeder');
    await board().getByLabel('Who does it').fill('electrician');
    await board().getByRole('button', { name: '5 min', exact: true }).click();
    await board().getByRole('button', { name: 'Give task', exact: true }).click();
    await board().locator('.incident-task', { hasText: 'Isolate the motor feeder' }).getByText(/^due .* in /).waitFor();

    await board().locator('input[data-role="files"]').setInputFiles({ name: 'relay.png', mimeType: 'image/png', buffer: photo });
    await board().getByLabel('What to add').fill('Thermal overload tripped, no earth fault shown');
    // Read and made smaller first, while one types.
    await board().getByRole('list', { name: 'Files to add' }).getByText('relay.png').waitFor();
    await board().getByLabel('What to add').press('Enter');
    const note = entry('Thermal overload tripped');
    await expect.poll(() => note.locator('img').evaluate((picture: HTMLImageElement) => picture.naturalWidth), soon).toBe(1);

    await board().getByRole('button', { name: 'Give status update' }).click();
    await board().getByLabel('What all are told').fill('Everybody is out of the hall');
    await board().getByLabel('What all are told').press('Enter');
    await entry('Status update to all: Everybody is out of the hall').waitFor();
    expect(await Promise.all([note.count(), entry('Everybody is out').count(), entry(/^.*Task for electrician/).count()])).toEqual([1, 1, 1]);
    await app.keepPicture('incident-1-board');
  });

  it('is the same in another window, and takes a note from any view with one key', async () => {
    const coming = app.app.waitForEvent('window');
    await page.locator('.workspace-tab', { hasText: 'INC-0001' }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Open in a new window' }).click();
    second = await coming;
    second.setDefaultTimeout(soon.timeout);
    const { errors } = watchPage(second);
    await entry('Thermal overload tripped', second).waitFor();
    await bar(second).getByText('INC-0001').waitFor();
    await demo.openTab('Process', 'U200 Evaporation');
    await page.keyboard.press('n');
    // The field is its first focus; a dialog takes that a moment after it stands.
    await page.getByRole('dialog').locator('textarea:focus').waitFor();
    await page.getByRole('dialog').getByLabel('What to add').fill('Field is at the skid');
    await page.getByRole('dialog').getByLabel('What to add').press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await entry('Field is at the skid', second).waitFor();
    await boardOf(second).locator('.incident-task', { hasText: 'Isolate the motor feeder' }).getByRole('button', { name: 'Task T1 is done' }).click();
    await boardOf(second).getByRole('button', { name: 'Done', exact: true }).last().click();
    await bar().getByText('0 tasks').waitFor();
    expect(errors).toEqual([]);

    // What a runbook refers to is a file of the project, and is shown.
    await openPalette(page);
    await page.keyboard.insertText('RB-EL-01');
    await page.getByRole('option', { name: /RB-EL-01/ }).first().click();
    await page.getByRole('button', { name: 'restart list' }).first().click();
    await page.getByRole('dialog', { name: 'restart-list.md' }).getByText('cooling water').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('is shown in replay as it was, where nothing can be done', async () => {
    await bar().getByRole('button', { name: /INC-0001/ }).click();
    // A minute before it began there is no incident.
    await entry(/Incident opened/).locator('.incident-entry-time').click();
    await page.getByText('INC-0001 was not open at the moment shown').waitFor();
    await page.keyboard.press('l');
    // The whole second before the note from the field: opened, and without it.
    const title = (await entry('Field is at the skid').locator('.incident-entry-time').textContent()) ?? '';
    const day = await page.evaluate(() => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10));
    await page.keyboard.press('Control+g');
    await page.getByLabel('Date and time, local').fill(`${day}T${title.slice(0, 8)}`);
    await page.getByRole('dialog').getByRole('button', { name: 'Show' }).click();
    await page.locator('.shell.is-past').waitFor();
    await entry(/Incident opened/).waitFor();
    expect(await entry('Field is at the skid').count()).toBe(0);
    expect(await board().getByRole('button', { name: 'Close incident', exact: true }).getAttribute('aria-disabled')).toBe('true');
    expect(await page.getByRole('region', { name: 'Add to the timeline' }).count()).toBe(0);
    await page.keyboard.press('l');
    await entry('Field is at the skid').waitFor();

    // Before all history nothing waits for a value: it is said when history begins, with a way there.
    await page.keyboard.press('Control+g');
    await page.getByLabel('Date and time, local').fill('2020-02-02T10:00:00');
    await page.getByRole('dialog').getByRole('button', { name: 'Show' }).click();
    await page.locator('.replay-before', { hasText: /^History begins at / }).waitFor();
    await page.getByRole('button', { name: 'Go to its beginning' }).click();
    await page.locator('.replay-before').waitFor({ state: 'detached' });
    await page.locator('.shell.is-past').waitFor();
    await page.keyboard.press('l');
    await entry('Field is at the skid').waitFor();

    // A link that somebody opens elsewhere on this machine, as the system hands it over: to the console that runs.
    const link = `firstout://replay?plant=Harbour%20Works&at=${new Date(openMs).toISOString()}&incident=INC-0001`;
    await app.app.evaluate(({ app: electron }, words) => electron.emit('second-instance', {}, words), ['firstout', link]);
    await page.locator('.shell.is-past').waitFor();
    await expect.poll(() => entry('Field is at the skid').count(), soon).toBe(0);
    await entry(/Incident opened/).waitFor();
    await page.keyboard.press('l');
    await entry('Field is at the skid').waitFor();
  });

  it('is closed with its cause, and carries over what is open', async () => {
    await board().getByRole('button', { name: 'Give a task' }).click();
    await board().getByLabel('What is to be done').fill('Measure the motor insulation');
    await board().getByLabel('Who does it').fill('electrician');
    await board().getByRole('button', { name: 'Give task', exact: true }).click();
    await board().locator('.incident-task', { hasText: 'Measure the motor insulation' }).waitFor();
    await board().getByRole('button', { name: 'Close incident', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Cause').fill('Lube pump overloaded by a seized bearing');
    await dialog.getByLabel('Downtime').fill('42');
    await dialog.getByRole('button', { name: 'Close incident', exact: true }).click();
    await board().getByRole('region', { name: 'How it ended' }).getByText('Lube pump overloaded by a seized bearing').waitFor();
    await board().getByText('42 min').waitFor();
    await bar().waitFor({ state: 'detached' });
    await board().locator('.incident-task', { hasText: 'carried over as an open action' }).waitFor();
  });

  it('is shown as it was known last while the engine is away, in views that are opened then, too', async () => {
    await page.locator('.workspace-tab:visible', { hasText: 'INC-0001' }).getByRole('button', { name: /^Close / }).click();
    await demo.openTab('Incident', 'Incidents');
    await page.locator('.incidents-row:visible', { hasText: 'INC-0001' }).waitFor();
    const engine = processBelow(app.app.process().pid ?? 0, 'headless.cjs').pid;
    process.kill(engine, 'SIGSTOP');
    try {
      await page.locator('.link-notice').waitFor();
      await page.locator('.incidents-page:visible').getByText(/^No link to the engine: incidents as known at /).waitFor();
      await page.locator('.incidents-row:visible', { hasText: 'INC-0001' }).click();
      await board().getByText(/^No link to the engine: INC-0001 as known at /).waitFor();
      await board().getByRole('region', { name: 'How it ended' }).getByText('Lube pump overloaded by a seized bearing').waitFor();
      expect(await timeline().locator('.incident-entry').count()).toBeGreaterThanOrEqual(1);
      // What this console never asked for is said to be unknown, not shown as nothing.
      await timeline().getByRole('button', { name: 'Notes', exact: true }).click();
      await timeline().getByText('this console was not told of it before').waitFor();
      await timeline().getByRole('button', { name: 'All', exact: true }).click();
    } finally {
      process.kill(engine, 'SIGCONT');
    }
    await page.locator('.link-notice').waitFor({ state: 'detached' });
    await timeline().getByText('as told at').waitFor({ state: 'detached' });
    await entry('Incident closed: Lube pump overloaded').waitFor();
  });

  it('is in the handover, which who wrote it does not accept and the next lead does, item by item', async () => {
    await demo.openTab('Incident', 'Shift handover');
    const last = page.getByRole('region', { name: 'Last handover' });
    await page.getByRole('region', { name: 'Handover now' }).getByText('Measure the motor insulation').waitFor();
    await page.getByLabel('What else the next shift is to know').fill('Ask the electrician first');
    await page.getByRole('button', { name: 'Write handover' }).click();
    await last.getByText(/^HO-0001/).waitFor();
    expect(await last.getByRole('button', { name: /^Accept INC-0001/ }).first().getAttribute('aria-disabled')).toBe('true');
    await app.keepPicture('incident-2-handover');
    expect(app.errors).toEqual([]);
    await app.close();

    // The next shift, on another console: the same records, another person.
    station = await startStation(plant.projectDir, ['--port', '0', '--data', dataDir]);
    next = await openBrowser(station.links.lead);
    next.page.setDefaultTimeout(soon.timeout);
    await demoPage(next.page, next).openTab('Incident', 'Shift handover');
    const written = next.page.getByRole('region', { name: 'Last handover' });
    await written.getByText('Ask the electrician first').waitFor();
    const items = written.locator('.handover-item');
    const count = await items.count();
    await written.getByRole('button', { name: 'Accept INC-0001.T2' }).click();
    await written.locator('.handover-item.is-accepted', { hasText: 'Measure the motor insulation' }).waitFor();
    expect(await written.locator('.handover-item.is-accepted').count()).toBe(1);
    for (const box of await written.getByRole('checkbox').all()) await box.check();
    if (count > 1) await written.getByRole('button', { name: 'Accept what is ticked' }).click();
    await written.getByText('all accepted').waitFor();
  });

  it('has a report with pictures of its key moments, saved as a PDF, whose links lead back to them', async () => {
    const there = demoPage(next.page, next);
    await there.openTab('Incident', 'Incidents');
    await next.page.locator('.incidents-row:visible', { hasText: 'INC-0001' }).click();
    await boardOf(next.page).getByRole('button', { name: 'Recording', exact: true }).click();
    await next.page.getByRole('dialog').getByText(/its incidents and runs of runbooks/).waitFor();
    await next.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await boardOf(next.page).getByRole('button', { name: 'Report of INC-0001, PDF' }).press('Enter');
    // Drawn by a processor, pictures in 3D take seconds each.
    const download = next.page.waitForEvent('download', inTime);
    await next.page.locator('.exchange-job', { hasText: 'Report of INC-0001' }).getByRole('button', { name: /^Save, / }).click(inTime);
    const file = join(dataDir, 'report.pdf');
    await (await download).saveAs(file);
    expect(readFileSync(file).subarray(0, 4).toString('latin1')).toBe('%PDF');
    await next.page.keyboard.press('Escape');
    // Of each key moment there is a process graphic and a 3D view now, each once; they went into the report.
    const shown = (words: RegExp): Promise<number> => entry(words, next.page).count();
    await expect
      .poll(async () => {
        const [graphics, views] = [await shown(/Process graphic .* as it was, as shown by console/), await shown(/3D view .* as it was, as shown by console/)];
        return graphics === views && views > 1;
      }, soon)
      .toBe(true);
    // A link out of the report, pasted into the search, leads there.
    await next.page.keyboard.press('Escape');
    await openPalette(next.page);
    await next.page.keyboard.insertText(`firstout://replay?plant=Harbour%20Works&at=${new Date(openMs).toISOString()}&incident=INC-0001`);
    await next.page.getByRole('option', { name: /^Replay .* with the board of INC-0001/ }).click();
    await next.page.locator('.shell.is-past').waitFor();
    // As it was then: open, and nobody had written from the field yet.
    await entry(/Incident opened/, next.page).waitFor();
    expect(await entry('Field is at the skid', next.page).count()).toBe(0);
    expect(next.errors).toEqual([]);
  });
});
