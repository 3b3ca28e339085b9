import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { type ConsoleApp, openConsoleApp } from '../support/console-app.ts';
import { type DemoPage, demoPage } from '../support/demo-page.ts';
import { copyDemoPlant, type DemoPlant } from '../support/demo-plant.ts';
import { inTime, soon } from '../support/patience.ts';

const id = 'RB-K201-03';

describe('a runbook that is edited and tried, in an Electron window', () => {
  let plant: DemoPlant;
  let app: ConsoleApp;
  let page: Page;
  let demo: DemoPage;
  /** A moment at which the plant ran and all links were up. */
  let healthyMs = 0;
  const dataDir = mkdtempSync(join(tmpdir(), 'firstout-data-'));
  const open = async (): Promise<void> => {
    app = await openConsoleApp({ projectDir: plant.projectDir, dataDir });
    page = app.page;
    page.setDefaultTimeout(soon.timeout);
    demo = demoPage(page, app);
    // What was open before is open again; the library is its first tab.
    await demo.openTab('Runbooks', 'Runbooks');
    await page.locator('.runbooks-row').filter({ hasText: id }).first().waitFor();
  };
  const text = () => page.getByLabel('Text of the runbook');
  const problems = () => page.getByRole('region', { name: 'Problems' });
  /** The text has the keys, in the tree of its own in which it stands. */
  const hasFocus = async (): Promise<void> => {
    const field = page.getByRole('textbox', { name: 'Text of the runbook' });
    await expect.poll(() => field.evaluate((one) => (one.getRootNode() as ShadowRoot).activeElement === one), soon).toBe(true);
  };
  const save = () => page.getByRole('button', { name: 'Save', exact: true });
  const openText = async (): Promise<void> => {
    await page.locator('.runbooks-library .runbooks-row').filter({ hasText: id }).click();
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await text().waitFor();
    await problems().getByText('can be saved and run').waitFor();
  };
  const textOfFile = (): string => {
    const dir = join(plant.projectDir, 'runbooks');
    return readdirSync(dir).map((name) => readFileSync(join(dir, name), 'utf8')).find((one) => one.includes(`id: ${id}\n`)) ?? '';
  };

  beforeAll(async () => {
    plant = await copyDemoPlant();
    await open();
  });
  afterAll(async () => {
    await app?.close();
    plant?.remove();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });

  it('is opened as its text beside what it will look like', async () => {
    await openText();
    await page.locator('.runbook-editor-page [data-step="stopped"]').waitFor();
    await demo.keepBothThemes('runbook-editor-1');
  });

  it('that is broken says so by its line, and cannot be saved', async () => {
    const before = textOfFile();
    await text().getByText('::value[Speed]').click();
    await hasFocus();
    await page.keyboard.press('End');
    await page.keyboard.type('\n::chek[Oil]');
    const problem = problems().getByRole('button').first();
    await expect.poll(() => problem.textContent(), soon).toMatch(/Line 43.*error.*no directive ::chek/);
    await problem.click();
    expect(await page.getByRole('textbox', { name: 'Text of the runbook' }).evaluate((field) => field.getRootNode() instanceof ShadowRoot)).toBe(true);
    expect(await save().getAttribute('aria-disabled')).toBe('true');
    expect(await save().getAttribute('title')).toMatch(/^Line 43: .*stays as a draft/);
    await page.keyboard.press('Control+s');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expect(textOfFile()).toBe(before);
    await demo.keepBothThemes('runbook-editor-2-problem');
  });

  it('is mended, gets a check by the insert menu, and is saved', async () => {
    // The line that is wrong, from its problem: marked, and taken out.
    await problems().getByRole('button').first().click();
    await hasFocus();
    await page.keyboard.press('Backspace');
    await problems().getByText('can be saved and run').waitFor();
    await page.getByRole('button', { name: 'Insert', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Check', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Insert: check' });
    await dialog.getByLabel('What must be so').fill('The speed is known');
    await dialog.getByLabel('Add a tag to the truth').fill('speed');
    await dialog.getByRole('option', { name: /^ST-2301/ }).click();
    const truth = dialog.getByLabel('Truth', { exact: true });
    expect(await truth.inputValue()).toBe('{ST-2301}');
    await truth.fill(`${await truth.inputValue()} >= 0`);
    await app.keepPicture('runbook-editor-3-insert');
    await dialog.getByRole('button', { name: 'Insert', exact: true }).click();
    await page.locator('.runbook-editor-item').filter({ hasText: 'The speed is known' }).waitFor();
    await problems().getByText('can be saved and run').waitFor();
    await save().click();
    await page.getByLabel('What was changed, and why').fill('The speed must be known before anybody goes there.');
    await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(/runbooks\/.*was saved/).waitFor();
    expect(textOfFile()).toContain('::value[Speed]{tag=ST-2301}\n::check[The speed is known]{expr="{ST-2301} >= 0"}\n');
    expect(app.errors).toEqual([]);
  });

  it('is there after the console was started again, and so is what was written and not saved', async () => {
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await text().getByText('The speed is known').click();
    await hasFocus();
    await page.keyboard.press('End');
    await page.keyboard.type('\nNot said yet.');
    await page.locator('.runbook-editor-top').getByText('not saved').waitFor();
    // Kept a moment after the last letter.
    await page.waitForFunction(() => Object.values(localStorage).some((kept) => String(kept).includes('Not said yet.')));
    await app.close();
    await open();
    await page.locator('.runbooks-drafts').getByRole('button', { name: id }).click();
    await page.getByText('This is your draft of', { exact: false }).waitFor();
    await text().getByText('Not said yet.').waitFor();
    expect(textOfFile()).not.toContain('Not said yet.');
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.getByRole('document').getByText('The speed is known', { exact: false }).waitFor();
  });

  it('is tried by the simulated plant: its check ticks itself, and the run is marked in every list', async () => {
    await demo.linksAreUp();
    await demo.scenario.speed(10);
    // The whole second that begins from here on, so that a typed moment is one with values.
    healthyMs = Math.ceil(Date.now() / 1000) * 1000;
    await expect.poll(() => Date.now(), soon).toBeGreaterThan(healthyMs);
    await demo.scenario.start('Lube pump overload');
    await demo.openView('Runbooks');
    await page.locator('.workspace-tab').filter({ hasText: new RegExp(`^${id}`) }).click();
    await page.getByRole('button', { name: 'Dry run', exact: true }).click();
    await page.locator('.dry-band').getByText('DRY RUN').waitFor();
    const step = page.locator('.open-step[data-step="stopped"]');
    const check = (words: string) => step.locator('.step-item.is-check').filter({ hasText: words });
    // The scenario trips the drive; nobody ticks anything.
    await expect.poll(() => check('The speed is known').getAttribute('data-state'), soon).toBe('pass');
    await expect.poll(() => check('The drive is off').getAttribute('data-state'), inTime).toBe('pass');
    await demo.keepBothThemes('runbook-editor-4-dry-run');
    await demo.openTab('Runbooks', 'Runbooks');
    await page.locator('.runbooks-row.is-run').filter({ hasText: 'DRY RUN' }).waitFor();
    await app.keepPicture('runbook-editor-5-library');
  });

  it('is tried by a replayed span: what was then decides, while the plant is elsewhere', async () => {
    await page.locator('.runbooks-library .runbooks-row').filter({ hasText: id }).click();
    await page.getByRole('group', { name: 'Moment shown' }).getByRole('button', { name: 'REPLAY' }).click();
    await page.locator('.time-bar-mode.is-past').waitFor();
    await page.getByRole('button', { name: 'Dry run', exact: true }).click();
    await page.locator('.dry-band').getByText('By the values of', { exact: false }).waitFor();
    // Back to before the fault, when the drive still ran: now it is off.
    await page.keyboard.press('Control+g');
    await page.getByLabel('Date and time, local').fill(await page.evaluate((ms) => new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 19), healthyMs));
    await page.getByRole('dialog').getByRole('button', { name: 'Show' }).click();
    const check = (words: string) => page.locator('.open-step .step-item.is-check').filter({ hasText: words });
    await expect.poll(() => check('The speed is known').getAttribute('data-state'), soon).toBe('pass');
    await expect.poll(() => check('The drive is off').getAttribute('data-state'), soon).toBe('fail');
    await app.keepPicture('runbook-editor-6-replayed');
    expect(app.errors).toEqual([]);
  });
});
