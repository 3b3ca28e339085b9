import { afterEach, expect, it } from 'vitest';
import { createProjectFolder } from '../../test/support/engine-rig.ts';
import { modbus } from './drivers/modbus/modbus.ts';
import { loadProject } from './project/load-project.ts';
import { withSystemTags } from './system-tags.ts';

const folders: { remove(): void }[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

it('the alarms the console brings along have ids of their own, whatever the project calls its alarms', async () => {
  const folder = createProjectFolder({
    'project.yaml': 'name: Test\n',
    'assets/a.yaml': 'assets:\n  - { id: A, name: Works, level: unit }\n',
    'devices/d.yaml': 'devices:\n  - { id: MOD, name: Polled, driver: modbus, options: { host: 127.0.0.1 } }\n',
    'tags/t.yaml': 'tags:\n  - { id: PT, name: Pressure, asset: A, device: MOD, address: "holding:0:float32" }\n',
    'alarms/a.yaml':
      'alarms:\n  - { id: MOD.LINK, tag: PT, kind: communication, priority: 3, message: Pressure not heard }\n' +
      '  - { id: SYSTEM.STORAGE.2, tag: PT, kind: high, limit: 1, priority: 3, message: Pressure high }\n',
  });
  folders.push(folder);
  const { alarms } = withSystemTags(await loadProject(folder.projectDir, { driverTypes: [modbus] }));
  expect(new Set(alarms.map(({ id }) => id)).size).toBe(alarms.length);
  // The project's keep theirs, and none of the console's is missing.
  expect(alarms.find(({ id }) => id === 'MOD.LINK')).toMatchObject({ tag: 'PT', kind: 'communication' });
  expect(alarms.filter(({ tag }) => tag === 'MOD.LINK' || tag === 'SYSTEM.STORAGE').map(({ id, kind }) => [id, kind])).toEqual([
    ['MOD.LINK:2', 'discrete'],
    ['SYSTEM.STORAGE.2:2', 'discrete'],
    ['SYSTEM.STORAGE.3', 'discrete'],
  ]);
});
