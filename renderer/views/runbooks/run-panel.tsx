import { CloudOff } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { type CheckReading } from '#shared/model/runbook-run.ts';
import { isOver, type RunState } from '#shared/runbook-run/run-state.ts';
import type { RunPicture } from '#renderer/client/runbook-feed.ts';
import { workWords } from '#renderer/client/run-words.ts';
import { useClient, useTimeline } from '#renderer/client/use-client.ts';
import { useRun, useWaiting } from '#renderer/client/use-runbooks.ts';
import type { ViewProps } from '#renderer/client/view-props.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { formatClock } from '#renderer/widgets/format-time.ts';
import { DryBand } from './dry-run.tsx';
import { EndedStep } from './ended-step.tsx';
import { OpenStep } from './open-step.tsx';
import { StepLink } from './prose-view.tsx';
import { RunHead } from './run-head.tsx';
import { RunEnd } from './run-end.tsx';
import { RunNotes } from './run-notes.tsx';
import { type LiveChecks, StepList } from './step-list.tsx';

/** One run: where it stands, its steps, and the open one to be worked on. In replay as it was then. */
export function RunPanel({ run, isVisible, setTitle }: Pick<ViewProps, 'isVisible' | 'setTitle'> & { readonly run: string }) {
  const picture = useRun(run);
  const { state, isKnown, problem } = picture;
  const isPast = useTimeline(({ mode }) => mode === 'replay');
  const title = state === null ? 'Run' : `${state.dry === null ? 'Run' : 'Dry run'} ${state.number} ${state.plan.runbook.id}`;
  useEffect(() => setTitle(title), [setTitle, title]);
  if (state === null) {
    return (
      <div className="empty-note">
        <b>{problem !== null ? 'This run cannot be shown' : isKnown && isPast ? 'This run had not begun at this moment' : 'The run is being read'}</b>
        <span>{problem ?? (isKnown && isPast ? 'Move the moment on, or go back to live (L).' : 'It comes with the link to the engine.')}</span>
      </div>
    );
  }
  // A dry run by a replayed span is of now, whatever moment is shown.
  return <Shown state={state} picture={picture} isPast={isPast && state.dry?.kind !== 'replayed'} isVisible={isVisible} />;
}

function Shown({ state, picture, isPast }: { readonly state: RunState; readonly picture: RunPicture; readonly isPast: boolean; readonly isVisible: boolean }) {
  const isReplay = useTimeline(({ mode }) => mode === 'replay');
  // Beside live values stand no checks of another time.
  const isElsewhere = state.dry?.kind === 'replayed' && !isReplay;
  const checks = useLiveChecks(picture, isPast, isElsewhere);
  const [picked, setPicked] = useState<number | null>(null);
  const [isListOpen, setListOpen] = useState(false);
  // Where the run moves on, so does what is looked at.
  useEffect(() => setPicked(null), [state.current]);
  const at = picked ?? state.current;
  const step = state.steps[at];
  const goTo = (id: string): void => {
    const found = state.steps.findIndex(({ plan }) => plan.id === id);
    if (found >= 0) setPicked(found);
  };
  return (
    <div className={`run-panel ${isListOpen ? 'is-list-open' : ''} ${state.dry === null ? '' : 'is-dry'}`}>
      <DryBand state={state} />
      <RunHead state={state} live={picture.live} isLinked={picture.isLinked || isPast} onList={() => setListOpen(!isListOpen)} isListOpen={isListOpen} checks={checks} />
      <Waiting run={state.run} />
      <div className="run-body">
        <StepList
          state={state}
          checks={checks}
          picked={at}
          onPick={(one) => {
            setPicked(one);
            setListOpen(false);
          }}
        />
        <StepLink value={goTo}>
          <div className="run-step" aria-label={step === undefined ? 'All steps are done' : `Step ${at + 1}: ${step.plan.title}`} role="region">
            {step === undefined || (isOver(state) && picked === null) ? (
              <RunEnd state={state} />
            ) : at === state.current && !isOver(state) ? (
              <OpenStep key={`${step.plan.id} ${step.round}`} state={state} at={at} step={step} checks={checks.get(step.plan.id) ?? null} suggested={picture.live?.suggested ?? []} />
            ) : (
              <>
                <EndedStep key={step.plan.id} state={state} at={at} step={step} checks={checks.get(step.plan.id) ?? null} />
                {/* Looking back at a step does not take the end of the run away. */}
                {state.current >= state.steps.length && !isOver(state) ? <RunEnd state={state} /> : null}
              </>
            )}
            <RunNotes state={state} />
          </div>
        </StepLink>
      </div>
    </div>
  );
}

/** Checks by step and item. Live those of the engine; without a link none is known, and nothing that was known looks good. In replay as written down. */
function useLiveChecks({ live, isLinked, state }: RunPicture, isPast: boolean, isElsewhere: boolean): LiveChecks {
  return useMemo(() => {
    const all = new Map<string, Map<number, CheckReading>>();
    const put = (step: string, reading: CheckReading): void => void (all.get(step) ?? all.set(step, new Map()).get(step))?.set(reading.item, reading);
    if (((!isPast && !isLinked) || isElsewhere) && state !== null && !isOver(state)) {
      for (const { plan } of state.steps) {
        for (const [item, { kind }] of plan.items.entries()) if (kind === 'check') put(plan.id, { item, state: 'unknown', sinceMs: state.timeMs, isForced: false, why: isLinked ? 'the replay is not at its span' : 'no link to the engine' });
      }
    }
    for (const { step, ...reading } of isElsewhere ? [] : (live?.checks ?? [])) put(step, reading);
    return all;
  }, [live, isLinked, state, isPast, isElsewhere]);
}

/** What was done here without a link: nothing of it is on the engine's disk yet. */
function Waiting({ run }: { readonly run: string }) {
  const client = useClient();
  const waiting = useWaiting(run);
  if (waiting.length === 0) return null;
  return (
    <section className="run-waiting" role="status" aria-label="Saved here, not sent">
      <CloudOff size={16} strokeWidth={1.75} aria-hidden="true" />
      <b>Saved here, not sent</b>
      <ul>
        {waiting.map(({ op, work, madeMs }) => (
          <li key={op}>
            <span className="num tx-3">{formatClock(madeMs)}</span> {workWords(work)}
            <Button look="ghost" title="Takes it back; it is not sent" onClick={() => client.runQueue.drop(op)}>
              Take back
            </Button>
          </li>
        ))}
      </ul>
      <span className="tx-3">Sent by itself when the link is back. Photos are kept until this window is closed.</span>
    </section>
  );
}
