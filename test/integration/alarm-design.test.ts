import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DesignValues } from '#shared/contract/alarm-design.ts';
import { AlarmId } from '#shared/model/ids.ts';
import { createProjectFolder, startEngine, type EngineRig } from '../support/engine-rig.ts';

const high = AlarmId.parse('LT-1.H');
const files = {
  'project.yaml': 'name: Tank works\n',
  'assets/a.yaml': 'assets:\n  - { id: U1, name: Unit, level: unit }\n',
  'tags/t.yaml': "tags:\n  - { id: X, name: X, asset: U1 }\n  - { id: LT-1, name: Level, asset: U1, unit: '%', expression: '{X} + 2' }\n",
  'alarms/a.yaml': '# set at start-up\nalarms:\n  - id: LT-1.H\n    tag: LT-1\n    kind: high\n    limit: 90 # guessed\n    priority: 2\n    message: Level high\n',
};

describe('Rationalising an alarm on a running plant', () => {
  let folder: ReturnType<typeof createProjectFolder>;
  let rig: EngineRig;
  beforeAll(async () => {
    folder = createProjectFolder(files);
    rig = await startEngine(folder);
  });
  afterAll(async () => {
    await rig.stop();
    folder.remove();
  });
  const rationalise = (change: DesignValues, before: DesignValues, why: string, from = rig.client) => from.call('alarm.rationalise', { alarm: high, change, before, why });

  it('writes the file, runs on by the new limit, and keeps who, when and why', async () => {
    expect(await rationalise({ limit: 75, cause: 'The outlet valve is shut: see XV-1' }, { limit: 90, cause: null }, 'Overflow was seen at 92')).toEqual({ ok: true, value: {} });
    const isRead = new Promise<void>((resolve) => {
      rig.client.open('project.state', {}, { onItem: ({ revision }) => void (revision > 1 && resolve()), onEnded: () => undefined });
    });
    await isRead;
    const text = readFileSync(join(folder.projectDir, 'alarms/a.yaml'), 'utf8');
    expect(text).toContain('# set at start-up');
    expect(text).toContain('    limit: 75 # guessed\n');
    const directory = await rig.client.call('project.directory', {});
    const alarm = directory.ok ? directory.value.alarms.find(({ id }) => id === high) : undefined;
    expect(alarm).toMatchObject({ limit: 75, cause: 'The outlet valve is shut: see XV-1', rationalised: { by: 'Lead', why: 'Overflow was seen at 92' } });
  });
  it('tells two people apart who change the same setting, and both changes in its history', async () => {
    const both = await Promise.all([rationalise({ limit: 76 }, { limit: 75 }, 'first'), rationalise({ limit: 77 }, { limit: 75 }, 'second')]);
    expect(both.map((answer) => (answer.ok ? 'done' : answer.fault.code)).sort()).toEqual(['changed-meanwhile', 'done']);
    const history = await rig.client.call('alarm.designHistory', { alarm: high });
    const changes = history.ok ? history.value.changes : [];
    expect(changes.map(({ why }) => why).sort()).toEqual(['Overflow was seen at 92', 'first', 'second']);
    expect(changes.at(-1)).toMatchObject({ user: 'Lead', change: { limit: 75 }, before: { limit: 90 }, result: 'done' });
  });
  it('needs the role engineer and a reason', async () => {
    const lead = await rationalise({ priority: 1 }, { priority: 2 }, 'Because', rig.connect('lead'));
    expect(lead).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
    expect(await rationalise({ priority: 1 }, { priority: 2 }, ' ')).toMatchObject({ ok: false, fault: { code: 'bad-input' } });
  });
});
