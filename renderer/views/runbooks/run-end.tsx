import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { isOver, type RunState } from '#shared/runbook-run/run-state.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { formatClock, formatDay, formatSpan } from '#renderer/widgets/format-time.ts';
import { LocksLeft } from './locks-left.tsx';
import { type ReasonAsked, ReasonDialog } from './reason-dialog.tsx';
import { useRunActs } from './use-run-acts.ts';

/** Behind the last step: the run is finished by a person; or how it ended. */
export function RunEnd({ state }: { readonly state: RunState }) {
  const acts = useRunActs(state);
  const [asked, setAsked] = useState<ReasonAsked | null>(null);
  const regressed = state.steps.filter((step) => step.regressed.length > 0);
  if (isOver(state)) {
    const by = state.touched.by === '' ? '' : ` by ${state.touched.by}`;
    return (
      <section className="run-end">
        <h3>{state.dry === null ? '' : 'Dry run. '}{state.status === 'finished' ? `Finished${by}` : `Aborted${by}`}</h3>
        <p className="tx-2 num">
          {formatDay(state.endedMs ?? state.timeMs)} {formatClock(state.endedMs ?? state.timeMs)}, after {formatSpan((state.endedMs ?? state.timeMs) - state.begunMs)}.
        </p>
        {state.statusReason === '' ? null : <p>{state.statusReason}</p>}
        <LocksLeft locks={state.locks} />
        <p className="tx-3">Pick a step to see how it ended and what stood then.</p>
      </section>
    );
  }
  return (
    <section className="run-end">
      <h3>All steps are done</h3>
      {regressed.length === 0 ? null : <p>Regressed since they passed: {regressed.map(({ plan }) => plan.title).join(', ')}. Finishing needs a comment.</p>}
      <Button
        look="primary"
        size="large"
        icon={<CircleCheck size={16} strokeWidth={1.75} />}
        refusal={acts.refusal('finish')}
        onClick={() =>
          setAsked({ title: 'Finish the run', says: 'Its checks are no longer watched after this.', label: 'Comment', does: 'Finish', isRequired: regressed.length > 0, locks: state.locks, done: (comment) => acts.act({ kind: 'finish', comment }) })
        }
      >
        Finish the run
      </Button>
      {asked === null ? null : <ReasonDialog asked={asked} onClose={() => setAsked(null)} />}
    </section>
  );
}
