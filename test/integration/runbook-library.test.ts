import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AlarmId, AssetId } from '#shared/model/ids.ts';
import { RunbookId } from '#shared/model/runbook.ts';
import { createProjectFolder, type EngineRig, startEngine } from '../support/engine-rig.ts';

const runbook = (id: string, title: string, more = '', tag = 'PT-1'): string => `---
id: ${id}
title: ${title}
version: "1.0"
severity: 2
minutes: 20
${more}
---
## Hazards
Hot oil.
## Isolation
:::step[Isolate]{#isolate}
::value{tag=${tag}}
:::
`;

let folder: ReturnType<typeof createProjectFolder>;
let rig: EngineRig;
beforeAll(async () => {
  folder = createProjectFolder({
    'project.yaml': 'name: Test plant\n',
    'assets/a.yaml': 'assets:\n  - { id: U1, name: Unit, level: unit }\n  - { id: P-1, name: Pump, kind: pump, parent: U1 }\n',
    'tags/t.yaml': 'tags:\n  - { id: PT-1, name: Pressure, asset: P-1, expression: "1.0 + {PT-2}" }\n  - { id: PT-2, name: Other, asset: P-1 }\n',
    'alarms/a.yaml': 'alarms:\n  - { id: PT-1.H, tag: PT-1, kind: high, limit: 5, priority: 2, message: Pressure high }\n',
    'runbooks/a.md': runbook('RB-1', 'Pump stopped', 'alarms: [PT-1.H]\nassets: [P-1]'),
    'runbooks/b.md': runbook('RB-2', 'Broken', '', 'PT-9'),
  });
  rig = await startEngine(folder);
}, 180_000);
afterAll(async () => {
  await rig.stop();
  folder.remove();
});
const rb1 = RunbookId.parse('RB-1');

describe('runbooks of a running engine', { timeout: 180_000 }, () => {
  it('are listed and read by whoever may look; one with an error says so', async () => {
    const viewer = rig.connect('view');
    expect(await viewer.call('runbook.list', {})).toMatchObject({
      ok: true,
      value: { runbooks: [{ id: 'RB-1', file: 'runbooks/a.md', isSound: true, steps: 1, phases: ['Hazards', 'Isolation'], emergency: false }, { id: 'RB-2', isSound: false }] },
    });
    expect(await viewer.call('runbook.get', { runbook: rb1 })).toMatchObject({ ok: true, value: { runbook: { id: 'RB-1', phases: [{ text: 'Hot oil.' }, {}] }, isSound: true, problems: [], text: expect.stringContaining(':::step[Isolate]') } });
    expect(await viewer.call('runbook.get', { runbook: RunbookId.parse('RB-2') })).toMatchObject({ ok: true, value: { isSound: false, problems: [{ line: 13, severity: 'error', message: 'there is no tag "PT-9"' }] } });
    expect(await viewer.call('runbook.get', { runbook: RunbookId.parse('RB-7') })).toMatchObject({ ok: false, fault: { code: 'not-found', message: 'There is no runbook RB-7 in this project.' } });
  });

  it('are suggested with the reasons, those that cannot be run never', async () => {
    const found = await rig.client.call('runbook.suggest', { alarms: [AlarmId.parse('PT-1.H')], asset: AssetId.parse('P-1'), words: '', limit: 10 });
    expect(found).toMatchObject({ ok: true, value: { suggestions: [{ entry: { id: 'RB-1', hash: expect.stringMatching(/^[0-9a-f]{64}$/) }, reasons: [{ kind: 'alarm', text: 'answers PT-1.H' }, { kind: 'asset', text: 'asset P-1' }] }] } });
    expect(await rig.client.call('runbook.search', { words: 'broken', limit: 10 })).toMatchObject({ ok: true, value: { suggestions: [] } });
    expect(await rig.client.call('runbook.search', { words: 'stopped pumps', limit: 10 })).toMatchObject({ ok: true, value: { suggestions: [{ entry: { id: 'RB-1' } }] } });
  });

  it('a text is checked as it would be loaded, and nothing is written', async () => {
    const checked = await rig.client.call('runbook.check', { text: runbook('RB-3', 'New', '', 'PT-9') });
    expect(checked).toMatchObject({ ok: true, value: { runbook: { id: 'RB-3' }, problems: [{ line: 13, message: 'there is no tag "PT-9"' }] } });
    expect(await rig.client.call('runbook.check', { text: 'no runbook' })).toMatchObject({ ok: true, value: { runbook: null, problems: [{ line: 1 }, { line: 1 }] } });
    expect(await rig.client.call('runbook.list', {})).toMatchObject({ ok: true, value: { runbooks: [{ id: 'RB-1' }, { id: 'RB-2' }] } });
  });

  it('an edit reaches every console without a new revision of the plant', async () => {
    let stream: { close(): void } | null = null;
    let first: { revision: number; version: string | undefined } | null = null;
    const changed = new Promise<{ revision: number; before: number }>((resolve) => {
      stream = rig.client.open('project.state', {}, {
        onItem: ({ revision, runbookVersions }) => {
          if (first === null) {
            first = { revision, version: runbookVersions['RB-1'] };
            folder.write('runbooks/a.md', runbook('RB-1', 'Pump stopped again', 'alarms: [PT-1.H]'));
          } else if (runbookVersions['RB-1'] !== first.version) resolve({ revision, before: first.revision });
        },
      });
    });
    const { revision, before } = await changed;
    (stream as { close(): void } | null)?.close();
    expect(revision).toBe(before);
    expect(await rig.client.call('runbook.get', { runbook: rb1 })).toMatchObject({ ok: true, value: { runbook: { title: 'Pump stopped again' } } });
    expect(await rig.client.call('runbook.search', { words: 'again', limit: 10 })).toMatchObject({ ok: true, value: { suggestions: [{ entry: { id: 'RB-1' } }] } });
  });
});
