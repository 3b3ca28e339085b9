import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModbusDevice, startModbusDevice } from '../simulators/modbus-device.ts';
import { type ConsoleApp, openConsoleApp } from '../support/console-app.ts';
import { createProjectFolder } from '../support/engine-rig.ts';
import { soon } from '../support/patience.ts';
import { type BrowserPage, openBrowser, startStation, type Station } from '../support/station.ts';

/** A plant of one PLC: level, flow and temperature in its registers, the last with six alarms one above the other. */
const plant = (port: number): Readonly<Record<string, string>> => ({
  'project.yaml': 'name: Brine station\n',
  'assets/a.yaml': 'assets:\n  - { id: U200, name: Brine feed, level: unit, alarms: { class: process } }\n  - { id: P-201, name: Feed pump, parent: U200, kind: pump }\n  - { id: E-201, name: Heater, parent: U200 }\n',
  'logic/l.yaml': 'classes:\n  - { id: process, name: Process, maxShelveMin: 240 }\n',
  'devices/d.yaml': `devices:\n  - id: PLC-1\n    name: Brine PLC\n    driver: modbus\n    options: { host: 127.0.0.1, port: ${port}, timeoutMs: 3000, reconnectMaxMs: 500 }\n    groups: { default: { periodMs: 100 } }\n`,
  'tags/t.yaml': ["tags:", ...['LT-201, name: Brine level, asset: P-201', 'FT-201, name: Brine flow, asset: P-201', 'TT-201, name: Brine temperature, asset: E-201'].map((tag, at) => `  - { id: ${tag}, device: PLC-1, address: 'holding:${at}', unit: '%', range: [0, 100] }`), ''].join('\n'),
  'alarms/a.yaml': [
    'alarms:',
    '  - { id: LT-201.H, tag: LT-201, kind: high, limit: 90, priority: 1, message: Brine level high, cause: Outlet blocked, action: Open the bypass, respondWithinMin: 5 }',
    '  - { id: FT-201.L, tag: FT-201, kind: low, limit: 10, priority: 2, message: Brine flow low }',
    ...[50, 55, 60, 65, 70, 75].map((limit, at) => `  - { id: TT-201.${at + 1}, tag: TT-201, kind: high, limit: ${limit}, priority: 3, message: Brine temperature above ${limit} }`),
    '',
  ].join('\n'),
});

/** What an operator does in the alarm views of one page. */
function alarmPage(page: Page) {
  const scroller = (): Locator => page.getByRole('grid', { name: 'Standing alarms' }).locator('.alarms-scroller');
  const row = (alarm: string): Locator => page.locator(`[id="alarm-${alarm}"]`);
  const group = (name: string): Locator => page.getByRole('group', { name: 'Which alarms' }).getByRole('button', { name: new RegExp(`^${name}`) });
  return {
    scroller,
    row,
    group,
    /** The alarms in the list, in its order. */
    listed: async (): Promise<readonly string[]> => {
      const found = await page.locator('.alarms-item:visible').evaluateAll((rows) => rows.map((one) => [Number(/translateY\((\d+)px\)/.exec((one as HTMLElement).style.transform)?.[1]), one.id.replace(/^alarm-/, '')] as const));
      return found.toSorted(([a], [b]) => a - b).map(([, alarm]) => alarm);
    },
    count: async (name: string): Promise<number> => Number(/(\d+)$/.exec((await group(name).textContent()) ?? '')?.[1]),
    cells: async (alarm: string): Promise<readonly string[]> => row(alarm).locator('[role="gridcell"]').allTextContents(),
    async openList() {
      await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Alarms' }).click();
      await page.locator('.workspace-tab').filter({ hasText: 'Active alarms' }).click();
      await scroller().waitFor();
    },
    async openHistory() {
      await page.locator('.workspace-tab').filter({ hasText: 'History' }).click();
      await page.locator('.alarms-journal:visible').waitFor();
    },
    /** Rows of the journal in front: number, event, tag, who, comment. */
    journal: async (): Promise<readonly string[]> =>
      page.locator('.alarms-journal:visible .alarms-item').evaluateAll((rows) =>
        rows.map((one) => {
          const cells = [...one.children].map((cell) => cell.textContent ?? '');
          return [cells[2], cells[5], cells[6], cells[7]].join(' | ');
        }),
      ),
  };
}

describe('the alarms of one operator, in an Electron window', () => {
  let device: ModbusDevice;
  let folder: ReturnType<typeof createProjectFolder>;
  let app: ConsoleApp;
  let page: Page;
  let alarms: ReturnType<typeof alarmPage>;

  beforeAll(async () => {
    device = await startModbusDevice();
    device.holding[1] = 50;
    folder = createProjectFolder(plant(device.port));
    app = await openConsoleApp({ projectDir: folder.projectDir });
    page = app.page;
    page.setDefaultTimeout(soon.timeout);
    alarms = alarmPage(page);
    await page.locator('.status-bar').getByText(/PLC-1\s*Modbus TCP\s*\d+ ms/).waitFor();
  });
  afterAll(async () => {
    await app?.close();
    await device?.stop();
    folder?.remove();
  });

  it('are found, acknowledged and shelved by keyboard alone', async () => {
    device.holding[0] = 95;
    device.holding[1] = 3;
    await page.locator('.alarm-banner-row', { hasText: 'FT-201' }).waitFor();
    // A pointer that rests in the list would hold its rows.
    await page.mouse.move(5, 5);
    await page.keyboard.press('Alt+3');
    await alarms.row('FT-201.L').waitFor();
    for (let step = 0; step < 7 && !(await alarms.scroller().evaluate((one) => one === document.activeElement)); step++) await page.keyboard.press('F6');
    expect(await alarms.scroller().evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.press('/');
    await page.locator('.alarms-view input:focus').waitFor();
    await page.keyboard.type('flow low');
    await expect.poll(alarms.listed, soon).toEqual(['FT-201.L']);
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('a');
    await expect.poll(async () => (await alarms.cells('FT-201.L'))[7], soon).toBe('Active, acked');
    await page.keyboard.press('s');
    await page.getByRole('dialog', { name: 'Shelve FT-201' }).locator(':is(input, textarea):focus').waitFor();
    await app.keepPicture('alarms-1-shelve');
    // Without a reason nothing is shelved.
    await page.keyboard.press('Enter');
    expect(await page.getByRole('dialog').count()).toBe(1);
    await page.keyboard.type('Flow meter is being cleaned');
    await page.keyboard.press('Enter');
    // Said for some seconds only, so it is looked for first.
    await page.getByText('FT-201.L shelved.').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => alarms.count('Shelved'), soon).toBe(1);
    await expect.poll(alarms.listed, soon).toEqual([]);
  });

  it('stay counted while they are shelved, with who, why and how long, and come back when they are unshelved', async () => {
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.locator('.alarm-banner-hidden', { hasText: '1 hidden' }).waitFor();
    await alarms.group('Shelved').click();
    await alarms.row('FT-201.L').waitFor();
    const [, , tag, message, asset, by, left, reason] = await alarms.cells('FT-201.L');
    // With a 1ST before its words where a third alarm made a burst of them.
    expect([tag, message, asset, reason]).toEqual(['FT-201', expect.stringMatching(/^(1ST)?Brine flow low$/), 'P-201', 'Flow meter is being cleaned']);
    expect(by).not.toBe('');
    expect(left).toMatch(/^(59|60) min left, active$/);
    await app.keepPicture('alarms-2-shelved');
    await alarms.row('FT-201.L').getByRole('button', { name: 'Unshelve FT-201' }).click();
    await expect.poll(() => alarms.count('Shelved'), soon).toBe(0);
    await alarms.group('All active').click();
    await expect.poll(async () => (await alarms.cells('FT-201.L'))[7], soon).toBe('Active, unacked');
    await page.locator('.alarm-banner-hidden').waitFor({ state: 'detached' });
  });

  it('stay away while they are out of service, whatever the plant does, and come back as they are then', async () => {
    await alarms.row('LT-201.H').click({ button: 'right' });
    await page.getByRole('menuitem', { name: /Take out of service/ }).click();
    await page.getByRole('dialog', { name: /Take out of service: LT-201/ }).waitFor();
    await page.getByLabel('Reason').fill('Transmitter sent for repair');
    await page.getByRole('dialog').getByRole('button', { name: 'Take out of service' }).click();
    await expect.poll(() => alarms.count('Out of service'), soon).toBe(1);
    await page.locator('.alarm-banner-row', { hasText: 'LT-201' }).waitFor({ state: 'detached' });
    await alarms.group('Out of service').click();
    await expect.poll(async () => (await alarms.cells('LT-201.H'))[6], soon).toBe('until returned, active');
    device.holding[0] = 20;
    await expect.poll(async () => (await alarms.cells('LT-201.H'))[6], soon).toBe('until returned');
    device.holding[0] = 99;
    await expect.poll(async () => (await alarms.cells('LT-201.H'))[6], soon).toBe('until returned, active');
    expect(await page.locator('.alarm-banner-row', { hasText: 'LT-201' }).count()).toBe(0);
    await alarms.row('LT-201.H').getByRole('button', { name: 'Return LT-201 to service' }).click();
    await page.locator('.alarm-banner-row', { hasText: 'LT-201' }).waitFor();
    await alarms.group('All active').click();
    await expect.poll(async () => (await alarms.cells('LT-201.H'))[7], soon).toBe('Active, unacked');
  });

  it('tell in the inspector what they mean, what to do and how much time is left', async () => {
    await alarms.row('LT-201.H').click();
    await page.locator('.inspector-tabs').getByRole('tab', { name: /^Alarms/ }).click();
    const detail = page.locator('.alarm-detail');
    await detail.getByText('Outlet blocked').waitFor();
    await detail.getByText('Open the bypass').waitFor();
    await expect.poll(() => detail.textContent(), soon).toMatch(/within 5 min, \d+ (s|min) left/);
    await expect.poll(() => detail.locator('.alarm-detail-history').textContent(), soon).toContain('Taken out of service');
    await detail.getByRole('button', { name: 'All events' }).click();
    await expect.poll(async () => (await alarms.journal()).every((line) => line.startsWith('LT-201 |')), soon).toBe(true);
    await expect.poll(async () => (await alarms.journal()).some((line) => /^LT-201 \| Taken out of service \| .+ \| Transmitter sent for repair$/.test(line)), soon).toBe(true);
    await app.keepPicture('alarms-3-history-of-one');
    expect(app.errors).toEqual([]);
  });
});

describe('the alarms of two consoles, in Chromium', () => {
  const files = mkdtempSync(join(tmpdir(), 'firstout-alarms-'));
  const steps = [1, 2, 3, 4, 5, 6].map((step) => `TT-201.${step}`);
  let device: ModbusDevice;
  let folder: ReturnType<typeof createProjectFolder>;
  let station: Station;
  let consoles: readonly BrowserPage[];
  let operator: Page;
  let lead: Page;
  let pages: readonly ReturnType<typeof alarmPage>[];

  beforeAll(async () => {
    device = await startModbusDevice();
    device.holding[1] = 50;
    folder = createProjectFolder(plant(device.port));
    station = await startStation(folder.projectDir);
    consoles = [await openBrowser(station.links.operate), await openBrowser(station.links.lead)];
    [operator, lead] = consoles.map(({ page }) => page) as [Page, Page];
    for (const page of [operator, lead]) page.setDefaultTimeout(soon.timeout);
    pages = [alarmPage(operator), alarmPage(lead)];
    for (const one of pages) await one.openList();
  });
  afterAll(async () => {
    for (const one of consoles ?? []) await one.close();
    await station?.close();
    await device?.stop();
    folder?.remove();
    rmSync(files, { recursive: true, force: true });
  });

  it('acknowledge the same alarms at the same time: each is acknowledged once, and both see by whom', async () => {
    device.holding[2] = 80;
    for (const one of pages) for (const alarm of steps) await one.row(alarm).getByRole('button', { name: 'Ack' }).waitFor();
    for (const alarm of steps) {
      // What one console has acknowledged leaves the other's button: then there is nothing to press any more.
      await Promise.all([operator, lead].map((page) => page.evaluate((id) => document.getElementById(id)?.querySelector<HTMLElement>('.alarms-ack')?.click(), `alarm-${alarm}`)));
    }
    const seen: (readonly string[])[] = [];
    for (const one of pages) {
      for (const alarm of steps) await expect.poll(async () => (await one.cells(alarm))[7], soon).toBe('Active, acked');
      seen.push(await Promise.all(steps.map(async (alarm) => (await one.row(alarm).locator('.alarms-acked').getAttribute('title')) ?? '')));
    }
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]?.every((title) => title === 'by link:operate' || title === 'by link:lead')).toBe(true);
    await pages[1]?.openHistory();
    await lead.getByRole('combobox', { name: 'Events' }).selectOption('acknowledged');
    await expect.poll(async () => (await pages[1]?.journal())?.length, soon).toBe(steps.length);
    // A console that came second was told who was first.
    const told = (await Promise.all([operator, lead].map((page) => page.getByText('was not acknowledged').allTextContents()))).flat();
    for (const sentence of told) {
      const [, alarm, winner] = /^(\S+) was not acknowledged: .*by (link:\w+)\.$/.exec(sentence) ?? [];
      expect([sentence, `by ${winner}`]).toEqual([sentence, seen[0]?.[steps.indexOf(alarm ?? '')]]);
    }
  });

  it('let an operator shelve all but what needs a lead, and a lead take over what another shelved', async () => {
    device.holding[0] = 95;
    device.holding[1] = 3;
    const [mine, other] = pages as [ReturnType<typeof alarmPage>, ReturnType<typeof alarmPage>];
    await mine.row('LT-201.H').waitFor();
    await mine.row('FT-201.L').waitFor();
    const refused = mine.row('LT-201.H').getByRole('button', { name: 'Shelve LT-201' });
    expect([await refused.getAttribute('aria-disabled'), await refused.getAttribute('title')]).toEqual(['true', 'Shelving an alarm of priority 1 needs the role lead; this console has operate.']);
    await mine.row('LT-201.H').click();
    await mine.row('FT-201.L').click({ modifiers: ['Control'] });
    await mine.scroller().press('s');
    await operator.getByText('LT-201.H cannot be shelved here: priority 1 needs the role lead.').waitFor();
    await operator.getByLabel('Reason').fill('Line is flushed');
    await operator.getByRole('dialog').getByRole('button', { name: 'Shelve 1' }).click();
    await expect.poll(() => mine.count('Shelved'), soon).toBe(1);
    await operator.mouse.move(5, 5);
    await expect.poll(mine.listed, soon).toContain('LT-201.H');
    await other.openList();
    await other.group('Shelved').click();
    await expect.poll(async () => (await other.cells('FT-201.L')).slice(5, 8), soon).toEqual(['link:operate', expect.stringMatching(/ min left, active$/), 'Line is flushed']);
    await other.row('FT-201.L').click();
    await other.scroller().press('h');
    await expect.poll(async () => (await other.cells('FT-201.L'))[5], soon).toBe('link:lead');
    await mine.group('Shelved').click();
    await expect.poll(async () => (await mine.cells('FT-201.L'))[5], soon).toBe('link:lead');
    await consoles[1]?.keepPicture('alarms-4-taken-over');
  });

  it('find events in the journal by what is looked for, and keep them as a file', async () => {
    await pages[1]?.openHistory();
    await lead.getByRole('combobox', { name: 'Events' }).selectOption('hiding');
    await lead.getByLabel('Words of the event').fill('flushed');
    await expect.poll(() => pages[1]?.journal(), soon).toEqual([expect.stringMatching(/^FT-201 \| Shelved \| link:operate \| Line is flushed/)]);
    await lead.getByLabel('Words of the event').fill('flow');
    await expect.poll(async () => (await pages[1]?.journal())?.map((line) => line.split(' | ')[1]), soon).toEqual(['Handed over', 'Shelved']);
    await lead.getByText('2 events, all of them').waitFor();
    await consoles[1]?.keepPicture('alarms-5-journal');
    await lead.getByRole('button', { name: 'CSV', exact: true }).click();
    const job = lead.locator('.exchange-job', { hasText: 'Alarm journal, filtered' });
    const download = lead.waitForEvent('download');
    await job.getByRole('button', { name: /^Save, / }).click();
    const path = join(files, 'journal.csv');
    await (await download).saveAs(path);
    const rows = parse(readFileSync(path), { columns: true }) as readonly Record<string, string>[];
    expect(rows.map(({ event, alarm, user, priority }) => [event, alarm, user, priority])).toEqual([
      ['handed-over', 'FT-201.L', 'link:lead', '2'],
      ['shelved', 'FT-201.L', 'link:operate', '2'],
    ]);
    expect(rows[1]).toMatchObject({ comment: 'Line is flushed', 'field time': expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/), 'hidden until': expect.stringMatching(/Z$/) });
    await lead.keyboard.press('Escape');
  });

  it('print no error', () => {
    for (const { errors } of consoles) expect(errors).toEqual([]);
  });
});
