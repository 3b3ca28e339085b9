import { type Runbook, type RunbookStep, stepsOf } from '#shared/model/runbook.ts';
import { orList, type Problems, quoted } from './runbook-problem.ts';

/**
 * Looks whether every branch leads to a step and every step can be come to: by order (or where `next` leads), or by a
 * branch of a step that can be. Gives the ids of all steps.
 */
export function checkWays(runbook: Runbook, problems: Problems): ReadonlySet<string> {
  const steps = stepsOf(runbook);
  const byId = new Map<string, RunbookStep>();
  for (const step of steps) {
    const other = byId.get(step.id);
    if (other === undefined) byId.set(step.id, step);
    else problems.error(step.line, `the id #${step.id} stands at line ${other.line} already; ids of steps are unique`);
  }
  const names = [...byId.keys()];
  const lead = (from: RunbookStep, to: string, line: number, what: string): void => {
    if (!byId.has(to)) problems.error(line, `${what} leads to #${to}, and there is no such step${hint(to, names)}`);
    else if (to === from.id) problems.error(line, `${what} leads back to the step it stands in`);
  };
  const at = new Map(steps.map((step, index) => [step, index]));
  const reached = new Set<RunbookStep>();
  const open = steps.slice(0, 1);
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    if (reached.has(step)) continue;
    reached.add(step);
    const next = step.next === null ? steps[(at.get(step) as number) + 1] : byId.get(step.next);
    for (const one of [next, ...branchesOf(step).map(({ to }) => byId.get(to))]) if (one !== undefined) open.push(one);
  }
  for (const step of steps) {
    if (step.next !== null) lead(step, step.next, step.line, `next of the step ${quoted(step.title)}`);
    for (const { to, line } of branchesOf(step)) lead(step, to, line, 'this branch');
    if (!reached.has(step) && byId.get(step.id) === step) problems.error(step.line, `nothing leads to the step ${quoted(step.title)} (#${step.id}): the step before it goes on elsewhere, and no branch leads here`);
  }
  return new Set(names);
}

const branchesOf = (step: RunbookStep) => step.items.filter((item) => item.kind === 'branch');

function hint(wanted: string, names: readonly string[]): string {
  const near = names.filter((name) => name.startsWith(wanted.slice(0, 4)) || name.includes(wanted) || wanted.includes(name)).slice(0, 3);
  return near.length === 0 ? '' : `; did you mean ${orList(near.map((name) => `#${name}`))}?`;
}
