import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { contract, type FirstoutContract } from '#shared/contract/index.ts';
import { type CallName, type Contract, roleCovers, type Role, roles } from '#shared/rpc/define.ts';
import { type ModbusDevice, startModbusDevice } from '../simulators/modbus-device.ts';
import { brineStation } from '../support/brine-station.ts';
import { createProjectFolder, type EngineRig, startEngine } from '../support/engine-rig.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

/**
 * Who may do what, written down a second time: a call that is not `view` stands here, or this test fails. Whoever adds one
 * decides here, too, and whoever makes one easier to get at is seen.
 */
const least: Readonly<Record<Exclude<Role, 'view'>, readonly string[]>> = {
  operate: [
    'control.select', 'control.operate', 'control.take', 'control.release', 'control.ask', 'control.give', 'control.dismiss',
    'alarm.acknowledge', 'alarm.reset', 'alarm.shelve', 'alarm.unshelve', 'alarm.takeOver', 'tripGroup.reset',
    'note.write', 'note.withdraw', 'loadReport.start', 'job.cancel', 'job.remove', 'job.read', 'export.start', 'journal.export', 'recording.start',
    'runbook.begin', 'runbook.act', 'runbook.dryBegin', 'runbook.dryAct', 'runbook.dryMove', 'runbook.photo', 'runbook.select', 'runbook.operate', 'incident.begin', 'incident.add', 'record.attach', 'report.incident', 'report.runbooks', 'report.handover',
  ],
  lead: ['control.force', 'alarm.removeFromService', 'alarm.returnToService', 'trend.save', 'trend.remove', 'import.open', 'import.piece', 'import.look', 'import.start', 'incident.command', 'handover.write', 'handover.accept'],
  engineer: [
    'alarm.rationalise', 'device.browse', 'runbook.check', 'runbook.save', 'runbook.create', 'device.trustCertificate', 'layout.save', 'layout.remove',
    'screens.save', 'screens.create', 'screens.rename', 'screens.remove', 'screens.restore', 'screens.importOpen', 'screens.importStart', 'screens.imported',
    'scene.mapNode', 'scene.saveView', 'scene.removeView', 'scene.saveTour', 'scene.removeTour',
  ],
};
const needed = new Map<string, Role>(Object.entries(least).flatMap(([role, names]) => names.map((name) => [name, role as Role] as const)));
const entries = Object.entries(contract as Contract);

describe('the table of who may do what', () => {
  it('has every command and every question that is not open to all, with the role the contract asks for', () => {
    const declared = entries.filter(([, { kind, role }]) => kind === 'command' || role !== 'view').map(([name, { role }]) => [name, role]);
    expect(Object.fromEntries(declared)).toEqual(Object.fromEntries(needed));
  });
  it('lets nobody act who may only look', () => {
    for (const [name, { kind, role }] of entries) if (kind === 'command') expect([name, roleCovers(role, 'operate')]).toEqual([name, true]);
  });
});

describe('the engine', () => {
  let device: ModbusDevice;
  let folder: ReturnType<typeof createProjectFolder>;
  let rig: EngineRig;
  beforeAll(async () => {
    device = await startModbusDevice();
    folder = createProjectFolder(brineStation(device.port));
    rig = await startEngine(folder);
  });
  afterAll(async () => {
    await rig?.stop();
    await device?.stop();
    folder?.remove();
  });
  const calls = entries.filter(([, { kind }]) => kind === 'query' || kind === 'command').map(([name]) => name as CallName<FirstoutContract>);

  it.each(roles)('refuses a console with the role %s exactly what the table does not give it, whatever is asked', async (role) => {
    const client = rig.connect(role, role);
    const refused: string[] = [];
    for (const name of calls) {
      // What is asked does not matter: the role is looked at first. Nothing here is a right question, so that nothing is done.
      const answer = await client.call(name, { nothing: true } as never);
      if (!answer.ok && answer.fault.code === 'forbidden') refused.push(name);
      else expect([name, answer.ok ? 'ok' : answer.fault.code]).toEqual([name, 'bad-input']);
    }
    expect(refused.toSorted()).toEqual(calls.filter((name) => !roleCovers(role, needed.get(name) ?? 'view')).toSorted());
  });
  it('knows no call beside the contract, names that every object has included', async () => {
    const client = rig.connect('engineer', 'E');
    for (const name of ['tag.write', 'constructor', '__proto__', 'toString', 'control.write', '']) {
      expect(await client.call(name as never, {} as never)).toMatchObject({ ok: false, fault: { code: 'bad-input' } });
    }
  });
  it('has written nothing to the device', () => expect(device.requests.filter(({ functionCode }) => functionCode > 4)).toEqual([]));
});
