import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../source-files.ts';
import { type ModbusDevice, startModbusDevice } from '../simulators/modbus-device.ts';
import { type ConsoleApp, openConsoleApp } from '../support/console-app.ts';
import { brineStation } from '../support/brine-station.ts';
import { createProjectFolder, until } from '../support/engine-rig.ts';
import { areRunning, processBelow, processesBelow } from '../support/processes.ts';
import { runStep } from '../run-step.ts';

/** The product as it is installed: packed, and started without anything of the source tree. */
const packed = join(root, 'release/linux-unpacked');
let device: ModbusDevice;
let folder: ReturnType<typeof createProjectFolder>;
let app: ConsoleApp;

beforeAll(async () => {
  const { code, output } = await runStep(process.execPath, ['electron/launch/package.ts', 'dir']);
  if (code !== 0) throw new Error(output);
  device = await startModbusDevice();
  device.holding[0] = 400;
  folder = createProjectFolder(brineStation(device.port));
  app = await openConsoleApp({ projectDir: folder.projectDir, executable: join(packed, 'firstout') });
  app.page.setDefaultTimeout(15_000);
});
afterAll(async () => {
  await app?.close();
  await device?.stop();
  folder?.remove();
});

it('opens with live values of the plant', async () => {
  await app.page.locator('.status-bar').getByText(/PLC-1\s*Modbus TCP\s*\d+ ms/).waitFor();
  device.holding[0] = 950;
  await app.page.getByText('Brine level high').first().waitFor();
  await app.keepPicture('packaged-live');
  expect(app.errors).toEqual([]);
});

it('runs its engine from the package, by the Node in the package', () => {
  const engine = processBelow(app.app.process().pid ?? 0, 'headless.cjs');
  expect(engine.command).toContain(` ${join(packed, 'resources/app/out/engine/headless.cjs')} `);
  expect(engine.command.startsWith(`${join(packed, 'resources/node/node')} `)).toBe(true);
});

it('knows itself as a packaged app of the product’s version', async () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  expect(await app.app.evaluate((electron) => [electron.app.isPackaged, electron.app.getVersion(), electron.app.getName()])).toEqual([true, version, 'Firstout']);
});

it('carries its licence and no test of ours', () => {
  expect(existsSync(join(packed, 'resources/app/LICENSE'))).toBe(true);
  for (const part of ['test', 'shared', 'electron', 'renderer']) expect(existsSync(join(packed, 'resources/app', part))).toBe(false);
});

it('leaves no process behind when it is closed', async () => {
  const main = app.app.process().pid ?? 0;
  const pids = [main, ...processesBelow(main).map((one) => one.pid)];
  await app.app.evaluate((electron) => electron.app.quit()).catch(() => undefined);
  await until(() => areRunning(pids).length === 0);
});
