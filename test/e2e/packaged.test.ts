import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startChild } from '#electron/host/start-child.ts';
import { loadMesh } from '#renderer/client/load-mesh.ts';
import { root } from '../source-files.ts';
import { type ModbusDevice, startModbusDevice } from '../simulators/modbus-device.ts';
import { type ConsoleApp, openConsoleApp } from '../support/console-app.ts';
import { brineStation } from '../support/brine-station.ts';
import { createProjectFolder, until } from '../support/engine-rig.ts';
import { ktx2, ringsGlb, texturedGlb } from '../support/foreign-models.ts';
import { soon } from '../support/patience.ts';
import { areRunning, processBelow, processesBelow } from '../support/processes.ts';
import { openStationLine } from '../support/station-line.ts';
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
  app.page.setDefaultTimeout(soon.timeout);
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

it('reads models of 3D scenes with the decoders it carries: Draco, meshopt, OpenCascade, Basis', async () => {
  const models = join(folder.projectDir, 'scenes/models');
  mkdirSync(models, { recursive: true });
  for (const packing of ['draco', 'meshopt'] as const) writeFileSync(join(models, `${packing}.glb`), await ringsGlb(packing));
  writeFileSync(join(models, 'textured.glb'), texturedGlb(ktx2(8, 8, [200, 100, 50]), { extensions: { KHR_texture_basisu: { source: 0 } } }));
  cpSync(join(root, 'node_modules/occt-import-js/test/testfiles/cube-fcstd/cube.step'), join(models, 'cube.step'));
  folder.write('scenes/models.yaml', 'title: Models\nmodels:\n  - { id: draco, file: draco.glb }\n  - { id: meshopt, file: meshopt.glb }\n  - { id: step, file: cube.step }\n  - { id: textured, file: textured.glb }\n');
  let foundLink = (_link: string): void => undefined;
  const linkOf = new Promise<string>((resolve) => (foundLink = resolve));
  // A station out of the package: it starts the package's reader by the package's Node.
  const host = startChild(join(packed, 'resources/node/node'), [join(packed, 'resources/app/out/engine/headless.cjs'), '--project', folder.projectDir, '--data', join(folder.dataDir, 'station'), '--links', '--offline'], (line) => {
    if (/^view\s/.test(line)) foundLink(line.replace(/^view\s+/, ''));
  });
  const link = await linkOf;
  const line = await openStationLine(link);
  const read = async (model: string) => {
    const made = await loadMesh(line.client.call, { scene: 'models', model }, new AbortController().signal);
    return made.ok ? [made.value.report.format, made.value.mesh.parts.length, made.value.report.triangles, ...(model === 'textured' ? (made.value.mesh.parts[0]?.baseColour ?? []) : [])] : made.fault.message;
  };
  expect([await read('draco'), await read('meshopt'), await read('step'), await read('textured')]).toEqual([['glb', 1, 576], ['glb', 1, 576], ['step', 1, 12], ['glb', 1, 1, 200, 100, 0]]);
  line.close();
  await host.stop();
  for (const program of ['draco3dgltf/draco_decoder_gltf.wasm', 'occt-import-js/dist/occt-import-js.wasm', 'occt-import-js/dist/license.occt-import-js.txt']) expect(existsSync(join(packed, 'resources/app/node_modules', program))).toBe(true);
  expect(existsSync(join(packed, 'resources/app/out/engine/basis/basis_transcoder.wasm'))).toBe(true);
  expect(existsSync(join(packed, 'resources/app/node_modules/three'))).toBe(false);
});

it('leaves no process behind when it is closed', async () => {
  const main = app.app.process().pid ?? 0;
  const pids = [main, ...processesBelow(main).map((one) => one.pid)];
  await app.app.evaluate((electron) => electron.app.quit()).catch(() => undefined);
  await until(() => areRunning(pids).length === 0);
});
