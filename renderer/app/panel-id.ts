import type { ViewParams } from '../client/view-props.ts';

/** One panel per view and params that tell panels apart: a screen, a runbook, a run, an incident or a part. Trends and the like have one each. */
export function panelId(view: string, params: ViewParams): string {
  return [view, params.screen ?? params.run ?? params.runbook ?? params.incident ?? params.part].filter(Boolean).join(':');
}

/** What of a view a panel shows, in one word, where that is not a screen: for windows and layouts, which know no more. A view that opens with it understands it. */
export function partWord({ part, run, runbook, incident }: ViewParams): string | undefined {
  return part ?? (run !== undefined ? `run.${run}` : runbook !== undefined ? `runbook.${runbook}` : incident !== undefined ? `incident.${incident}` : undefined);
}
