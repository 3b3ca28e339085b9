import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { modbus } from '#electron/engine/drivers/modbus/modbus.ts';
import { opcua } from '#electron/engine/drivers/opcua/opcua.ts';
import { loadProject } from '#electron/engine/project/load-project.ts';
import type { LoadedProject } from '#electron/engine/project/loaded-project.ts';
import { createMotors } from '#electron/simulator/model/motor-list.ts';
import { createRandom } from '#electron/simulator/model/random.ts';
import { World } from '#electron/simulator/plant/world.ts';
import { guidanceOf } from '#shared/model/alarm-guidance.ts';
import type { AlarmDefinition } from '#shared/model/alarm.ts';

// The demo plant's logic against the plant itself: its controllers' code, its motor list, its valves.
const root = fileURLToPath(new URL('../../../', import.meta.url));
const controllers = [...readdirSync(join(root, 'electron/simulator/plc')).map((name) => `plc/${name}`), 'plant/plant.ts'].map((file) => readFileSync(join(root, 'electron/simulator', file), 'utf8')).join('\n');

let project: LoadedProject;
beforeAll(async () => {
  project = await loadProject(join(root, 'resources/projects/demo'), { driverTypes: [modbus, opcua] });
});

/** Everything a connection of one kind leads to from an asset, over as many steps as it takes. */
function reached(from: string, carries: string): Set<string> {
  const found = new Set([from]);
  for (const at of found) for (const connection of project.logic.connections) if (connection.from === at && connection.carries === carries) found.add(connection.to);
  return found;
}

describe('the logic of the demo plant', () => {
  it('loads without a problem, with all its conditions compiled', () => {
    expect(project.problems).toEqual([]);
    const { logic, alarms } = project;
    expect(logic.connections.length).toBeGreaterThan(200);
    expect([...project.stateExpressions.keys()]).toEqual(logic.states.map(({ id }) => id));
    expect([...project.suppressionExpressions.keys()]).toEqual(logic.suppressions.map(({ id }) => id));
    expect([...project.alarmExpressions.keys()]).toEqual(alarms.filter(({ kind }) => kind === 'expression').map(({ id }) => id));
  });

  it("has every interlock of the controllers' code and of the trip causes", () => {
    const inCode = [...controllers.matchAll(/'(I-\d{3})(?:\.ACT)?'/g)].map(([, id]) => id);
    const inCauses = Object.values(project.tags.find(({ id }) => id === 'K-201.CAUSE')?.states ?? {}).flatMap((words) => /^I-\d{3}/.exec(words)?.[0] ?? []);
    expect(new Set([...inCode, ...inCauses]).size).toBe(14);
    const known = new Set(project.logic.interlocks.map(({ id }) => id));
    expect([...inCode, ...inCauses].filter((id) => !known.has(id as string))).toEqual([]);
  });

  it('names the signal of every interlock that has one', () => {
    const acted = project.tags.filter(({ id }) => /^I-\d{3}\.ACT$/.test(id)).map(({ id }) => id as string);
    expect(project.logic.interlocks.flatMap(({ id, tag }) => (/^I-\d/.test(id) && tag !== undefined ? [tag as string] : [])).toSorted()).toEqual(acted.toSorted());
  });

  it('every motor of the motor list has a path from the transformer, over the section it hangs on, and drops out with it', () => {
    const motors = createMotors(createRandom(1));
    const powered = reached('TR-1', 'power');
    expect([...motors.byId.keys(), 'M-201'].filter((id) => !powered.has(id))).toEqual([]);
    for (const [motor, section] of motors.sectionOf) {
      expect(project.logic.connections.filter(({ to, carries }) => to === motor && carries === 'power').map(({ from }) => from)).toEqual([section]);
      const dropOut = project.logic.interlocks.filter(({ effects, causes }) => (effects as readonly string[]).includes(motor) && (causes as readonly string[]).includes(`${section}.UV`));
      expect(dropOut.map(({ id }) => id)).toEqual([`${section}.DROP-OUT`]);
    }
  });

  it('every pneumatic valve gets its air from the receiver', () => {
    const world = new World(1);
    const aired = reached('V-421', 'air');
    const valves = [...Object.keys(world.valves), ...Object.keys(world.switches)];
    expect(valves).toHaveLength(18);
    expect(valves.filter((id) => !aired.has(id))).toEqual([]);
    expect(project.assets.filter(({ kind }) => kind === 'control-valve' || kind === 'valve').filter(({ id }) => !aired.has(id))).toEqual([]);
  });

  it('the lube oil reaches every bearing of K-201 from both pumps', () => {
    for (const pump of ['P-231A', 'P-231B']) expect([...reached(pump, 'lube')]).toEqual(expect.arrayContaining(['K-201-LUBE', 'K-201-DE', 'K-201-NDE', 'K-201-THR']));
  });

  it('every machine stands in it, and nothing of the plant is cut off from the rest', () => {
    const linked = new Map<string, string[]>();
    for (const { from, to } of project.logic.connections) {
      linked.set(from, [...(linked.get(from) ?? []), to]);
      linked.set(to, [...(linked.get(to) ?? []), from]);
    }
    const machines = project.assets.filter(({ level, id }) => (level === 'equipment' || level === 'part') && id !== 'SIM-01').map(({ id }) => id as string);
    const together = new Set(['V-201']);
    for (const at of together) for (const next of linked.get(at) ?? []) together.add(next);
    expect(machines.filter((id) => !together.has(id))).toEqual([]);
  });

  it('every alarm stands at a place of it, so that first-out knows what is up- and downstream', () => {
    const linked = new Set(project.logic.connections.flatMap(({ from, to }) => [from as string, to as string]));
    const placeOf = (alarm: AlarmDefinition): string => alarm.asset ?? (project.tags[project.directory.get(alarm.tag)?.index ?? -1]?.asset as string);
    expect(project.alarms.filter((alarm) => !linked.has(placeOf(alarm))).map(({ id }) => id)).toEqual([]);
  });

  it('suppressions hide nothing that trips a machine, and no alarm of first priority', () => {
    const causes = new Set<string>(project.logic.interlocks.flatMap(({ causes: alarms }) => alarms));
    const byId = new Map(project.alarms.map((alarm) => [alarm.id as string, alarm]));
    const hidden = [...project.suppressionMembers.values()].flat();
    expect(hidden.filter((alarm) => causes.has(alarm) || byId.get(alarm)?.priority === 1)).toEqual([]);
    // At stand-still a cause may be silent only if what it trips stands already.
    const silent = project.alarms.filter(({ suppressIn, id }) => suppressIn !== undefined && causes.has(id)).map(({ id }) => id);
    expect(silent.toSorted()).toEqual(['BS-4016', 'FT-3041.L', 'ST-2401.L']);
  });

  it('tells for every alarm what class it is of, what follows, what to do and how long there is', () => {
    const assets = new Map(project.assets.map((asset) => [asset.id as string, asset]));
    const lacking = project.alarms.flatMap((alarm) => {
      const { class: alarmClass, cause, consequence, action, respondWithinMin, screen } = guidanceOf(alarm, assets, alarm.asset ?? project.tags[project.directory.get(alarm.tag)?.index ?? -1]?.asset);
      const missing = Object.entries({ alarmClass, cause, consequence, action, respondWithinMin, screen }).filter(([, value]) => value === undefined).map(([name]) => name);
      return missing.length === 0 ? [] : [`${alarm.id}: ${missing.join(', ')}`];
    });
    expect(lacking).toEqual([]);
  });
});
