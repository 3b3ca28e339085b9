import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import type { ConsoleApp } from '../support/console-app.ts';
import type { DemoPage } from '../support/demo-page.ts';
import { type DemoWindow, openDemoWindow } from '../support/open-demo.ts';
import { inTime, soon } from '../support/patience.ts';
import { processBelow } from '../support/processes.ts';
import { holdToWrite } from '../support/window-hand.ts';

const oilLost = 'RB-K201-03';

describe('a runbook from the first-out card to its end, in an Electron window', () => {
  let opened: DemoWindow;
  let app: ConsoleApp;
  let page: Page;
  let demo: DemoPage;
  let beside: Page;
  /** A whole second at which the first step was open, UTC epoch ms. */
  let firstOpenMs = 0;
  const row = (on: Page, step: string) => on.locator(`.run-row[data-step="${step}"]`);
  const stateOf = (on: Page, step: string): Promise<string | null> => row(on, step).getAttribute('data-state');
  const confirm = (on: Page) => on.locator('.way-on-confirm');
  /** Leaves the open step undone, with a reason: whether it is met depends on how fast the plant is. */
  const skip = async (step: string, reason: string): Promise<void> => {
    await page.locator(`.open-step[data-step="${step}"]`).waitFor();
    await page.getByRole('button', { name: 'Skip', exact: true }).click();
    await page.getByLabel('Reason, required').fill(reason);
    await page.getByRole('dialog').getByRole('button', { name: 'Skip the step' }).click();
    await expect.poll(() => stateOf(page, step), soon).toBe('skipped');
  };

  beforeAll(async () => {
    opened = await openDemoWindow();
    ({ app, page, demo } = opened);
  });
  afterAll(() => opened?.close());

  it('finds runbooks by what people say, and says why', async () => {
    await demo.openView('Runbooks');
    await page.getByLabel('Search runbooks').fill('lube oil');
    const found = page.locator('.runbooks-library .runbooks-row').first();
    await expect.poll(() => found.textContent(), soon).toMatch(new RegExp(`^${oilLost}.*(words|title|symptom)`, 'i'));
    await app.keepPicture('runbook-1-library');
  });

  it('is suggested on the first-out card when the lube oil pump trips, with the reason', async () => {
    await demo.scenario.speed(10);
    await demo.scenario.start('Lube pump overload');
    await demo.openTab('Alarms', 'Active alarms');
    const suggested = page.locator('.first-out-card:visible .suggested-compact');
    await suggested.waitFor(inTime);
    await expect.poll(() => suggested.textContent(), soon).toMatch(/RB-K201-03.*suggested: .*P-231A\.FLT/);
    await demo.scenario.speed(1);
    await demo.openTab('Alarms', 'Active alarms');
    await demo.keepBothThemes('runbook-2-suggested');
    // Beside the whole burst: the first steps as the data have them.
    await page.locator('.workspace-tab').filter({ hasText: /^Flood/ }).click();
    const steps = page.locator('.flood-side:visible .suggested-steps li');
    await expect.poll(() => steps.first().textContent(), soon).toBe('K-201 is stopped');
    await expect.poll(() => steps.first().getByRole('img').getAttribute('aria-label'), soon).toMatch(/^(failed|passed)$/);
    await app.keepPicture('runbook-2-flood');
    await page.locator('.workspace-tab').filter({ hasText: /^Active alarms/ }).click();
    await suggested.click();
    await page.getByRole('document', { name: /K-201 trip on loss of lube oil/ }).waitFor();
    await app.keepPicture('runbook-3-page');
  });

  it('is begun, and its checks tick by what the plant says', async () => {
    await page.getByRole('button', { name: 'Begin run' }).click();
    await page.locator('.open-step[data-step="stopped"]').waitFor();
    // The drive was switched off by the trip; the rotor takes its time to come down.
    await expect.poll(() => page.locator('.step-item.is-check').nth(1).getAttribute('data-state'), soon).toBe('pass');
    firstOpenMs = Math.ceil(Date.now() / 1000) * 1000;
    await expect.poll(() => Date.now(), soon).toBeGreaterThan(firstOpenMs + 250);
    await demo.keepBothThemes('runbook-4-run');
  });

  it('is seen on a second console as it stands, and moves there as it is gone through here', async () => {
    const coming = app.app.waitForEvent('window');
    await page.locator('.workspace-tab').filter({ hasText: `Run 1 ${oilLost}` }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Open in a new window' }).click();
    beside = await coming;
    beside.setDefaultTimeout(soon.timeout);
    await row(beside, 'stopped').waitFor();
    await expect.poll(() => row(beside, 'stopped').getAttribute('aria-current'), soon).toBe('step');
    await skip('stopped', 'The rotor stands; seen at the coupling.');
    await expect.poll(() => row(beside, 'stopped').textContent(), soon).toContain('The rotor stands; seen at the coupling.');
    await expect.poll(() => row(beside, 'vent').getAttribute('aria-current'), soon).toBe('step');
  });

  it('writes what a step asks for by the guarded way: checked, held, and told in the run on both consoles', async () => {
    await page.locator('.open-step[data-step="vent"]').waitFor();
    const action = page.locator('[data-entry="action"]');
    await action.getByRole('button', { name: 'Write Open' }).click();
    const hold = page.getByRole('button', { name: 'Hold to write Open' });
    await expect.poll(() => hold.getAttribute('aria-disabled'), soon).toBeNull();
    // The value is the step's: nobody types another one.
    expect(await page.getByRole('dialog').getByRole('textbox').count()).toBe(0);
    await app.keepPicture('runbook-4-write');
    await holdToWrite(page, 'key');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    for (const on of [page, beside]) await expect.poll(() => on.locator('[data-entry="action"]').textContent(), soon).toMatch(/confirmed \d\d:\d\d:\d\d, by /);
    expect(await action.getAttribute('data-state')).toBe('passed');
  });

  it('does not let a step pass with a reading beyond its limits, and keeps what was read', async () => {
    await skip('vent', 'Seen from the deck.');
    await skip('feed', 'The level is held by hand.');
    await skip('standby', 'Its selector is being repaired.');
    await skip('restore', 'P-231B is not to be had.');
    const sight = page.getByLabel('Oil at the sight glass of TK-231');
    await sight.fill('12');
    await sight.press('Enter');
    const entry = page.locator('[data-entry="reading"]');
    await expect.poll(() => entry.getAttribute('data-state'), soon).toBe('failed');
    expect(await entry.textContent()).toContain('outside its limits (55 to 92 %)');
    expect(await confirm(page).getAttribute('aria-disabled')).toBe('true');
    expect(await confirm(page).getAttribute('title')).toContain('outside its limits (12 %)');
    await expect.poll(() => beside.locator('[data-entry="reading"]').textContent(), soon).toContain('12 %');
    await demo.keepBothThemes('runbook-5-reading');
  });

  it('keeps what is written while the engine does not answer, says that it is not sent, and sends it once', async () => {
    const engine = processBelow(app.app.process().pid ?? 0, 'headless.cjs').pid;
    process.kill(engine, 'SIGSTOP');
    try {
      await page.getByLabel('Note on the run').fill('Oil under the cooler.');
      await page.getByRole('button', { name: 'Add note' }).last().click();
      // Heard by nobody yet: it is on no list, and stands as waiting once the line is given up.
      await expect.poll(() => page.locator('.run-waiting').textContent(), soon).toMatch(/Saved here, not sent.*Note written: Oil under the cooler\./);
      expect(await page.locator('.run-notes li').count()).toBe(0);
      const checks = page.locator('.step-item.is-check');
      const states = (): Promise<readonly string[]> => checks.evaluateAll((all) => [...new Set(all.map((one) => one.getAttribute('data-state') ?? ''))]);
      await expect.poll(states, soon).toEqual(['unknown']);
      await app.keepPicture('runbook-5-not-sent');
    } finally {
      process.kill(engine, 'SIGCONT');
    }
    for (const on of [page, beside]) await expect.poll(() => on.locator('.run-notes li').allTextContents(), soon).toEqual([expect.stringContaining('Oil under the cooler.')]);
    await page.locator('.run-waiting').waitFor({ state: 'detached' });
  });

  it('keeps a photo, brought to a size a slow line carries, and shows it on the other console', async () => {
    const buffer = await page.screenshot();
    await page.locator('.run-notes input[type="file"]').setInputFiles({ name: 'skid.png', mimeType: 'image/png', buffer });
    const widthOn = (on: Page): Promise<number> => on.locator('.run-notes img').evaluateAll((all) => Math.max(0, ...all.map((one) => (one as HTMLImageElement).naturalWidth)));
    for (const on of [page, beside]) await expect.poll(() => widthOn(on), soon).toBe(1600);
  });

  it('is one step at a time on a tablet, every button large enough for a glove', async () => {
    await app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().forEach((window) => window.setSize(1024, 768)));
    await page.waitForFunction(() => innerWidth < 1280);
    await demo.rail.getByRole('button', { name: 'Setup' }).click();
    await page.getByRole('group', { name: 'Density' }).getByRole('button', { name: 'Tablet' }).click();
    await page.keyboard.press('Escape');
    await page.locator('html[data-density="tablet"]').waitFor();
    const small = (): Promise<readonly string[]> => page.locator('.run-panel button:visible').evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().height < 47.5).map((one) => one.textContent ?? ''));
    await expect.poll(small, soon).toEqual([]);
    expect(await page.locator('.run-list').isVisible()).toBe(false);
    await app.keepPicture('runbook-6-tablet');
  });

  it('is aborted with a reason, on every console, and nothing can be done to it after', async () => {
    await page.getByRole('button', { name: 'Abort' }).click();
    const sure = page.getByRole('dialog').getByRole('button', { name: 'Abort the run' });
    expect(await sure.getAttribute('aria-disabled')).toBe('true');
    await page.getByLabel('Reason, required').fill('Handed to the mechanics.');
    await sure.click();
    for (const on of [page, beside]) await expect.poll(() => on.locator('.run-head').textContent(), soon).toMatch(/aborted.*Handed to the mechanics\./);
    expect(await confirm(page).count()).toBe(0);
    await app.keepPicture('runbook-7-aborted');
  });

  it('is in replay as it was then, and nothing can be done there', async () => {
    const local = await page.evaluate((ms) => new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 19), firstOpenMs);
    await page.keyboard.press('Control+g');
    await page.getByLabel('Date and time, local').fill(local);
    await page.getByRole('dialog').getByRole('button', { name: 'Show' }).click();
    await page.locator('.open-step[data-step="stopped"]').waitFor();
    await expect.poll(() => confirm(page).getAttribute('title'), soon).toBe('Replay shows the past; go back to live (L) to acknowledge or write.');
    expect(await page.getByRole('button', { name: 'Override' }).getAttribute('aria-disabled')).toBe('true');
    expect(await page.locator('.run-head').textContent()).not.toContain('aborted');
    await app.keepPicture('runbook-8-replay');
    await page.keyboard.press('l');
    await expect.poll(() => page.locator('.run-head').textContent(), soon).toContain('aborted');
  });

  it('printed no error', () => expect(app.errors).toEqual([]));
});
