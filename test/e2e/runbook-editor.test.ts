import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { type ConsoleApp, openConsoleApp } from '../support/console-app.ts';
import { type DemoPage, demoPage } from '../support/demo-page.ts';
import { copyDemoPlant, type DemoPlant } from '../support/demo-plant.ts';

/** Time limit of a claim that is polled; the claim ends the wait. */
const soon = { timeout: 20_000 };
const id = 'RB-K201-03';

describe('a runbook that is edited and tried, in an Electron window', () => {
  let plant: DemoPlant;
  let app: ConsoleApp;
  let page: Page;
  let demo: DemoPage;
  const dataDir = mkdtempSync(join(tmpdir(), 'firstout-data-'));
  const open = async (): Promise<void> => {
    app = await openConsoleApp({ projectDir: plant.projectDir, dataDir });
    page = app.page;
    page.setDefaultTimeout(20_000);
    demo = demoPage(page, app);
    await demo.openView('Runbooks');
    await page.locator('.runbooks-row').filter({ hasText: id }).waitFor();
  };
  const text = () => page.getByLabel('Text of the runbook');
  const problems = () => page.getByRole('region', { name: 'Problems' });
  const save = () => page.getByRole('button', { name: 'Save', exact: true });
  const openText = async (): Promise<void> => {
    await page.locator('.runbooks-row').filter({ hasText: id }).click();
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
    await text().getByText('::value', { exact: false }).first().click();
    await page.keyboard.press('End');
    await page.keyboard.type('\n::chek[Oil]');
    await problems().getByText('error').first().waitFor();
    expect(await problems().getByRole('button').first().textContent()).toMatch(/Line \d+/);
    await problems().getByRole('button').first().click();
    expect(await save().getAttribute('aria-disabled')).toBe('true');
    await demo.keepBothThemes('runbook-editor-2-problem');
  });
});
