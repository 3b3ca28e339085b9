import type { FirstOutGroup } from '#shared/model/first-out.ts';
import { useStepsNow } from '../../../client/checks-now.ts';
import { openRunbook, useRunbook, useRuns, useSuggestions } from '../../../client/use-runbooks.ts';
import { SuggestedRunbooks } from '../../../widgets/runbook-step/suggested-runbook.tsx';

/** Candidates a runbook is looked for with, in their order. */
const mostAlarms = 4;
const shownSteps = 6;

/** Runbooks for a burst by its first candidates, best first with the reasons; nothing where none fits. */
export function SuggestedForFlood({ group, isCompact = false }: { readonly group: FirstOutGroup; readonly isCompact?: boolean }) {
  const alarms = group.ranked.slice(0, mostAlarms).map(({ alarm }) => alarm);
  const { list, problem } = useSuggestions({ alarms }, isCompact ? 1 : 4);
  const { runs } = useRuns();
  const first = useRunbook(isCompact ? null : (list?.[0]?.id ?? null));
  const steps = useStepsNow(first.answer?.runbook ?? null, shownSteps);
  const open = (id: string): void => openRunbook(id, { alarm: alarms[0] ?? null, asset: group.ranked[0]?.asset ?? null }, runs);
  if (isCompact) return list === null || list.length === 0 ? null : <SuggestedRunbooks list={list} isCompact onOpen={open} />;
  return (
    <section className="first-out-side-part" aria-label="Suggested runbook">
      <header>
        <b>Suggested runbook</b>
        <span className="tx-3">{list === null || list.length === 0 ? '' : 'by the first alarms'}</span>
      </header>
      <div className="first-out-suggested">{list === null || list.length === 0 ? <p className="tx-3">{problem ?? (list === null ? 'Runbooks are being looked for.' : 'No runbook of this project answers these alarms.')}</p> : <SuggestedRunbooks list={list} steps={steps} onOpen={open} />}</div>
    </section>
  );
}
