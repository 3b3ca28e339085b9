import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModbusDevice, startModbusDevice } from '../simulators/modbus-device.ts';
import { type ConsoleApp, openConsoleApp } from '../support/console-app.ts';
import { createProjectFolder } from '../support/engine-rig.ts';
import { soon } from '../support/patience.ts';
import { choose, holdToWrite } from '../support/window-hand.ts';

/** A pump with its level loop; the setpoint may be written while the pump runs, by the console that has control of the unit. */
const plant = (port: number): Readonly<Record<string, string>> => ({
  'project.yaml': 'name: Brine station\ncontrol: { authority: areas }\n',
  'assets/a.yaml': 'assets:\n  - { id: U200, name: Brine feed, level: unit }\n  - { id: P-201, name: Feed pump, parent: U200, kind: pump }\n',
  'devices/d.yaml': `devices:\n  - id: PLC-1\n    name: Brine PLC\n    driver: modbus\n    options: { host: 127.0.0.1, port: ${port}, timeoutMs: 3000, reconnectMaxMs: 500 }\n    groups: { default: { periodMs: 100 } }\n`,
  'tags/t.yaml': [
    'tags:',
    "  - { id: LIC-201.PV, name: Brine level, asset: P-201, use: pv, device: PLC-1, address: 'holding:0', unit: '%', range: [0, 100], normal: [35, 60], scale: { raw: [0, 1000], eu: [0, 100] }, setpoint: LIC-201.SP }",
    "  - { id: LIC-201.SP, name: Brine level setpoint, asset: P-201, use: sp, device: PLC-1, address: 'holding:1', unit: '%', range: [0, 100], scale: { raw: [0, 1000], eu: [0, 100] }, writable: true,",
    "      write: { min: 20, max: 80, maxStep: 10, interlock: '{P-201.RUN}', interlockText: The feed pump runs, consequence: The flow to the evaporator changes by about 2 m³/h for each percent., feedbackTimeoutMs: 2000 } }",
    "  - { id: P-201.RUN, name: Running, asset: P-201, type: bool, use: run, device: PLC-1, address: 'coil:0' }",
    '',
  ].join('\n'),
  'alarms/a.yaml': 'alarms:\n  - { id: LIC-201.H, tag: LIC-201.PV, kind: high, limit: 70, priority: 2, message: Brine level high }\n  - { id: LIC-201.L, tag: LIC-201.PV, kind: low, limit: 25, priority: 2, message: Brine level low }\n',
});

describe('changing a setpoint in the console window', () => {
  let device: ModbusDevice;
  let folder: ReturnType<typeof createProjectFolder>;
  let app: ConsoleApp;
  let page: Page;
  /** What the device was told for the setpoint, in tenths of a percent. */
  const written = (): readonly number[] => device.requests.filter(({ functionCode, start }) => functionCode === 6 && start === 1).map(({ count }) => count);
  const dialog = () => page.getByRole('dialog', { name: 'Change Brine level setpoint' });
  const hold = () => dialog().getByRole('button', { name: /^Hold to write/ });
  const isFocused = (text: string): Promise<boolean> => page.evaluate((wanted) => document.activeElement?.tagName === 'BUTTON' && document.activeElement.textContent?.includes(wanted) === true, text);
  const isReady = async (): Promise<void> => {
    await expect.poll(() => hold().getAttribute('aria-disabled'), soon).toBeNull();
  };

  beforeAll(async () => {
    device = await startModbusDevice();
    device.holding.set([423, 420]);
    device.coils[0] = 1;
    folder = createProjectFolder(plant(device.port));
    app = await openConsoleApp({ projectDir: folder.projectDir });
    page = app.page;
    page.setDefaultTimeout(soon.timeout);
    await page.locator('.status-bar').getByText(/PLC-1\s*Modbus TCP\s*\d+ ms/).waitFor();
  });
  afterAll(async () => {
    await app?.close();
    await device?.stop();
    folder?.remove();
  });

  it('is done by keyboard alone: found, control taken, typed, held for 0.8 s, and confirmed by what the device shows', async () => {
    await choose(page, 'P-201', 'P-201');
    const change = page.getByRole('button', { name: 'Change SP' });
    await change.waitFor();
    await expect.poll(() => change.getAttribute('aria-disabled'), soon).toBeNull();
    const isInInspector = (): Promise<boolean> => page.evaluate(() => document.activeElement?.closest('.shell-inspector') != null);
    for (let step = 0; step < 10 && !(await isInInspector()); step++) await page.keyboard.press('F6');
    for (let step = 0; step < 20 && !(await isFocused('Change SP')); step++) await page.keyboard.press('Tab');
    expect(await isFocused('Change SP')).toBe(true);
    await page.keyboard.press('Enter');
    await dialog().waitFor();
    await expect.poll(() => isFocused('Cancel'), soon).toBe(true);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.type('46,5');
    await dialog().getByText('Nobody has control of Brine feed; take it first.').waitFor();
    await page.keyboard.press('Tab');
    await expect.poll(() => isFocused('Take control'), soon).toBe(true);
    await page.keyboard.press('Enter');
    await dialog().getByText('This console has control of Brine feed.').waitFor();
    await dialog().getByText('Interlock met: The feed pump runs.').waitFor();
    await dialog().getByText('A step of 4.5 %, at most 10.0 % at once.').waitFor();
    await isReady();
    await app.keepPicture('write-1-dialog-dark');
    for (let step = 0; step < 4 && !(await isFocused('Hold to write')); step++) await page.keyboard.press('Tab');
    expect(await isFocused('Hold to write 46.5 %')).toBe(true);
    // Enter alone never writes, nor does a press that is let go.
    await page.keyboard.press('Enter');
    await page.keyboard.press(' ');
    expect(written()).toEqual([]);
    await holdToWrite(page, 'key');
    await page.getByText(/LIC-201\.SP was changed from 42\.0 % to 46\.5 %\. Feedback 46\.5 % (at once|in \d+\.\d s)\./).waitFor();
    await dialog().waitFor({ state: 'detached' });
    expect(written()).toEqual([465]);
    await page.getByRole('button', { name: /^Control: this console/ }).waitFor();
  });

  it('is done by pointer, in the light theme too, and a click is no hold', async () => {
    await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'light'));
    await page.getByRole('button', { name: 'Change SP' }).click();
    await dialog().getByLabel('New value of LIC-201.SP').fill('50');
    await isReady();
    await app.keepPicture('write-2-dialog-light');
    await hold().click();
    await dialog().waitFor();
    expect(written()).toEqual([465]);
    await holdToWrite(page, 'pointer');
    await page.getByText(/LIC-201\.SP was changed from 46\.5 % to 50\.0 %/).waitFor();
    await dialog().waitFor({ state: 'detached' });
    expect(written()).toEqual([465, 500]);
    await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'));
  });

  it('is refused with the check that is not met, and nothing reaches the device however long the button is held', async () => {
    await page.getByRole('button', { name: 'Change SP' }).click();
    await dialog().getByLabel('New value of LIC-201.SP').fill('85');
    await dialog().getByText('85.0 % is outside the limits 20.0 to 80.0 %.').first().waitFor();
    await dialog().getByLabel('New value of LIC-201.SP').fill('52');
    await isReady();
    device.coils[0] = 0;
    await dialog().getByText('Interlock not met; required: The feed pump runs.').first().waitFor();
    await expect.poll(() => hold().getAttribute('aria-disabled'), soon).toBe('true');
    await app.keepPicture('write-3-interlock');
    await hold().hover();
    await page.mouse.down();
    // Past the 0.8 s of a hold by the page's own clock, which is what a hold is counted by.
    const pressedMs = await page.evaluate(() => performance.now());
    await page.waitForFunction((from) => performance.now() - from > 1500, pressedMs);
    await page.mouse.up();
    expect(written()).toEqual([465, 500]);
    device.coils[0] = 1;
    await isReady();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  });

  it('is marked at the value when the device shows something else, until it agrees', async () => {
    device.misbehave(({ functionCode }) => {
      if (functionCode === 6) device.holding[1] = 515;
      return null;
    });
    await page.getByRole('button', { name: 'Change SP' }).click();
    await dialog().getByLabel('New value of LIC-201.SP').fill('54');
    await isReady();
    await holdToWrite(page, 'pointer');
    await page.getByText('Not confirmed. PLC-1 took 54.0 % for LIC-201.SP; LIC-201.SP shows 51.5 %.').waitFor();
    const mark = page.locator('.write-mark');
    await mark.getByText('Write not confirmed').waitFor();
    await page.getByRole('button', { name: '1 write to look at' }).waitFor();
    await app.keepPicture('write-4-unconfirmed');
    device.misbehave(null);
    device.holding[1] = 540;
    await mark.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Changes made here' }).click();
    await page.locator('.write-history').getByText('46.5 % to 50.0 %').waitFor();
    await page.locator('.write-history').getByText('done late: the feedback agreed afterwards').waitFor();
  });

  it('is told with the words of the device when it refuses, and the notice stays', async () => {
    device.unknownFunctions.add(6);
    await page.getByRole('button', { name: 'Change SP' }).click();
    await dialog().getByLabel('New value of LIC-201.SP').fill('55');
    await isReady();
    await holdToWrite(page, 'pointer');
    await page.getByText(/LIC-201\.SP was not written: Brine PLC refused 550 for LIC-201\.SP/).waitFor();
    await page.keyboard.press('Escape');
    device.unknownFunctions.delete(6);
    await page.locator('.write-mark').getByText('Write failed').waitFor();
    await page.locator('.write-mark').getByRole('button', { name: 'Dismiss' }).click();
    await page.locator('.write-mark').waitFor({ state: 'detached' });
  });

  it('printed no error', () => expect(app.errors).toEqual([]));
});
