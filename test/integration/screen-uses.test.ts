import { afterEach, expect, it } from 'vitest';
import { createProjectFolder, type EngineRig, startEngine, until } from '../support/engine-rig.ts';

const svg = (body: string): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><title>T</title>${body}</svg>`;
let rig: EngineRig | null = null;
let folder: ReturnType<typeof createProjectFolder> | null = null;
afterEach(async () => {
  await rig?.stop();
  folder?.remove();
});

it('a lead is told on which screens a tag or machine is seen, also through a template, and anew when a screen changes', async () => {
  folder = createProjectFolder({
    'project.yaml': 'name: Works\n',
    'assets/a.yaml': 'assets:\n  - { id: U1, name: Unit, level: unit }\n  - { id: P-1, name: Pump, parent: U1, kind: pump }\n',
    'devices/d.yaml': 'devices:\n  - { id: PLC-1, name: PLC, driver: modbus, enabled: false, options: { host: 127.0.0.1 } }\n',
    'tags/t.yaml': "tags:\n  - { id: FT-1, name: Flow, asset: U1, device: PLC-1, address: 'holding:1' }\n",
    'screens/one.svg': svg('<g data-symbol="value" data-tag="FT-1"/>'),
    'screens/two.svg': svg('<g data-template="pump" data-with-pump="P-1"/>'),
    'screens/three.svg': svg('<rect width="1" height="1"/>'),
    'templates/pump.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" data-param-pump="P-1"><g data-symbol="pump" data-asset="$(pump)"/></svg>',
  });
  rig = await startEngine(folder);
  const { client } = rig;
  const uses = async (): Promise<readonly string[]> => {
    const answer = await client.call('project.uses', { tags: ['FT-1' as never], assets: ['P-1' as never] });
    if (!answer.ok) throw new Error(answer.fault.message);
    return answer.value.uses.map(({ screen, tags, assets }) => `${screen.id}: ${[...tags, ...assets].join(' ')}`);
  };
  expect(await uses()).toEqual(['one: FT-1', 'two: P-1']);
  let versions: Readonly<Record<string, number>> = {};
  client.open('project.state', {}, { onItem: (item) => (versions = item.screenVersions) });
  folder.write('screens/three.svg', svg('<text x="1" y="1" data-bind-text="{FT-1} + 1">0</text>'));
  await until(() => (versions['three'] ?? 0) > 0);
  expect(await uses()).toEqual(['one: FT-1', 'three: FT-1', 'two: P-1']);
});
