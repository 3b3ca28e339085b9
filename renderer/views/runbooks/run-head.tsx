import { Ban, Hand, List, Pause, Play, UserCheck } from 'lucide-react';
import { useState } from 'react';
import type { RunLive } from '#shared/model/runbook-run.ts';
import { isOver, type RunState, stepStateOf } from '#shared/runbook-run/run-state.ts';
import { useLink } from '#renderer/client/use-client.ts';
import { useNow, usePresentNow } from '#renderer/client/use-now.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { formatClock, formatSpan } from '#renderer/widgets/format-time.ts';
import { StateChip } from '#renderer/widgets/state-chip.tsx';
import { DryMark } from './dry-run.tsx';
import { type ReasonAsked, ReasonDialog } from './reason-dialog.tsx';
import type { LiveChecks } from './step-list.tsx';
import { useRunActs } from './use-run-acts.ts';

type HeadProps = { readonly state: RunState; readonly live: RunLive | null; readonly isLinked: boolean; readonly checks: LiveChecks; readonly isListOpen: boolean; readonly onList: () => void };

/** Which run it is, how far, who is at it, and what can be done to it as a whole. */
export function RunHead({ state, live, isLinked, checks, isListOpen, onList }: HeadProps) {
  const shownMs = useNow(1000);
  const presentMs = usePresentNow(1000);
  const nowMs = state.dry?.kind === 'replayed' ? presentMs : shownMs;
  const { runbook, hash } = state.plan;
  const done = Math.min(state.current + 1, state.steps.length);
  return (
    <header className="run-head">
      <div className="run-head-what">
        <span className="mono tx-2" title={`Version ${runbook.version}, text ${hash.slice(0, 12)}`}>
          {runbook.id}
        </span>
        <b>{runbook.title}</b>
        <DryMark dry={state.dry} />
        <StateChip tone={state.status === 'running' ? 'accent' : 'notice'} title={state.statusReason}>
          {state.status}
        </StateChip>
        {isLinked ? null : <StateChip tone="bad">no link, as last told</StateChip>}
        <span className="tx-3 num">version {runbook.version}</span>
        <Acts state={state} />
      </div>
      <div className="run-head-where">
        <button type="button" className="run-head-steps" aria-expanded={isListOpen} onClick={onList} title="Shows all steps">
          <List size={16} strokeWidth={1.75} aria-hidden="true" />
          <span className="num">
            Step {done} of {state.steps.length}
          </span>
        </button>
        <span className="run-progress" aria-hidden="true">
          {state.steps.map((step, at) => (
            <i key={step.plan.id} className={`is-${stepStateOf(state, at, checks.get(step.plan.id) ?? null)}`} />
          ))}
        </span>
        <People state={state} live={live} />
        <span className="num run-head-time" title={`Begun ${formatClock(state.begunMs)} by ${state.begunBy}`}>
          {formatSpan((state.endedMs ?? nowMs) - state.begunMs)}
        </span>
      </div>
      {state.statusReason === '' || state.status === 'running' ? null : (
        <p className="tx-2">
          {state.status === 'paused' ? 'Paused' : state.status === 'aborted' ? 'Aborted' : 'Finished'} by {state.touched.by}: {state.statusReason}
        </p>
      )}
    </header>
  );
}

/** Who answers for the run, and who looks at it on which console. */
function People({ state: { responsible }, live }: { readonly state: RunState; readonly live: RunLive | null }) {
  const people = live?.people ?? [];
  return (
    <span className="run-people" aria-label="People">
      <span title={responsible.isSure ? 'Answers for this run' : 'Was handed this run and has not taken it over yet'}>
        <UserCheck size={15} strokeWidth={1.75} aria-hidden="true" />
        {responsible.user}
        {responsible.isSure ? '' : ', not taken over yet'}
      </span>
      {people.length > 1 ? (
        <span className="tx-3 num" title={people.map(({ user, place }) => `${user} at ${place}`).join(', ')}>
          {people.length} consoles: {people.map(({ user, place }) => (place === '' ? user : `${user} (${place})`)).join(', ')}
        </span>
      ) : null}
    </span>
  );
}

function Acts({ state }: { readonly state: RunState }) {
  const acts = useRunActs(state);
  const user = useLink().session?.user ?? '';
  const [asked, setAsked] = useState<ReasonAsked | null>(null);
  if (isOver(state)) return null;
  const { responsible } = state;
  const isMineToTake = !responsible.isSure || responsible.user !== user;
  return (
    <span className="run-acts">
      {state.status === 'paused' ? (
        <Button icon={<Play size={14} strokeWidth={1.75} />} refusal={acts.refusal('resume')} onClick={() => acts.act({ kind: 'resume' })}>
          Resume
        </Button>
      ) : (
        <Button
          icon={<Pause size={14} strokeWidth={1.75} />}
          refusal={acts.refusal('pause')}
          onClick={() => setAsked({ title: 'Pause the run', says: 'Nothing of it can be confirmed until somebody resumes it. Checks go on being watched.', label: 'Reason', does: 'Pause', isRequired: true, done: (reason) => acts.act({ kind: 'pause', reason }) })}
        >
          Pause
        </Button>
      )}
      <Button
        icon={<Hand size={14} strokeWidth={1.75} />}
        refusal={acts.refusal('hand-over')}
        onClick={() => setAsked({ title: 'Hand the run over', says: 'They answer for it from here on; it is sure once they take it over.', other: 'To whom', label: 'What they must know', does: 'Hand over', isRequired: false, done: (comment, to) => acts.act({ kind: 'hand-over', to, comment }) })}
      >
        Hand over
      </Button>
      {isMineToTake ? (
        <Button refusal={acts.refusal('take-over')} title={`${user} answers for it from here on`} onClick={() => acts.act({ kind: 'take-over' })}>
          Take over
        </Button>
      ) : null}
      <Button
        icon={<Ban size={14} strokeWidth={1.75} />}
        refusal={acts.refusal('abort', 'lead')}
        onClick={() => setAsked({ title: 'Abort the run', says: 'It ends here and cannot be gone on with. All that was recorded stays.', label: 'Reason', does: 'Abort the run', isRequired: true, locks: state.locks, done: (reason) => acts.act({ kind: 'abort', reason }) })}
      >
        Abort
      </Button>
      {asked === null ? null : <ReasonDialog asked={asked} onClose={() => setAsked(null)} />}
    </span>
  );
}
