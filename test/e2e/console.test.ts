import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { root } from '../source-files.ts';
import { type ModbusDevice, startModbusDevice } from '../simulators/modbus-device.ts';
import { brineStation } from '../support/brine-station.ts';
import { openConsoleApp } from '../support/console-app.ts';
import { createProjectFolder, until } from '../support/engine-rig.ts';
import type { PageWatch } from '../support/page-watch.ts';
import { soon } from '../support/patience.ts';
import { areRunning, processBelow, processesBelow } from '../support/processes.ts';
import { openBrowser, startStation } from '../support/station.ts';
import { engineNotice } from '../support/window-hand.ts';

type Opened = PageWatch & { readonly page: Page; readonly rootPid: number; close(): Promise<unknown> };
const openings: readonly { readonly name: string; open(projectDir: string): Promise<Opened> }[] = [
  {
    name: 'in an Electron window',
    async open(projectDir) {
      const app = await openConsoleApp({ projectDir });
      return { ...app, rootPid: app.app.process().pid ?? 0 };
    },
  },
  {
    name: 'in Chromium, served by the station',
    async open(projectDir) {
      const station = await startStation(projectDir);
      const browser = await openBrowser(station.links.engineer);
      return {
        ...browser,
        rootPid: station.pid,
        async close() {
          await browser.close();
          await station.close();
        },
      };
    },
  },
];

describe.each(openings)('the console $name', ({ name, open }) => {
  const picture = name.includes('Electron') ? 'electron' : 'chromium';
  let device: ModbusDevice;
  let folder: ReturnType<typeof createProjectFolder>;
  let opened: Opened;
  const bar = () => opened.page.locator('.status-bar');
  const alarms = () => opened.page.getByText('Brine level high').first();

  beforeAll(async () => {
    device = await startModbusDevice();
    device.holding[0] = 400;
    folder = createProjectFolder(brineStation(device.port));
    opened = await open(folder.projectDir);
    // An engine that was killed starts again in a second; a machine with much else to do takes its time.
    opened.page.setDefaultTimeout(soon.timeout);
  });
  afterAll(async () => {
    await opened?.close();
    await device?.stop();
    folder?.remove();
  });

  it('shows the plant’s link, its tags and its name within a few seconds of the start', async () => {
    await bar().getByText(/PLC-1\s*Modbus TCP\s*\d+ ms/).waitFor();
    await bar().getByText(/\d tags,/).waitFor();
    await opened.page.getByText('Brine station').first().waitFor();
    await opened.keepPicture(`${picture}-1-live`);
  });

  it('shows an alarm when the device’s value passes its limit, and keeps it while the device is away', async () => {
    device.holding[0] = 950;
    await alarms().waitFor();
    await opened.keepPicture(`${picture}-2-alarm`);
    await device.stop();
    await bar().getByText(/PLC-1\s*Modbus TCP: no link/).waitFor();
    expect(await alarms().isVisible()).toBe(true);
    await opened.keepPicture(`${picture}-3-device-away`);
    await device.start();
    await bar().getByText(/\d+ ms/).first().waitFor();
  });

  it('says that the engine stopped when it is killed, and heals without a reload', async () => {
    await opened.page.evaluate(() => ((globalThis as { isSamePage?: boolean }).isSamePage = true));
    const engine = processBelow(opened.rootPid, 'headless.cjs');
    expect(await engineNotice(opened.page, () => process.kill(engine.pid, 'SIGKILL'))).toMatch(/engine/i);
    await opened.keepPicture(`${picture}-4-engine-away`);
    await bar().getByText(/\d+ ms/).first().waitFor();
    await opened.page.locator('.link-notice').waitFor({ state: 'detached' });
    await bar().getByText(/PLC-1\s*Modbus TCP\s*\d+ ms/).waitFor();
    expect(await opened.page.evaluate(() => (globalThis as { isSamePage?: boolean }).isSamePage)).toBe(true);
    expect(processBelow(opened.rootPid, 'headless.cjs').pid).not.toBe(engine.pid);
  });

  it('comes back with a new line to the engine when the page is reloaded', async () => {
    await opened.page.reload();
    await bar().getByText(/\d+ ms/).first().waitFor();
  });

  it('breaks none of the page’s own security rules and prints no error', () => {
    // A socket that the killed engine cut is told by the browser itself.
    expect(opened.errors.filter((line) => !/WebSocket connection to/.test(line))).toEqual([]);
  });
});

it('leaves no process behind when the window is closed', async () => {
  const folder = createProjectFolder({ 'project.yaml': 'name: Quiet works\n' });
  const app = await openConsoleApp({ projectDir: folder.projectDir });
  const main = app.app.process().pid ?? 0;
  await until(() => processesBelow(main).some((one) => one.command.includes('headless.cjs')));
  const pids = [main, ...processesBelow(main).map((one) => one.pid)];
  await app.close();
  await until(() => areRunning(pids).length === 0);
  folder.remove();
});

it('leaves no process behind when the window’s main process is killed', async () => {
  const folder = createProjectFolder({ 'project.yaml': 'name: Quiet works\n' });
  const app = await openConsoleApp({ projectDir: folder.projectDir });
  const main = app.app.process().pid ?? 0;
  await until(() => processesBelow(main).some((one) => one.command.includes('headless.cjs')));
  const engine = processBelow(main, 'headless.cjs');
  process.kill(main, 'SIGKILL');
  await until(() => areRunning([main, engine.pid]).length === 0);
  await app.close().catch(() => undefined);
  folder.remove();
});

it.each(['SIGKILL', 'SIGTERM'] as const)('npm start opens the window, and nothing is left when it gets %s', async (signal) => {
  const folder = createProjectFolder({ 'project.yaml': 'name: Quiet works\n' });
  const start = spawn(process.execPath, ['electron/launch/start.ts', '--project', folder.projectDir, '--data', folder.dataDir], { cwd: root, stdio: 'ignore' });
  const pid = start.pid ?? 0;
  await until(() => processesBelow(pid).some((one) => one.command.includes('headless.cjs')) && processesBelow(pid).some((one) => one.command.includes('--type=renderer')));
  const pids = [pid, ...processesBelow(pid).map((one) => one.pid)];
  expect(pids.length).toBeGreaterThan(3);
  start.kill(signal);
  await until(() => areRunning(pids).length === 0);
  folder.remove();
});
