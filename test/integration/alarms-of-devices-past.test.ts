import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore } from '#electron/engine/store/testing/open-test-store.ts';
import { createMemoryLog, createVirtualClock } from '#electron/engine/testing/virtual-ports.ts';
import { AlarmDefinition, type AlarmEvent } from '#shared/model/alarm.ts';
import { createProjectFolder, type EngineRig, startEngine } from '../support/engine-rig.ts';

// What devices brought along is known where no plant runs, as in a recording or a data folder that is only looked at.
const startMs = Date.UTC(2026, 10, 20, 8);
const made = AlarmDefinition.parse({ id: 'PLC-1:E-1.Fault', tag: 'PLC-1.LINK', kind: 'condition', device: 'PLC-1', source: 'E-1', condition: 'Fault', priority: 1, message: 'Drive fault' });
const other = { ...made, id: 'PLC-9:E-1.Fault', device: 'PLC-9' };
const event = (seq: number, alarm: string): AlarmEvent =>
  ({ seq, alarm, kind: 'raised', from: 'normal', to: 'active-unacked', timeMs: startMs + seq, engineMs: startMs + seq, value: null, quality: 0 }) as AlarmEvent;
const undo: (() => void | Promise<void>)[] = [];
let rig: EngineRig;

beforeEach(async () => {
  const folder = createProjectFolder({
    'project.yaml': 'name: Works\n',
    'assets/a.yaml': 'assets:\n  - { id: A, name: Works, level: area }\n',
    'devices/d.yaml': 'devices:\n  - { id: PLC-1, name: Polled, driver: modbus, options: { host: 127.0.0.1 } }\n',
  });
  undo.push(folder.remove);
  const store = await openTestStore(folder.dataDir, createVirtualClock(), createMemoryLog());
  await store.meta.set('alarms of devices', JSON.stringify([made, other]));
  await store.journal.append([event(1, made.id), event(2, other.id)], []);
  await store.close();
  rig = await startEngine(folder, { isOffline: true });
  undo.push(rig.stop);
});
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

describe('alarms that devices brought along, where no plant runs', () => {
  it('stand in the past with what they are, and so does the journal', async () => {
    const past = await rig.client.call('alarms.standingAt', { atMs: startMs + 1000 });
    expect(past).toMatchObject({ ok: true, value: { standings: [{ alarm: made.id, state: 'active-unacked', definition: { message: 'Drive fault', priority: 1 } }] } });
    const journal = await rig.client.call('alarms.journal', { beforeSeq: null, limit: 10, filter: { priorities: [1] } });
    expect(journal).toMatchObject({ ok: true, value: { events: [{ seq: 1 }], definitions: [{ id: made.id }] } });
    expect(await rig.client.call('alarms.standing', {})).toMatchObject({ ok: true, value: { standings: [] } });
  });
});
