import type { EvidenceValue, StepEvidence } from '#shared/model/runbook-run.ts';
import type { RunStep } from '#shared/runbook-run/run-state.ts';
import type { RunView } from './run-plant.ts';

const mostTags = 500;
/** What led to a step is seen before it was opened, ms. */
const beforeMs = 60_000;

/** What stands at the end of a step: the values of every tag it shows, checks or writes, and where to look for how they came about. */
export function evidenceOf({ plan, openedMs }: Pick<RunStep, 'plan' | 'openedMs'>, plant: RunView, nowMs: number): StepEvidence {
  const indices = new Set<number>();
  const add = (index: number | undefined): void => {
    if (index !== undefined) indices.add(index);
  };
  for (const item of plan.items) {
    if (item.kind === 'value' || item.kind === 'action') add(plant.indexOf(item.tag));
    const text = item.kind === 'check' ? item.expression : item.kind === 'branch' ? item.when : null;
    if (text !== null) for (const index of plant.compile(text)?.inputs ?? []) add(index);
  }
  const shown = [...indices].slice(0, mostTags);
  return { values: shown.map((index) => valueOf(index, plant)), trend: { tags: shown.map((index) => plant.idOf(index)), fromMs: (openedMs ?? nowMs) - beforeMs, toMs: nowMs } };
}

function valueOf(index: number, { table, source, idOf, isText }: RunView): EvidenceValue {
  const value = table.value[index] as number;
  const timeMs = table.timeMs[index] as number;
  const known = Number.isFinite(value);
  return {
    tag: idOf(index),
    value: known ? value : null,
    ...(known && isText(index) ? { text: source.text(value).slice(0, 1000) } : {}),
    quality: table.quality[index] as number,
    timeMs: Number.isFinite(timeMs) ? timeMs : null,
  };
}
