import { qualityWords } from '#shared/model/quality.ts';
import type { CheckReading } from '#shared/model/runbook-run.ts';
import { isOver, type RunState } from '#shared/runbook-run/run-state.ts';
import type { CheckStanding, CheckWatch, WatchedCheck } from './check-watch.ts';
import type { RunView } from './run-plant.ts';

/** Where a watched truth stands: the run, the step and the item of it. */
export const keyOf = (run: string, step: number, item: number): string => `${run} ${step} ${item}`;
export function placeOfKey(key: string): { readonly run: string; readonly step: number; readonly item: number } {
  const [run = '', step, item] = key.split(' ');
  return { run, step: Number(step), item: Number(item) };
}

/**
 * The phase in which the plant goes back to what it was: what its steps undo (an isolation, a pressure let off) is no
 * regress of the steps before.
 */
const returnPhase = /^return to service\b/i;

/** Whether the checks of a step are looked at: all of them until the run is over, but for what the return to service undoes. */
export function isWatched(state: RunState, at: number): boolean {
  const step = state.steps[at];
  if (isOver(state) || step === undefined) return false;
  const phase = state.steps[Math.min(state.current, state.steps.length - 1)]?.phase ?? '';
  return !(returnPhase.test(phase) && at < state.current && step.phase !== phase);
}

/** Everything to look at for a run: its checks, and the truths that suggest branches. */
export function checksOf(state: RunState, plant: RunView): readonly WatchedCheck[] {
  return truthsOf(state, plant, (at) => isWatched(state, at));
}

/** All truths of a run, or those of some of its steps. */
export function truthsOf(state: RunState, plant: Pick<RunView, 'compile'>, isWanted: (step: number) => boolean = () => true): readonly WatchedCheck[] {
  const checks: WatchedCheck[] = [];
  for (const [at, { plan }] of state.steps.entries()) {
    if (!isWanted(at)) continue;
    for (const [which, item] of plan.items.entries()) {
      const text = item.kind === 'check' ? item.expression : item.kind === 'branch' ? item.when : null;
      if (text === null) continue;
      checks.push({ key: keyOf(state.run, at, which), expression: plant.compile(text), text, forMs: item.kind === 'check' ? item.forMs : 0 });
    }
  }
  return checks;
}

/** The checks of a step as they stand now, by item; of those that are not watched nothing. */
export function readingsOf(watch: CheckWatch, plant: RunView, { run, steps }: RunState, at: number): ReadonlyMap<number, CheckReading> {
  const readings = new Map<number, CheckReading>();
  for (const [which, item] of (steps[at]?.plan.items ?? []).entries()) {
    if (item.kind !== 'check') continue;
    const place = watch.placeOf(keyOf(run, at, which));
    if (place !== undefined) readings.set(which, readingOf(which, item.expression, watch.standing(place), plant));
  }
  return readings;
}

/** Steps that the truths of a step's branches point to now, in their order. */
export function suggestedOf(watch: CheckWatch, { run, steps }: RunState, at: number): readonly string[] {
  return (steps[at]?.plan.items ?? []).flatMap((item, which) => {
    const place = item.kind === 'branch' ? watch.placeOf(keyOf(run, at, which)) : undefined;
    return item.kind === 'branch' && place !== undefined && watch.standing(place).state === 'pass' ? [item.to] : [];
  });
}

function readingOf(item: number, expression: string, { state, sinceMs, isForced }: CheckStanding, plant: RunView): CheckReading {
  const why = state === 'unknown' || state === 'pending' ? whyUnknown(plant.compile(expression)?.inputs ?? null, plant) : '';
  return { item, state, sinceMs, isForced, why: why.slice(0, 500) };
}

/** The tags that are not good, and what is wrong with each. */
function whyUnknown(inputs: readonly number[] | null, plant: RunView): string {
  if (inputs === null) return 'The project has not all the tags of it any more.';
  const wrong = inputs.filter((index) => (plant.table.quality[index] as number) >>> 30 !== 0);
  return wrong.map((index) => `${plant.idOf(index)}: ${qualityWords(plant.table.quality[index] as number)}`).join(', ');
}
