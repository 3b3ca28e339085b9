import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { demoPage, type DemoPage, demoLinks } from '../support/demo-page.ts';
import { type DemoStation, openDemoStation } from '../support/open-demo.ts';
import { inTime, soon } from '../support/patience.ts';
import { processBelow } from '../support/processes.ts';
import { type BrowserPage, openBrowser, type Station } from '../support/station.ts';
import { engineNotice, holdToWrite } from '../support/window-hand.ts';

/** Two consoles on one plant: an operator who acts, and one who may only look on. */
describe('two consoles on the demo plant', () => {
  let opened: DemoStation;
  let station: Station;
  let operator: BrowserPage;
  let onlooker: BrowserPage;
  let page: Page;
  let demo: DemoPage;
  let other: DemoPage;

  beforeAll(async () => {
    opened = await openDemoStation('operate');
    ({ station, browser: operator, page, demo } = opened);
    onlooker = await openBrowser(station.links.view);
    onlooker.page.setDefaultTimeout(soon.timeout);
    other = demoPage(onlooker.page, onlooker);
  });
  afterAll(async () => {
    await onlooker?.close();
    await opened?.close();
  });

  it('marks what a hung PLC sent, and nothing else, with one alarm and a square in the status bar, and heals', async () => {
    await demo.scenario.start('PLC-41 hangs');
    await demo.link('PLC-41').getByText('no link').waitFor(soon);
    await expect.poll(() => demo.link('PLC-41').locator('.link-mark').getAttribute('class'), soon).toContain('link-mark-square');
    await demo.openTab('Process', 'U400 Utilities');
    await expect.poll(() => demo.reading('PT-4211'), soon).toMatch(/^---- .*PLC-41/);
    await operator.keepPicture('demo-4-plc-hangs-u400');
    await demo.openTab('Process', 'U200 Evaporation');
    await demo.shown('PT-2312').waitFor();
    await expect.poll(async () => (await demo.labels()).filter((label) => /: (BAD|----)/.test(label)), soon).toEqual([]);
    for (const device of demoLinks) if (device !== 'PLC-41') await expect.poll(() => demo.link(device).textContent(), soon).toMatch(/\d ms$/);
    await demo.openTab('Alarms', 'Active alarms');
    await expect.poll(async () => (await demo.rows()).map(({ alarm }) => alarm), soon).toEqual(['PLC-41.LINK']);
    await demo.scenario.end();
    await demo.linksAreUp();
    await demo.openTab('Process', 'U400 Utilities');
    await expect.poll(() => demo.reading('PT-4211'), soon).toMatch(/^\d\.\d\d bar$/);
    await demo.openTab('Alarms', 'Active alarms');
    await expect.poll(async () => (await demo.rows()).map(({ alarm, cells }) => [alarm, cells[7]]), soon).toEqual([['PLC-41.LINK', 'Cleared, unacked']]);
    await page.keyboard.press('F9');
    await page.getByText('The plant has no standing alarm.').waitFor();
  });

  it('writes a setpoint only after a hold of 0.8 s, and the screen shows the plant follow', async () => {
    await demo.openTab('Process', 'U200 Evaporation');
    await demo.shown('FIC-2011.PV').click();
    // In cascade the level controller gives the setpoint: the console says so, and the loop is taken to automatic first.
    await page.getByRole('button', { name: 'Change SP' }).and(page.getByTitle(/^In cascade another controller gives this setpoint/)).waitFor();
    await page.getByRole('group', { name: 'Mode' }).getByRole('button', { name: 'Auto' }).click();
    const hold = page.getByRole('button', { name: 'Hold to write' });
    await holdToWrite(page, 'pointer');
    await page.getByText(/FIC-2011\.MODE was changed from .* to Auto/).waitFor();
    await hold.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Change SP' }).click();
    await page.getByLabel('New value of FIC-2011.SP').fill('46');
    await hold.click();
    // A click is not a hold: the dialog is still there and nothing was written.
    await operator.keepPicture('demo-3-write-dialog');
    await hold.waitFor();
    await holdToWrite(page, 'pointer');
    await page.getByText(/FIC-2011\.SP was changed from .* to 46/).waitFor();
    await hold.waitFor({ state: 'detached' });
    await demo.scenario.speed(10);
    await demo.openTab('Process', 'U200 Evaporation');
    await expect.poll(async () => Number.parseFloat(await demo.reading('FIC-2011.PV')), inTime).toBeGreaterThan(45);
    await demo.scenario.speed(1);
  });

  it('refuses a console that may only look, and says why', async () => {
    await other.openTab('Process', 'U200 Evaporation');
    await other.shown('FIC-2011.PV').click();
    const button = onlooker.page.getByRole('button', { name: 'Change SP' });
    await expect.poll(() => button.getAttribute('aria-disabled'), soon).toBe('true');
    await expect.poll(() => button.getAttribute('title'), soon).toBe('Writing needs the role operate; this console has view.');
    await button.click({ force: true });
    expect(await onlooker.page.getByRole('dialog').count()).toBe(0);
    expect(await other.rail.getByRole('button', { name: 'Simulate' }).count()).toBe(0);
  });

  it('shows the trip of the compressor in banner, list and screen, in the order in which it happened', async () => {
    await demo.scenario.speed(10);
    await demo.scenario.start('Lube pump overload');
    await page.locator('.alarm-banner-row', { hasText: 'K-201.TRIP' }).or(page.locator('.alarm-banner-row', { hasText: 'PT-2312' })).first().waitFor(inTime);
    await demo.openTab('Alarms', 'Active alarms');
    const order = ['P-231A.FLT', 'PT-2312.L', 'P-231B.FTS', 'PT-2312.LL', 'K-201.TRIP'];
    const listed = new Map<string, readonly string[]>();
    const missing = async (): Promise<readonly string[]> => {
      for (const { alarm, cells } of await demo.rows()) listed.set(alarm, cells);
      return order.filter((alarm) => !listed.has(alarm));
    };
    await expect.poll(missing, soon).toEqual([]);
    const times = order.map((alarm) => listed.get(alarm)?.[1] ?? '');
    expect(times.toSorted()).toEqual(times);
    expect(times.every((time) => /^\d\d:\d\d:\d\d\.\d{3}$/.test(time))).toBe(true);
    await demo.keepBothThemes('demo-2-trip-list');
    await demo.openTab('Process', 'U200 Evaporation');
    await expect.poll(() => demo.reading('K-201'), soon).toMatch(/tripped/);
    await expect.poll(() => demo.reading('P-231A'), soon).toMatch(/tripped/);
    await demo.keepBothThemes('demo-2-trip-u200');
    await demo.scenario.speed(1);
  });

  it('acknowledges one row and what is shown, and the other console sees who did it', async () => {
    await demo.openTab('Alarms', 'Active alarms');
    const before = await demo.bannerCounts();
    await page.locator('.alarms-scroller:visible').focus();
    await page.keyboard.press('End');
    await page.locator('[id="alarm-P-231A.FLT"]').getByRole('button', { name: 'Ack' }).click();
    await page.locator('[id="alarm-P-231A.FLT"]').getByText(/Active, acked|Latched/).waitFor();
    await page.mouse.move(5, 5);
    await page.getByRole('button', { name: /^Ack shown/ }).click();
    await expect.poll(async () => (await demo.bannerCounts()).unacked, soon).toBeLessThan(before.unacked - 5);
    await other.openTab('Alarms', 'History');
    const row = onlooker.page.locator('.alarms-item', { hasText: 'Acknowledged' }).first();
    await row.waitFor();
    await expect.poll(() => row.textContent(), soon).toContain('link:operate');
    await onlooker.keepPicture('demo-2-other-console');
  });

  it('keeps every alarm’s state over a restart of the engine', async () => {
    await demo.openTab('Alarms', 'Active alarms');
    const acked = (await demo.rows()).filter(({ cells }) => cells[7] === 'Active, acked').map(({ alarm }) => alarm);
    expect(acked).toContain('P-231A.FLT');
    await engineNotice(page, () => process.kill(processBelow(station.pid, 'headless.cjs').pid, 'SIGKILL'));
    await page.locator('.link-notice').waitFor({ state: 'detached' });
    await demo.linksAreUp();
    let after = new Map<string, string | undefined>();
    const listed = async (): Promise<boolean> => {
      after = new Map((await demo.rows()).map(({ alarm, cells }) => [alarm, cells[7]]));
      return after.has('P-231A.FLT');
    };
    await expect.poll(listed, soon).toBe(true);
    // The plant goes on, so one of them may have cleared and left; none may be unacknowledged again.
    expect(acked.filter((alarm) => after.has(alarm) && /unacked/.test(after.get(alarm) ?? ''))).toEqual([]);
    expect(after.get('P-231A.FLT')).toBe('Active, acked');
    await expect.poll(async () => (await other.bannerCounts()).unacked - (await demo.bannerCounts()).unacked, soon).toBe(0);
  });

  it('printed no error on either console', () => {
    for (const { errors } of [operator, onlooker]) expect(errors.filter((line) => !/WebSocket connection to/.test(line))).toEqual([]);
  });
});
