import { isLimitAlarm } from '#shared/model/alarm.ts';
import { describe, expect, it } from 'vitest';
import { parseModbusAddress } from '../servers/modbus-address.ts';
import { addressText, readPlantProject } from './plant-project.ts';

const project = readPlantProject(new URL('../../../resources/projects/demo', import.meta.url).pathname);
const assets = new Set<string>(project.assets.map((asset) => asset.id));
const devices = new Map(project.devices.map((device) => [device.id as string, device]));
const tags = new Map(project.tags.map((tag) => [tag.id as string, tag]));
const duplicates = (ids: readonly string[]): readonly string[] => ids.filter((id, i) => ids.indexOf(id) !== i);

describe('The demo project', () => {
  it('has the size of a small works', () => {
    expect(project.assets.length).toBeGreaterThanOrEqual(80);
    expect(project.assets.length).toBeLessThanOrEqual(120);
    expect(project.tags.length).toBeGreaterThanOrEqual(400);
    expect(project.tags.length).toBeLessThanOrEqual(600);
    expect(project.alarms.length).toBeGreaterThanOrEqual(150);
    expect(project.alarms.length).toBeLessThanOrEqual(300);
  });

  it('uses each name once', () => {
    expect(duplicates(project.assets.map((asset) => asset.id))).toEqual([]);
    expect(duplicates(project.tags.map((tag) => tag.id))).toEqual([]);
    expect(duplicates(project.devices.map((device) => device.id))).toEqual([]);
    expect(duplicates(project.alarms.map((alarm) => alarm.id))).toEqual([]);
  });

  it('names only assets, devices, groups, setpoints and tags that exist', () => {
    const wrong: string[] = [];
    for (const asset of project.assets)
      if (asset.parent !== undefined && !assets.has(asset.parent)) wrong.push(`${asset.id}: parent ${asset.parent}`);
    for (const device of project.devices)
      if (device.asset !== undefined && !assets.has(device.asset)) wrong.push(`${device.id}: asset ${device.asset}`);
    for (const tag of project.tags) {
      const device = tag.device === undefined ? null : devices.get(tag.device);
      if (!assets.has(tag.asset)) wrong.push(`${tag.id}: asset ${tag.asset}`);
      if (device === undefined) wrong.push(`${tag.id}: device ${String(tag.device)}`);
      if (tag.group !== undefined && device?.groups[tag.group] === undefined) wrong.push(`${tag.id}: group ${tag.group}`);
      if (tag.setpoint !== undefined && !tags.has(tag.setpoint)) wrong.push(`${tag.id}: setpoint ${tag.setpoint}`);
      for (const [, name] of (tag.expression ?? '').matchAll(/\{([^}]+)\}/g))
        if (name !== undefined && !tags.has(name)) wrong.push(`${tag.id}: expression ${name}`);
      if (tag.device === undefined && tag.expression === undefined) wrong.push(`${tag.id}: comes from nowhere`);
    }
    for (const alarm of project.alarms) {
      if (!tags.has(alarm.tag)) wrong.push(`${alarm.id}: tag ${alarm.tag}`);
      if (alarm.asset !== undefined && !assets.has(alarm.asset)) wrong.push(`${alarm.id}: asset ${alarm.asset}`);
    }
    expect(wrong).toEqual([]);
  });

  it('gives no two Modbus tags the same registers', () => {
    const taken = new Map<string, string>();
    const clashes: string[] = [];
    for (const tag of project.tags) {
      const device = devices.get(tag.device ?? '');
      if (device?.driver !== 'modbus') continue;
      const a = parseModbusAddress(addressText(tag), 1);
      for (let i = 0; i < a.length; i++) {
        const place = `${device.id}/${a.unit}/${a.table}/${a.offset + i}${a.bit === null ? '' : `.${a.bit}`}`;
        const other = taken.get(place);
        if (other !== undefined) clashes.push(`${tag.id} and ${other} at ${place}`);
        taken.set(place, tag.id);
      }
    }
    expect(clashes).toEqual([]);
  });

  it('gives no two OPC UA tags the same node', () => {
    const nodes = project.tags.filter((tag) => devices.get(tag.device ?? '')?.driver === 'opcua').map((tag) => addressText(tag));
    expect(duplicates(nodes)).toEqual([]);
    expect(nodes.every((node) => /^nsu=urn:harbour-works:[a-z0-9-]+;s=.+/.test(node))).toBe(true);
  });

  it('sets alarm limits inside the range, in order, and far from the normal band', () => {
    const wrong: string[] = [];
    for (const alarm of project.alarms) {
      if (!isLimitAlarm(alarm)) continue;
      const tag = tags.get(alarm.tag);
      if (tag?.range !== undefined && (alarm.limit <= tag.range[0] || alarm.limit >= tag.range[1]))
        wrong.push(`${alarm.id} outside the range`);
      if (tag?.normal !== undefined) {
        const isHigh = alarm.kind === 'high' || alarm.kind === 'high-high';
        if (isHigh ? alarm.limit <= tag.normal[1] : alarm.limit >= tag.normal[0]) wrong.push(`${alarm.id} inside the normal band`);
      }
    }
    const limit = (id: string, kind: string): number | undefined =>
      project.alarms.flatMap((a) => (isLimitAlarm(a) && a.tag === id && a.kind === kind ? [a.limit] : []))[0];
    for (const id of tags.keys()) {
      const ladder = ['low-low', 'low', 'high', 'high-high'].map((kind) => limit(id, kind)).filter((value) => value !== undefined);
      if (ladder.some((value, i) => i > 0 && value <= (ladder[i - 1] ?? Number.NEGATIVE_INFINITY)))
        wrong.push(`${id}: limits out of order`);
    }
    expect(wrong).toEqual([]);
  });

  it('spreads priorities as alarm management asks: about 80 % P3 and P4, few P1', () => {
    const share = (p: number): number => project.alarms.filter((alarm) => alarm.priority === p).length / project.alarms.length;
    expect(share(1)).toBeLessThan(0.08);
    expect(share(2)).toBeLessThan(0.2);
    expect(share(3) + share(4)).toBeGreaterThan(0.75);
  });

  it('tells cause, consequence and action for every P1 and P2 alarm', () => {
    const silent = project.alarms.filter((alarm) => alarm.priority <= 2 && !(alarm.cause && alarm.consequence && alarm.action));
    expect(silent.map((alarm) => alarm.id)).toEqual([]);
  });
});
