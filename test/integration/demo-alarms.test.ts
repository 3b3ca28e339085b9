import { afterEach, describe, expect, it } from 'vitest';
import { scenarios } from '#electron/simulator/scenarios/scenarios.ts';
import { Q } from '#shared/model/quality.ts';
import { type PlayedPlant, playPlant } from '../support/played-plant.ts';

// All alarms of the demo project, of every kind, judged by the engine on what the simulated works really does.
let played: PlayedPlant | null = null;
afterEach(() => played?.close());
const play = async (seed: number): Promise<PlayedPlant> => (played = await playPlant(seed));
const namesOf = ({ events }: PlayedPlant, kind: string): string[] => [...new Set(events.filter((event) => event.kind === kind).map(({ alarm }) => alarm as string))];

const processScenarios = scenarios.filter(({ first }) => !first.alarm.startsWith('link:'));

describe('alarms of the demo plant', () => {
  it.each([1, 2])('none of any kind is raised or hidden in half an hour of healthy running, seed %i', async (seed) => {
    const plant = await play(seed);
    await plant.run(1800);
    expect(plant.events).toEqual([]);
  });

  it.each(processScenarios.map((scenario) => [scenario.title, scenario] as const))('"%s": nothing is raised before its documented first failure, and each step after it is raised or hidden by design', async (_title, scenario) => {
    const plant = await play(5);
    await plant.run(20);
    plant.simulator.startScenario(scenario.id);
    await plant.run(scenario.first.withinS[1] + Math.max(...scenario.cascade.map(({ withinS }) => withinS[1])));
    const raised = plant.events.filter(({ kind }) => kind === 'raised');
    const earliest = raised.toSorted((a, b) => a.timeMs - b.timeMs)[0];
    // The three sections of one supply dip in the same millisecond.
    expect(raised.filter(({ timeMs }) => timeMs === earliest?.timeMs).map(({ alarm }) => alarm)).toContain(scenario.first.alarm);
    const missing = scenario.cascade.map(({ alarm }) => alarm).filter((alarm) => !namesOf(plant, 'raised').includes(alarm));
    // Without air the feed valve stands at its fail position, as the design says, and is not at fault.
    expect(missing).toEqual(scenario.key === 'instrument-air-loss' ? ['FCV-2011.DEV'] : []);
    expect(namesOf(plant, 'suppressed')).toEqual(expect.arrayContaining(missing));
  });

  it('a trip of the compressor hides what its vapour loop then shows by design, and later what makes no sense at stand-still, each once', async () => {
    const plant = await play(3);
    plant.simulator.startScenario(1);
    await plant.run(120);
    const byTrip = namesOf(plant, 'suppressed');
    expect(byTrip).toEqual(expect.arrayContaining(['FT-2301.L', 'PT-2302.L', 'FCV-2305.ZSO']));
    expect(byTrip.filter((alarm) => namesOf(plant, 'raised').includes(alarm))).toEqual([]);
    await plant.run(180);
    const hidden = plant.events.filter(({ kind }) => kind === 'suppressed').map(({ alarm }) => alarm as string);
    expect(hidden).toEqual(expect.arrayContaining(['FT-2011.LL', 'WT-2502.L']));
    expect(new Set(hidden).size).toBe(hidden.length);
  });

  it('a density transmitter that hangs is told after five minutes, and before anything else', async () => {
    const plant = await play(1);
    await plant.run(60);
    const fromMs = plant.nowMs();
    plant.simulator.setSensorFault('DT-2041', { kind: 'freeze' });
    await plant.run(320);
    expect(namesOf(plant, 'raised')).toEqual(['DT-2041.FRZ']);
    expect(((plant.events[0]?.timeMs ?? Number.NaN) - fromMs) / 1000).toBeCloseTo(300, -1);
  });

  it('a level that is no longer measured is told after five seconds, a scan that is lost is not', async () => {
    const plant = await play(1);
    await plant.run(10);
    plant.overrule('LT-2101', { value: Number.NaN, quality: Q.badSensorFailure });
    await plant.run(3);
    plant.overrule('LT-2101', null);
    await plant.run(10);
    expect(plant.events).toEqual([]);
    plant.overrule('LT-2101', { value: Number.NaN, quality: Q.badSensorFailure });
    await plant.run(6);
    expect(namesOf(plant, 'raised')).toEqual(['LT-2101.BAD']);
  });

  it.each(['PLC-11', 'PLC-21', 'PLC-22', 'GW-02', 'PLC-41', 'MCC-2', 'VIB-07'])('the loss of the link to %s is one alarm, not one for each value that is missing', async (device) => {
    const plant = await play(1);
    await plant.run(10);
    plant.loseLink(device);
    await plant.run(120);
    expect(namesOf(plant, 'raised')).toEqual([`${device}.LINK`]);
    plant.restoreLink(device);
    await plant.run(30);
    expect(namesOf(plant, 'raised')).toEqual([`${device}.LINK`]);
    expect(plant.events.at(-1)).toMatchObject({ kind: expect.stringMatching(/returned|unsuppressed/) });
  });

  it('oil that leaks from the reservoir is told long before its level is low', async () => {
    const plant = await play(1);
    await plant.run(90);
    plant.simulator.world.lube.leakPctPerS = 0.1;
    await plant.run(150);
    expect(namesOf(plant, 'raised')).toEqual(['LT-2311.ROC']);
  });

  it('valves that fail for want of air are not blamed for it', async () => {
    const plant = await play(1);
    plant.simulator.startScenario(6);
    await plant.run(90);
    expect(namesOf(plant, 'raised').filter((alarm) => alarm.endsWith('V.DEV'))).toEqual([]);
    expect(namesOf(plant, 'suppressed')).toContain('FCV-2011.DEV');
  });

  it('a valve that jams is told as such where the plant has no switch for it', async () => {
    const plant = await play(1);
    await plant.run(20);
    const valve = plant.simulator.world.valves['LCV-5012'];
    valve.position = 20;
    valve.isStuck = true;
    await plant.run(15);
    expect(namesOf(plant, 'raised')).toContain('LCV-5012.DEV');
  });
});
