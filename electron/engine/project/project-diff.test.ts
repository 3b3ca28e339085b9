import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProjectLoader } from './load-project.ts';
import { diffProjects, type ProjectDiff } from './project-diff.ts';
import { testDriver } from './testing/test-driver.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'firstout-diff-'));
  cpSync(fileURLToPath(new URL('../../../test/golden/projects/good', import.meta.url)), dir, { recursive: true });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** What differs after replacing `from` by `to` in a file of the good project. */
async function edit(file: string, from: string, to: string): Promise<ProjectDiff> {
  const loader = createProjectLoader(dir, { driverTypes: [testDriver] });
  const before = await loader.load();
  const text = readFileSync(join(dir, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(dir, file), text.replace(from, to));
  const after = await loader.load();
  expect(after.problems).toEqual([]);
  return diffProjects(before, after);
}
const none = { added: [], removed: [], changed: [] };

test('a comment changes nothing', async () => {
  expect(await edit('tags/01-tank.yaml', 'tags:', '# hello\ntags:')).toMatchObject({ isEmpty: true, restartDevices: [] });
});

test.each([
  ['tags/01-tank.yaml', 'Brine level setpoint', 'Level setpoint', 'LSP-201'],
  ['tags/01-tank.yaml', 'range: [0, 100]', 'range: [0, 110]', 'LT-201'],
  ['tags/01-tank.yaml', 'normal: [20, 80]', 'deadband: 1', 'LT-201'],
  ['tags/02-pump.yaml', '{LSP-201} - {LT-201}', '{LT-201} - {LSP-201}', 'LERR-201'],
])('in %s, "%s" to "%s" changes a tag but no link', async (file, from, to, id) => {
  expect(await edit(file, from, to)).toMatchObject({
    isEmpty: false,
    isRenumbered: false,
    tags: { added: [], removed: [], changed: [id] },
    alarms: none,
    restartDevices: [],
  });
});

test.each([
  ['tags/01-tank.yaml', '40001:float32', '40005:float32'],
  ['tags/01-tank.yaml', 'writable: true', 'writable: false'],
  ['tags/02-pump.yaml', 'group: fast', 'group: default'],
  ['devices/plc.yaml', 'periodMs: 100', 'periodMs: 200'],
  ['devices/plc.yaml', 'port: 1502', 'port: 1503'],
  ['devices/plc.yaml', 'driver: test', 'driver: test\n    enabled: false'],
])('in %s, "%s" to "%s" restarts the link', async (file, from, to) => {
  expect(await edit(file, from, to)).toMatchObject({ isRenumbered: false, restartDevices: ['PLC-1'] });
});

test('a new name of a device does not restart its link', async () => {
  expect(await edit('devices/plc.yaml', 'name: Brine PLC', 'name: Brine controller')).toMatchObject({
    devices: { changed: ['PLC-1'] },
    restartDevices: [],
  });
});

test('a tag put in front renumbers the others and restarts their link', async () => {
  const added = 'tags:\n  - { id: NEW, name: New, asset: T-201 }';
  expect(await edit('tags/01-tank.yaml', 'tags:', added)).toMatchObject({
    isRenumbered: true,
    tags: { added: ['NEW'], removed: [], changed: [] },
    restartDevices: ['PLC-1'],
  });
});

test('two tags that change places restart their link even where their addresses are alike', async () => {
  const twin = (id: string): string => `\n  - { id: ${id}, name: Twin, asset: T-201, device: PLC-1, address: '40001:float32' }`;
  writeFileSync(join(dir, 'tags/03-twins.yaml'), `tags:${twin('TWIN-1')}${twin('TWIN-2')}\n`);
  expect(await edit('tags/03-twins.yaml', `${twin('TWIN-1')}${twin('TWIN-2')}`, `${twin('TWIN-2')}${twin('TWIN-1')}`)).toMatchObject({
    isEmpty: false,
    isRenumbered: true,
    tags: none,
    restartDevices: ['PLC-1'],
  });
});

test('a calculated tag added at the end renumbers nothing and restarts nothing', async () => {
  const last = "expression: '{P-201.RUN} && {LT-201} < 5 && good({LT-201})'";
  const added = `${last}\n  - { id: NEW, name: New, asset: T-201, expression: '{LT-201} * 2' }`;
  expect(await edit('tags/02-pump.yaml', last, added)).toMatchObject({ isRenumbered: false, tags: { added: ['NEW'] }, restartDevices: [] });
});

test('alarms, screens, assets and the project itself are told apart', async () => {
  expect(await edit('alarms/u200.yaml', 'limit: 95', 'limit: 96')).toMatchObject({ alarms: { changed: ['LT-201.HH'] }, tags: none });
  expect(await edit('screens/brine.svg', 'width="40"', 'width="41"')).toMatchObject({ screens: { changed: ['brine'] }, alarms: none, isPlantSame: true, isEmpty: false });
  expect(await edit('assets/u200/unit.yaml', 'Sulzer', 'KSB')).toMatchObject({
    isAssetsChanged: true,
    screens: none,
    isProjectFileChanged: false,
  });
  expect(await edit('project.yaml', 'Brine station', 'Brine works')).toMatchObject({ isProjectFileChanged: true, isAssetsChanged: false });
});

test.each([
  ['logic/u200.yaml', 'delayS: [5, 60]', 'delayS: [5, 90]'],
  ['logic/u200.yaml', 'maxShelveMin: 480', 'maxShelveMin: 60'],
  ['logic/u200.yaml', '{P-201.MODE} == 0', '{P-201.MODE} == 1'],
  ['logic/trips.yaml', 'effects: [P-201]', 'effects: [P-201, T-201]'],
  ['logic/trips.yaml', 'except: [P-201.DRY.A, LT-201.LL]', 'except: [P-201.DRY.A]'],
])('in %s, "%s" to "%s" is a change of the plant, but restarts no link', async (file, from, to) => {
  expect(await edit(file, from, to)).toMatchObject({ isEmpty: false, isPlantSame: false, isLogicChanged: true, isAssetsChanged: false, alarms: none, tags: none, restartDevices: [] });
});
