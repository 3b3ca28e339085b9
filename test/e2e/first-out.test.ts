import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import type { ConsoleApp } from '../support/console-app.ts';
import type { DemoPage } from '../support/demo-page.ts';
import { type DemoWindow, openDemoWindow, withoutPast } from '../support/open-demo.ts';
import { inTime, soon } from '../support/patience.ts';

const replayRefusal = 'Replay shows the past; go back to live (L) to acknowledge or write.';

describe('what failed first when the lube oil pump trips, in an Electron window', () => {
  let opened: DemoWindow;
  let app: ConsoleApp;
  let page: Page;
  let demo: DemoPage;
  const card = () => page.locator('.first-out-card:visible');
  const cardText = async (part: 'tag' | 'time' | 'message'): Promise<string> => (await card().locator(`.first-out-${part}`).textContent()) ?? '';
  const tab = (title: RegExp) => page.locator('.workspace-tab').filter({ hasText: title });
  const isPast = async (): Promise<boolean> => (await page.locator('.shell.is-past').count()) === 1;
  const head = async (): Promise<readonly string[]> => Promise.all((['tag', 'time', 'message'] as const).map(cardText));

  beforeAll(async () => {
    opened = await withoutPast(openDemoWindow);
    ({ app, page, demo } = opened);
  });
  afterAll(() => opened?.close());

  it('says that there is none while the plant runs well', async () => {
    await demo.openView('Alarms');
    await tab(/^Flood/).click();
    await page.getByText('No burst of alarms in the last 4 hours').waitFor();
    expect(await card().count()).toBe(0);
  });

  it('names P-231A.FLT on the card, above alarms of higher priority, while the flood still comes in', async () => {
    await demo.scenario.speed(10);
    await demo.scenario.start('Lube pump overload');
    await demo.openTab('Alarms', 'Active alarms');
    await expect.poll(async () => (await card().count()) === 1, inTime).toBe(true);
    await expect.poll(() => cardText('tag'), soon).toBe('P-231A.FLT');
    expect(await cardText('time')).toMatch(/^\d\d:\d\d:\d\d\.\d{3}$/);
    // The banner begins with it although P1 alarms wait behind.
    const rows = page.locator('.alarm-banner-row');
    await expect.poll(async () => (await rows.first().textContent()) ?? '', soon).toMatch(/1ST.*P-231A\.FLT/);
    await expect.poll(() => page.locator('.alarm-banner-row.p1').count(), soon).toBeGreaterThan(0);
    expect(await rows.first().getAttribute('class')).not.toContain('p1');
    await expect.poll(async () => Number(/^(\d+)/.exec((await page.locator('.sequence-head .tx-3:visible').textContent()) ?? '')?.[1]), inTime).toBeGreaterThanOrEqual(15);
    expect(await cardText('tag')).toBe('P-231A.FLT');
    await demo.scenario.speed(1);
    await demo.openTab('Alarms', 'Active alarms');
    await demo.keepBothThemes('first-out-active');
  });

  it('shows the whole burst in its own tab: order, evidence, candidates, the list since the first-out, the latched trip group', async () => {
    await tab(/^Flood \d\d:\d\d$/).click();
    await expect.poll(() => cardText('tag'), soon).toBe('P-231A.FLT');
    await expect.poll(() => card().locator('.first-out-evidence li').count(), soon).toBeGreaterThanOrEqual(2);
    await expect.poll(() => card().locator('.first-out-candidate').count(), soon).toBe(3);
    await expect.poll(async () => (await demo.rows())[0]?.cells.join(' ') ?? '', soon).toMatch(/0\.000 s .*P-231A\.FLT/);
    const listed = await demo.rows();
    expect(listed.find(({ alarm }) => alarm === 'K-201.TRIP')?.cells[1]).toMatch(/^\+\d+\.\d{3} s$/);
    expect(await page.locator('.sequence-mark .sequence-flag.is-first').count()).toBeGreaterThanOrEqual(1);
    const trip = page.locator('.first-out-trip:visible').filter({ hasText: '1ST' }).first();
    await trip.waitFor();
    const reset = trip.getByRole('button', { name: 'Reset' });
    expect([await reset.getAttribute('aria-disabled'), await reset.getAttribute('title')]).toEqual(['true', 'One of its alarms is still active. It can be reset when all have returned.']);
    await demo.keepBothThemes('first-out-flood');
  });

  it('is stepped through by key, mark by mark in the order of time, and a mark is selected by Enter', async () => {
    const sequence = page.locator('.sequence-scroller:visible');
    await sequence.focus();
    await page.keyboard.press('Home');
    await expect.poll(() => sequence.getAttribute('aria-label'), soon).toContain('0.000 s');
    await page.keyboard.press('Enter');
    await page.locator('.shell-inspector', { hasText: 'P-231A' }).waitFor();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => sequence.getAttribute('aria-label'), soon).toMatch(/\+\d+\.\d{3} s/);
  });

  it('gives the same first-out in replay at that moment, nothing before it, and refuses a reset there', async () => {
    const live = await head();
    const wholeMs = Date.now();
    await page.locator('.sequence-scroller:visible').focus();
    await page.keyboard.press('r');
    await expect.poll(isPast, soon).toBe(true);
    // 60 s before the first alarm there is no burst, while the banner stays with the present.
    await page.getByText('No burst of alarms in the 4 hours before this moment').waitFor();
    expect(await page.locator('.alarm-banner-row').first().textContent()).toContain('P-231A.FLT');
    // Back at the moment the live card was read.
    await expect.poll(() => Date.now(), soon).toBeGreaterThan(wholeMs + 3000);
    const local = await page.evaluate((ms) => new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 19), wholeMs);
    await page.keyboard.press('Control+g');
    await page.getByLabel('Date and time, local').fill(local);
    await page.getByRole('dialog').getByRole('button', { name: 'Show' }).click();
    await card().waitFor();
    await expect.poll(head, soon).toEqual(live);
    const reset = page.locator('.first-out-trip:visible').first().getByRole('button', { name: 'Reset' });
    expect([await reset.getAttribute('aria-disabled'), await reset.getAttribute('title')]).toEqual(['true', replayRefusal]);
    await demo.keepBothThemes('first-out-replay');
    await page.keyboard.press('l');
    await expect.poll(isPast, soon).toBe(false);
    await expect.poll(() => cardText('tag'), soon).toBe('P-231A.FLT');
  });

  it('fits a tablet: 48 px for every button, nothing beside the list cut off', async () => {
    await app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1024, 768));
    await page.waitForFunction(() => innerWidth < 1280);
    await demo.rail.getByRole('button', { name: 'Setup' }).click();
    await page.getByRole('group', { name: 'Density' }).getByRole('button', { name: 'Tablet' }).click();
    await page.keyboard.press('Escape');
    await page.locator('html[data-density="tablet"]').waitFor();
    await card().waitFor();
    const small = (): Promise<readonly string[]> =>
      page.locator('.first-out-panel button:visible').evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().height < 47.5).map((one) => one.textContent ?? ''));
    await expect.poll(small, soon).toEqual([]);
    await app.keepPicture('first-out-tablet');
  });

  it('printed no error', () => expect(app.errors).toEqual([]));
});
