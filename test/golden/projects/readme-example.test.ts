import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { AnyDriverType } from '#electron/engine/drivers/driver.ts';
import { checkModbusTag, ModbusAddressSchema } from '#electron/engine/drivers/modbus/address.ts';
import { ModbusOptions } from '#electron/engine/drivers/modbus/options.ts';
import { OpcuaAddress } from '#electron/engine/drivers/opcua/address.ts';
import { OpcuaOptions } from '#electron/engine/drivers/opcua/options.ts';
import { loadProject } from '#electron/engine/project/load-project.ts';
import { checkScreen } from '#shared/screen/check-screen.ts';
import { parseScreen } from '#shared/screen/parse-screen.ts';

const create = (): never => {
  throw new Error('nothing is connected here');
};
// The drivers' own schemas, without their protocol libraries.
const driverTypes: readonly AnyDriverType[] = [
  {
    name: 'modbus',
    title: 'Modbus TCP',
    optionsSchema: ModbusOptions,
    addressSchema: ModbusAddressSchema,
    checkTag: checkModbusTag,
    create,
  },
  { name: 'opcua', title: 'OPC UA', optionsSchema: OpcuaOptions, addressSchema: OpcuaAddress, create },
];

test('the project that its README explains by example loads without a problem', async () => {
  const readme = readFileSync(fileURLToPath(new URL('../../../resources/projects/README.md', import.meta.url)), 'utf8');
  const dir = mkdtempSync(join(tmpdir(), 'firstout-readme-'));
  try {
    for (const [, heading, yaml] of readme.matchAll(/^## (\S+)\n```yaml\n([\s\S]*?)^```/gm)) {
      const file = heading === 'project.yaml' ? heading : `${heading}example.yaml`;
      mkdirSync(join(dir, heading === 'project.yaml' ? '.' : (heading as string)), { recursive: true });
      writeFileSync(join(dir, file as string), yaml as string);
    }
    mkdirSync(join(dir, 'screens'));
    writeFileSync(join(dir, 'screens/brine.svg'), '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Brine</title></svg>');
    const project = await loadProject(dir, { driverTypes });
    expect(project.problems).toEqual([]);
    expect([project.assets, project.devices, project.tags, project.alarms].map(({ length }) => length)).toEqual([2, 2, 4, 3]);
    expect(Object.values(project.logic).map(({ length }) => length)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(project.scenes.map(({ parts, pipes, views, routes, isolations }) => [parts, pipes, views, routes, isolations].map(({ length }) => length))).toEqual([[3, 2, 1, 1, 1]]);
    expect(project.addresses.size).toBe(3);
    expect(project.expressions.size).toBe(1);
    // Its screen and template hold against that very project.
    const [screen = '', template = ''] = [...readme.matchAll(/^```svg\n([\s\S]*?)^```/gm)].map(([, svg]) => svg as string);
    const around = {
      directory: project.directory,
      hasAsset: (id: string) => project.assets.some((asset) => asset.id === id),
      hasScreen: (id: string) => id === 'drive',
      parametersOf: () => ['id'],
    };
    for (const text of [screen, template]) {
      const read = parseScreen(text, { templates: new Map([['pump', template]]) });
      if (!read.ok) throw new Error(read.problem.message);
      expect([...read.screen.problems, ...checkScreen(read.screen, around)]).toEqual([]);
      expect(read.screen.nodes.length).toBeGreaterThan(0);
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
