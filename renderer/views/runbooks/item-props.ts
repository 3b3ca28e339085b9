import type { RunbookItem } from '#shared/model/runbook.ts';
import type { RunState, RunStep } from '#shared/runbook-run/run-state.ts';

/** One thing of a step, with the run and step it stands in; `at` is its place there, from 0. */
export type ItemProps<Item extends RunbookItem = RunbookItem> = { readonly state: RunState; readonly step: RunStep; readonly item: Item; readonly at: number };
