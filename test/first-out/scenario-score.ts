import { findBursts } from '#electron/engine/first-out/burst-watch.ts';
import { createPlantKnowledge } from '#electron/engine/first-out/plant-knowledge.ts';
import { rankBurst } from '#electron/engine/first-out/rank-burst.ts';
import { sourceClocks } from '#electron/engine/first-out/source-clocks.ts';
import { driverTypes } from '#electron/engine/drivers/registry.ts';
import { loadProject } from '#electron/engine/project/load-project.ts';
import { withSystemTags } from '#electron/engine/system-tags.ts';
import { readPlantProject } from '#electron/simulator/plant/plant-project.ts';
import { scenarios } from '#electron/simulator/scenarios/scenarios.ts';
import { runScenario } from './scenario-run.ts';

export type ScenarioScore = {
  readonly key: string;
  readonly runs: number;
  /** Runs in which the documented first failure was ranked first, and in which it was among the first three. */
  readonly top1: number;
  readonly top3: number;
  /** Fewest alarms of a burst that was ranked. */
  readonly leastAlarms: number;
  /** What was ranked first instead, one entry a run. */
  readonly instead: readonly string[];
};

const demo = new URL('../../resources/projects/demo', import.meta.url).pathname;

/**
 * Runs scenarios of the demo plant by turns with seeds from `firstSeed` on, and ranks the largest burst of each: what stands
 * in the project is all the ranking knows. No earlier floods are handed in.
 */
export async function scoreScenarios(runs: number, firstSeed = 1): Promise<readonly ScenarioScore[]> {
  const plantProject = readPlantProject(demo);
  const project = withSystemTags(await loadProject(demo, { driverTypes }));
  const clocks = sourceClocks(project.tags, project.devices, (driver) => driver === 'opcua');
  const knowledge = createPlantKnowledge({ assets: project.assets, connections: project.logic.connections, interlocks: project.logic.interlocks, clocks });
  const scores = scenarios.map((scenario) => ({ key: scenario.key, runs: 0, top1: 0, top3: 0, leastAlarms: Number.POSITIVE_INFINITY, instead: [] as string[] }));
  for (let run = 0; run < runs; run++) {
    const [scenario, score] = [scenarios[run % scenarios.length], scores[run % scenarios.length]];
    if (scenario === undefined || score === undefined) continue;
    const { events, first } = runScenario(plantProject, project, scenario, firstSeed + run);
    const bursts = findBursts(events, knowledge);
    const largest = bursts.toSorted((a, b) => b.alarmCount - a.alarmCount)[0];
    const group = largest === undefined ? null : rankBurst(largest.alarms(), knowledge, largest);
    const rank = group?.ranked.findIndex(({ alarm }) => alarm === first) ?? -1;
    score.runs++;
    score.leastAlarms = Math.min(score.leastAlarms, group?.alarmCount ?? 0);
    if (rank === 0) score.top1++;
    else score.instead.push(`${group?.ranked[0]?.alarm ?? 'nothing'} (seed ${firstSeed + run}, rank ${rank < 0 ? 'none' : rank + 1}, ${group?.alarmCount ?? 0} alarms in ${bursts.length} bursts)`);
    if (rank >= 0 && rank < 3) score.top3++;
  }
  return scores;
}
