import { Plant } from './plant/plant.ts';
import type { PlantProject } from './plant/plant-project.ts';
import { servePlant } from './servers/serve-plant.ts';

export type PlantRun = { readonly ports: Readonly<Record<string, number>>; readonly plant: () => Plant; stop(): Promise<void> };

const stepMs = 50;
/** Fallen behind by more than this, the plant lets the time go instead of catching up. */
const forgiveMs = 2000;

/** Simulates the works in real time (or `speed` times faster) and serves it. Resolves when every server listens. */
export async function runPlant(
  project: PlantProject,
  o: { seed: number; portBase: number | null; dataDir: string; speed?: number; scenario?: number; afterS?: number },
): Promise<PlantRun> {
  let plant = new Plant(project, { seed: o.seed, startMs: Date.now() });
  const servers = await servePlant(project, plant, o);
  plant.rebase(Date.now());
  if (o.speed !== undefined) plant.setSpeed(o.speed);
  let due = o.scenario === undefined ? null : { id: o.scenario, atS: o.afterS ?? 0 };

  const tick = (): void => {
    const now = Date.now();
    if (plant.wantsReset) {
      plant = new Plant(project, { seed: o.seed, startMs: now });
      servers.serve(plant);
    }
    const behind = now - plant.nowMs;
    // Behind by far, or ahead because the clock was set back: source time follows the clock of this machine.
    if (behind > forgiveMs || behind < -forgiveMs) plant.rebase(now);
    while (plant.nowMs + stepMs / plant.speed <= now) {
      if (due !== null && plant.timeS >= due.atS) {
        plant.startScenario(due.id);
        due = null;
      }
      plant.step();
    }
    servers.publish();
  };
  const timer = setInterval(tick, stepMs);
  return {
    ports: servers.ports,
    plant: () => plant,
    stop: async () => {
      clearInterval(timer);
      await servers.stop();
    },
  };
}
