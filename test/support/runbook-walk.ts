import type { Plant } from '#electron/simulator/plant/plant.ts';
import { driverTypes } from '#electron/engine/drivers/registry.ts';
import { loadProject } from '#electron/engine/project/load-project.ts';
import type { LoadedProject } from '#electron/engine/project/loaded-project.ts';
import { withSystemTags } from '#electron/engine/system-tags.ts';
import { compileExpression } from '#shared/expressions/compile-expression.ts';
import { isBad, Q } from '#shared/model/quality.ts';
import { type Runbook, type RunbookStep, stepsOf } from '#shared/model/runbook.ts';

export const demoDir = new URL('../../resources/projects/demo', import.meta.url).pathname;
export const loadDemo = async (): Promise<LoadedProject> => withSystemTags(await loadProject(demoDir, { driverTypes }));

/** Judges truths of a project on what the simulated works publishes; what it does not publish, or a lost link does not bring, is bad. Null: it cannot say. */
export function judgeOn(project: LoadedProject, plant: Plant): (expression: string) => boolean | null {
  const value = new Float64Array(project.tags.length);
  const quality = new Uint32Array(project.tags.length);
  const timeMs = new Float64Array(project.tags.length);
  const compiled = new Map<string, ReturnType<typeof compileExpression>>();
  const out = { value: 0, quality: Q.good, timeMs: 0 };
  return (text) => {
    const known = compiled.get(text) ?? compileExpression(text, project.directory);
    compiled.set(text, known);
    if (!known.ok) throw new Error(known.fault.message);
    for (const index of known.value.inputs) {
      const now = valueOf(project, plant, index);
      value[index] = now;
      quality[index] = Number.isNaN(now) ? Q.badNoCommunication : Q.good;
      timeMs[index] = plant.nowMs;
    }
    known.value.evaluate({ value, quality, timeMs, text: () => '' }, out);
    return isBad(out.quality) ? null : out.value !== 0;
  };
}

function valueOf(project: LoadedProject, plant: Plant, index: number): number {
  const tag = project.tags[index];
  const isLinked = (device: string): boolean => (plant.links.get(device) ?? 'none') === 'none';
  if (tag === undefined) return Number.NaN;
  if (tag.id.endsWith('.LINK')) return isLinked(tag.id.slice(0, -'.LINK'.length)) ? 1 : 0;
  if (!plant.io.signals.has(tag.id) || (tag.device !== undefined && !isLinked(tag.device))) return Number.NaN;
  return plant.io.signals.get(tag.id);
}

export type WalkedStep = { readonly step: string; /** Checks that did not hold in time. */ readonly missing: readonly string[]; readonly to: string | null; /** A branch was taken. */ readonly isLed: boolean };
type Walk = {
  readonly runbook: Runbook;
  readonly project: LoadedProject;
  readonly plant: Plant;
  /** What people do on the spot, by step, before its checks: with the tag that stands for it in the simulator. */
  readonly byHand?: Readonly<Record<string, () => void>>;
  /** Branches a person chooses where the data do not. */
  readonly choices?: Readonly<Record<string, string>>;
  readonly atMostS?: number;
};

/**
 * Goes through a runbook as a crew would: does what a step writes, in its order, optional writes aside, then waits until all
 * its checks have held for their time or the data have pointed to a branch for a while, and takes the first branch they point
 * to, else the next step. Simulated time only.
 */
export function walkRunbook({ runbook, project, plant, byHand = {}, choices = {}, atMostS = 900 }: Walk): readonly WalkedStep[] {
  const steps = stepsOf(runbook);
  const judge = judgeOn(project, plant);
  const walked: WalkedStep[] = [];
  for (let step: RunbookStep | undefined = steps[0]; step !== undefined && walked.length < 40; ) {
    byHand[step.id]?.();
    for (const item of step.items) {
      if (item.kind !== 'action' || item.isOptional) continue;
      plant.write(item.tag, Number(item.value));
      run(plant, 3);
    }
    const missing = untilHeld(step, plant, judge, atMostS);
    const branch = step.items.find((item) => item.kind === 'branch' && item.when !== null && judge(item.when) === true);
    const led = choices[step.id] ?? (branch?.kind === 'branch' ? branch.to : null);
    const to = led ?? step.next;
    walked.push({ step: step.id, missing, to, isLed: led !== null });
    step = to === null ? steps[steps.indexOf(step) + 1] : steps.find(({ id }) => id === to);
  }
  return walked;
}

/** So long a crew looks at a branch the data suggest before it takes it, s. */
const patienceS = 30;

/** Runs until every check of a step has held for its time, or a branch is true that leads away from it; gives what never held. */
function untilHeld(step: RunbookStep, plant: Plant, judge: (expression: string) => boolean | null, atMostS: number): readonly string[] {
  const checks = step.items.filter((item) => item.kind === 'check');
  const sinceMs = checks.map(() => Number.NaN);
  const branches = step.items.flatMap((item) => (item.kind === 'branch' && item.when !== null ? [item.when] : []));
  let ledS = 0;
  const held = (at: number): boolean => plant.nowMs - (sinceMs[at] as number) >= (checks[at]?.forMs ?? 0);
  for (let s = 0; s <= atMostS; s++) {
    for (const [at, check] of checks.entries()) sinceMs[at] = judge(check.expression) === true ? (Number.isNaN(sinceMs[at]) ? plant.nowMs : (sinceMs[at] as number)) : Number.NaN;
    if (checks.every((_, at) => held(at))) return [];
    ledS = branches.some((when) => judge(when) === true) ? ledS + 1 : 0;
    if (ledS > patienceS) break;
    run(plant, 1);
  }
  return checks.filter((_, at) => !held(at)).map(({ expression }) => expression);
}

export function run(plant: Plant, s: number): void {
  for (let step = 0; step < s * 20; step++) plant.step();
}
