import { beforeAll, describe, expect, it } from 'vitest';
import { AlarmWatch } from '../testing/alarm-watch.ts';
import { Plant } from './plant.ts';
import { readPlantProject, type PlantProject } from './plant-project.ts';

const projectDir = new URL('../../../resources/projects/demo', import.meta.url).pathname;
const run = (plant: Plant, seconds: number): void => {
  for (let i = 0; i < seconds * 20; i++) plant.step();
};

describe('Harbour Works in normal operation', () => {
  let project: PlantProject;
  beforeAll(() => {
    project = readPlantProject(projectDir);
  });

  it('gives every tag of the project a value, and nothing else', () => {
    const plant = new Plant(project, { seed: 1, startMs: 0, warmUpS: 2 });
    expect(plant.io.unbound()).toEqual([]);
    expect(plant.io.signals.ids.filter((id) => Number.isNaN(plant.io.signals.get(id)))).toEqual([]);
  });

  it('stands within the normal band of every running machine and within the range of every tag after an hour', () => {
    const plant = new Plant(project, { seed: 1, startMs: 0 });
    run(plant, 3600);
    const outside: string[] = [];
    for (const tag of project.tags) {
      if (tag.device === undefined) continue;
      const value = plant.io.signals.get(tag.id);
      if (tag.range !== undefined && (value < tag.range[0] || value > tag.range[1])) outside.push(`${tag.id} ${value} outside its range`);
      if (tag.normal !== undefined && (value < tag.normal[0] || value > tag.normal[1]))
        outside.push(`${tag.id} ${value} outside its normal band`);
    }
    expect(outside).toEqual([]);
  });

  it('raises no alarm in an hour', () => {
    const plant = new Plant(project, { seed: 4, startMs: 0 });
    const watch = new AlarmWatch(project, plant);
    for (let i = 0; i < 3600 * 20; i++) {
      plant.step();
      watch.look();
    }
    expect(watch.standing()).toEqual([]);
    expect(watch.raised).toEqual([]);
  });

  it('settles near the values of the design', () => {
    const plant = new Plant(project, { seed: 1, startMs: 0 });
    run(plant, 60);
    const far: string[] = [];
    const near = (tag: string, value: number, by: number): void => {
      const shown = plant.io.signals.get(tag);
      if (Math.abs(shown - value) > by) far.push(`${tag} ${shown}, not ${value}`);
    };
    near('FT-2011', 42.6, 2);
    near('TT-2021', 88.1, 1);
    near('PT-2102', 0.986, 0.006);
    near('LT-2101', 48.7, 2);
    near('ST-2301', 8420, 80);
    near('DT-2041', 1.286, 0.006);
    near('II-2301', 318, 15);
    near('PT-2312', 2.38, 0.04);
    near('TT-2321', 61.8, 2);
    near('XI-2399', 18.4, 2.5);
    near('FT-2032', 36.9, 2);
    near('LT-2012', 62.4, 2);
    near('II-231A', 22, 0.6);
    near('WT-2502', 2.1, 0.3);
    near('PT-4211', 6.8, 0.15);
    near('PT-4011', 3.1, 0.1);
    near('TT-4111', 24.6, 1);
    expect(far).toEqual([]);
  });

  it('keeps its mass: what the feed brings leaves as condensate, salt, purge and vapour', () => {
    const plant = new Plant(project, { seed: 1, startMs: 0 });
    const w = plant.world;
    const held = (): number => w.evaporator.water + w.evaporator.salt;
    const before = held();
    let into = 0;
    let out = 0;
    for (let i = 0; i < 600 * 20; i++) {
      plant.step();
      into += ((w.feed.flowM3H * w.feed.density) / 3.6 + w.salt.returnKgS) * 0.05;
      out += (w.salt.slurryKgS + w.evaporator.evaporationKgS) * 0.05;
    }
    expect(Math.abs(held() - before - (into - out))).toBeLessThan(into * 0.001);
  });

  it('runs the compressor up again after reset and start, when the permissives stand', () => {
    const plant = new Plant(project, { seed: 1, startMs: 0 });
    plant.startScenario(1);
    run(plant, 60);
    expect(plant.io.signals.get('K-201.TRIP')).toBe(1);
    plant.write('K-201.CMD', 1);
    run(plant, 1);
    expect(plant.io.signals.get('K-201.RUN')).toBe(0);
    plant.write('P-231B.CMD', 1);
    run(plant, 900);
    plant.write('K-201.RESET', 1);
    run(plant, 1);
    expect(plant.io.signals.get('K-201.PERM')).toBe(8);
    plant.write('K-201.CMD', 1);
    run(plant, 30);
    expect(plant.io.signals.get('K-201.RUN')).toBe(1);
    expect(plant.io.signals.get('M-201.BRK')).toBe(1);
  });

  it('takes setpoints, outputs and modes without a bump, and an output only in manual', () => {
    const plant = new Plant(project, { seed: 1, startMs: 0 });
    const before = plant.evaporationPlc.preheat.out;
    plant.write('TIC-2021.OUT', 5);
    run(plant, 1);
    expect(Math.abs(plant.evaporationPlc.preheat.out - before)).toBeLessThan(1);
    plant.write('TIC-2021.MODE', 0);
    plant.write('TIC-2021.OUT', 40);
    run(plant, 20);
    expect(plant.io.signals.get('TCV-2021.ZT')).toBeCloseTo(40, 0);
    plant.write('TIC-2021.MODE', 1);
    plant.step();
    expect(Math.abs(plant.evaporationPlc.preheat.out - 40)).toBeLessThan(1);
    expect(plant.write('FT-2011', 5)).toBe(false);
    expect(plant.write('TIC-2021.SP', Number.NaN)).toBe(false);
  });

  it('stamps source times by the speed of the simulation, never backwards', () => {
    const plant = new Plant(project, { seed: 1, startMs: 1_000_000, warmUpS: 10 });
    run(plant, 10);
    expect(plant.nowMs).toBeCloseTo(1_010_000, 3);
    plant.setSpeed(20);
    run(plant, 20);
    expect(plant.nowMs).toBeCloseTo(1_011_000, 3);
    const last = new Map<number, number>();
    plant.io.signals.drain((slot, _value, timeMs) => {
      expect(timeMs).toBeGreaterThanOrEqual(last.get(slot) ?? 0);
      last.set(slot, timeMs);
    });
  });

  it('shows a frozen, a drifting and an offset transmitter instead of the truth', () => {
    const plant = new Plant(project, { seed: 1, startMs: 0, warmUpS: 60 });
    plant.setSensorFault('LT-2012', { kind: 'freeze' });
    const frozen = plant.io.signals.get('LT-2012');
    plant.setSensorFault('TT-2012', { kind: 'offset', by: 10 });
    plant.setSensorFault('TT-2105', { kind: 'drift', perS: 0.1 });
    plant.world.feed.tankPct -= 20;
    run(plant, 20);
    expect(plant.io.signals.get('LT-2012')).toBe(frozen);
    expect(plant.io.signals.get('TT-2012') - plant.world.feed.tankC).toBeGreaterThan(9);
    expect(plant.io.signals.get('TT-2105') - plant.world.evaporator.shellC).toBeGreaterThan(1.5);
  });
});
