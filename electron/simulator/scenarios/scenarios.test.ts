import { beforeAll, describe, expect, it } from 'vitest';
import { readPlantProject, type PlantProject } from '../plant/plant-project.ts';
import { Plant } from '../plant/plant.ts';
import { AlarmWatch } from '../testing/alarm-watch.ts';
import { scenarios } from './scenarios.ts';

const projectDir = new URL('../../../resources/projects/demo', import.meta.url).pathname;

function play(project: PlantProject, id: number, seed: number, forS: number) {
  const plant = new Plant(project, { seed, startMs: 1_800_000_000_000 });
  const watch = new AlarmWatch(project, plant);
  const standing = watch.standing();
  for (let i = 0; i < 200; i++) {
    plant.step();
    watch.look();
  }
  const before = watch.raised.length;
  const startMs = plant.nowMs;
  plant.startScenario(id);
  for (let i = 0; i < forS * 20; i++) {
    plant.step();
    watch.look();
  }
  return { plant, standing, before, startMs, raised: watch.raised };
}

const processScenarios = scenarios.filter((scenario) => !scenario.first.alarm.startsWith('link:'));

describe('Fault scenarios', () => {
  let project: PlantProject;
  beforeAll(() => {
    project = readPlantProject(projectDir);
  });

  it('are at least nine and stand under their numbers in the states of SIM.SCENARIO', () => {
    const states = project.tags.find((tag) => tag.id === 'SIM.SCENARIO')?.states ?? {};
    expect(scenarios.length).toBeGreaterThanOrEqual(9);
    expect(states).toEqual({ 0: 'None', ...Object.fromEntries(scenarios.map((s) => [s.id, s.title])) });
  });

  it.each(processScenarios.map((s) => [s.title, s] as const))(
    '"%s" begins with its documented first failure and runs its cascade in order',
    (_title, scenario) => {
      const lastS = Math.max(...scenario.cascade.map((step) => step.withinS[1]));
      const { standing, before, startMs, raised } = play(project, scenario.id, 7, scenario.first.withinS[1] + lastS);
      expect(standing).toEqual([]);
      expect(before).toBe(0);
      const first = raised[0];
      expect(first?.alarm).toBe(scenario.first.alarm);
      const firstMs = first?.atMs ?? Number.NaN;
      expect((firstMs - startMs) / 1000).toBeGreaterThanOrEqual(scenario.first.withinS[0]);
      expect((firstMs - startMs) / 1000).toBeLessThanOrEqual(scenario.first.withinS[1]);
      let earlier = firstMs;
      for (const step of scenario.cascade) {
        const hit = raised.find((r) => r.alarm === step.alarm);
        expect(hit, `${step.alarm} is raised`).toBeDefined();
        const sinceS = ((hit?.atMs ?? Number.NaN) - firstMs) / 1000;
        expect(sinceS, `${step.alarm} not too early`).toBeGreaterThanOrEqual(step.withinS[0]);
        expect(sinceS, `${step.alarm} not too late`).toBeLessThanOrEqual(step.withinS[1]);
        expect(hit?.atMs, `${step.alarm} in order`).toBeGreaterThanOrEqual(earlier);
        earlier = hit?.atMs ?? Number.NaN;
      }
    },
  );

  it('the lube pump trip raises at least 40 alarms within 95 s of the first one', () => {
    const { raised } = play(project, 1, 3, 150);
    const firstMs = raised[0]?.atMs ?? Number.NaN;
    const within = new Set(raised.filter((r) => r.atMs <= firstMs + 95_000).map((r) => r.alarm));
    expect(within.size).toBeGreaterThanOrEqual(40);
  });

  it('the standby pump left in automatic saves the compressor: no trip, pressure restored', () => {
    const plant = new Plant(project, { seed: 3, startMs: 0 });
    plant.startScenario(1);
    plant.write('P-231B.AUTO', 1);
    for (let i = 0; i < 60 * 20; i++) plant.step();
    expect(plant.world.motors.get('P-231A').isTripped).toBe(true);
    expect(plant.io.signals.get('P-231B.RUN')).toBe(1);
    expect(plant.io.signals.get('K-201.TRIP')).toBe(0);
    expect(plant.io.signals.get('PT-2312')).toBeGreaterThan(2.1);
  });

  it('the power dip floods with more than 60 alarms, each motor stamped to its own millisecond', () => {
    const { raised } = play(project, 7, 5, 60);
    expect(new Set(raised.map((r) => r.alarm)).size).toBeGreaterThanOrEqual(60);
    const trips = raised.filter((r) => /^[A-Z]+-\d+[AB]?\.FLT$/.test(r.alarm)).map((r) => r.atMs);
    expect(trips.length).toBeGreaterThan(20);
    expect(new Set(trips).size).toBeGreaterThan(12);
    expect(Math.max(...trips) - Math.min(...trips)).toBeLessThan(100);
  });

  it('the same seed gives the same values to the last bit, another seed does not', () => {
    const run = (seed: number): readonly number[] => [...play(project, 1, seed, 60).plant.io.signals.value];
    const one = run(11);
    expect(run(11)).toEqual(one);
    expect(run(12)).not.toEqual(one);
  });

  it('a link fault leaves the process alone', () => {
    const { raised, plant } = play(project, 9, 2, 120);
    expect(raised).toEqual([]);
    expect(plant.links.get('PLC-41')).toBe('hung');
    plant.startScenario(0);
    expect(plant.links.get('PLC-41')).toBe('none');
  });
});
