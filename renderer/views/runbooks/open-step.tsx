import { Check, CornerDownRight, SkipForward, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { CheckReading } from '#shared/model/runbook-run.ts';
import type { RunbookItemOf } from '#shared/model/runbook.ts';
import { isFinding } from '#shared/runbook-run/decide.ts';
import { missingOf, type RunState, type RunStep, stepStateOf } from '#shared/runbook-run/run-state.ts';
import { useLink } from '#renderer/client/use-client.ts';
import { useNow, usePresentNow } from '#renderer/client/use-now.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { formatSpan } from '#renderer/widgets/format-time.ts';
import { glyphWords, StepGlyph } from '#renderer/widgets/runbook-step/step-glyph.tsx';
import { StateChip } from '#renderer/widgets/state-chip.tsx';
import { Prose } from './prose-view.tsx';
import { type ReasonAsked, ReasonDialog } from './reason-dialog.tsx';
import { roleWord } from './runbook-words.ts';
import { StepItem } from './step-item.tsx';
import { useRunActs } from './use-run-acts.ts';

type OpenProps = { readonly state: RunState; readonly at: number; readonly step: RunStep; readonly checks: ReadonlyMap<number, CheckReading> | null; readonly suggested: readonly string[] };

/** The step that is worked on: what to do, what the plant says, what is to be entered, and the way on. */
export function OpenStep({ state, at, step, checks, suggested }: OpenProps) {
  const { plan } = step;
  const kind = stepStateOf(state, at, checks);
  return (
    <article className={`open-step is-${kind}`} data-step={plan.id}>
      <header>
        <div className="open-step-line">
          <StepGlyph state={kind} size={22} />
          <span className="tx-3 num">
            Step {at + 1} of {state.steps.length}, {step.phase}
          </span>
          <StateChip tone={kind === 'failed' ? 'filled' : 'plain'}>{glyphWords[kind]}</StateChip>
          <StepTime step={step} isOfNow={state.dry?.kind === 'replayed'} />
        </div>
        <h2>{plan.title}</h2>
        <Assignee state={state} step={step} />
      </header>
      <Prose markdown={plan.before} />
      <div className="open-step-items">
        {plan.items.map((item, which) => (item.kind === 'branch' ? null : <StepItem key={which} state={state} step={step} item={item} at={which} reading={checks?.get(which) ?? null} />))}
      </div>
      <WayOn state={state} at={at} step={step} checks={checks} suggested={suggested} />
    </article>
  );
}

/** How long it is open, against its time-box; over it, it says so and nothing else happens. */
function StepTime({ step: { openedMs, plan }, isOfNow }: { readonly step: RunStep; /** It goes on now, whatever moment is shown. */ readonly isOfNow: boolean }) {
  const shownMs = useNow(1000);
  const presentMs = usePresentNow(1000);
  const nowMs = isOfNow ? presentMs : shownMs;
  if (openedMs === null) return null;
  const isLate = plan.timeMs !== null && nowMs - openedMs > plan.timeMs;
  return (
    <span className={`num open-step-time ${isLate ? 'is-late' : 'tx-3'}`}>
      {isLate ? <TriangleAlert size={14} strokeWidth={1.75} aria-hidden="true" /> : null}
      {formatSpan(nowMs - openedMs)}
      {plan.timeMs === null ? '' : ` of ${formatSpan(plan.timeMs)}${isLate ? ', over its time' : ''}`}
    </span>
  );
}

function Assignee({ state, step }: { readonly state: RunState; readonly step: RunStep }) {
  const acts = useRunActs(state);
  const user = useLink().session?.user ?? '';
  const [asked, setAsked] = useState<ReasonAsked | null>(null);
  return (
    <p className="open-step-who tx-2">
      {roleWord[step.plan.role]}
      {step.assignee === null ? ', assigned to nobody' : `, assigned to ${step.assignee}`}
      {step.assignee === user ? null : (
        <Button look="ghost" refusal={acts.refusal('assign')} onClick={() => acts.act({ kind: 'assign', step: step.plan.id, user })}>
          Take it
        </Button>
      )}
      <Button
        look="ghost"
        refusal={acts.refusal('assign')}
        onClick={() => setAsked({ title: `Assign “${step.plan.title}”`, says: 'They are shown to everybody as the one who does it.', other: 'To whom', label: 'Comment', does: 'Assign', isRequired: false, done: (_, to) => acts.act({ kind: 'assign', step: step.plan.id, user: to }) })}
      >
        Assign
      </Button>
      {asked === null ? null : <ReasonDialog asked={asked} onClose={() => setAsked(null)} />}
    </p>
  );
}

/** Where the run goes on, chosen by a person; what is still missing; confirm, override, skip. */
function WayOn({ state, at, step, checks, suggested }: OpenProps) {
  const acts = useRunActs(state);
  const [picked, setTo] = useState<string | null>(null);
  const [asked, setAsked] = useState<ReasonAsked | null>(null);
  const { plan } = step;
  const branches = plan.items.filter((item): item is RunbookItemOf<'branch'> => item.kind === 'branch');
  const next = plan.next === null ? state.steps[at + 1] : state.steps.find((one) => one.plan.id === plan.next);
  // A branch to the step that comes in order anyway is one way, not two; where the data point there, it is taken as that branch.
  const same = branches.find((branch) => branch.to === next?.plan.id);
  const to = picked ?? (same !== undefined && suggested.includes(same.to) ? same.to : null);
  const isLed = to !== null && suggested.includes(to);
  const unmet = missingOf(step, checks);
  const missing = isLed ? unmet.filter(({ item }) => !isFinding(step.items[item], checks?.get(item))) : unmet;
  const isBusy = (['confirm', 'override', 'skip'] as const).some((kind) => acts.isBusy(kind, plan.id));
  const guarded = plan.items.some(({ kind }) => kind === 'gate' || kind === 'sign' || kind === 'action');
  const sentences = missing.map(({ sentence }) => sentence);
  const refusal = acts.refusal('confirm', plan.role) ?? (isBusy ? 'It is being sent.' : null);
  return (
    <>
      <div className="way-on">
        {branches.length === 0 ? null : (
          <fieldset>
            <legend>Go on to</legend>
            <Way
              label={next === undefined ? 'The end of the run' : next.plan.title}
              words={same === undefined ? 'in order' : `in order; ${same.text}`}
              isOn={to === null || to === same?.to}
              isSuggested={same !== undefined && suggested.includes(same.to)}
              onPick={() => setTo(same?.to ?? null)}
            />
            {branches.filter((branch) => branch !== same).map((branch) => (
              <Way
                key={`${branch.line}`}
                label={state.steps.find((one) => one.plan.id === branch.to)?.plan.title ?? branch.to}
                words={branch.text}
                isOn={to === branch.to}
                isSuggested={suggested.includes(branch.to)}
                onPick={() => setTo(branch.to)}
              />
            ))}
          </fieldset>
        )}
        {sentences.length === 0 ? null : (
          <ul className="way-on-missing" aria-label="Still missing">
            {sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
      </div>
      <footer className="way-on-buttons is-sticky">
        <Button look="primary" size="large" className="way-on-confirm" icon={<Check size={17} strokeWidth={2} />} refusal={refusal ?? (sentences.length > 0 ? sentences.slice(0, 3).join(' ') : null)} onClick={() => acts.act({ kind: 'confirm', step: plan.id, to, comment: '' })}>
          {sentences.length > 0 ? 'Confirm when all is met' : 'Confirm step'}
        </Button>
        <Button
          look="ghost"
          size="large"
          icon={<SkipForward size={15} strokeWidth={1.75} />}
          refusal={acts.refusal('skip', guarded ? 'lead' : plan.role) ?? (isBusy ? 'It is being sent.' : null)}
          onClick={() => setAsked({ title: `Skip “${plan.title}”`, says: 'It stays undone, and the run goes on without it.', label: 'Reason', does: 'Skip the step', isRequired: true, missing: sentences, done: (reason) => acts.act({ kind: 'skip', step: plan.id, to, reason }) })}
        >
          Skip
        </Button>
        <Button
          look="ghost"
          size="large"
          icon={<TriangleAlert size={15} strokeWidth={1.75} />}
          refusal={acts.refusal('override', 'lead') ?? (isBusy ? 'It is being sent.' : sentences.length === 0 ? 'Everything is met: confirm it.' : null)}
          onClick={() => setAsked({ title: `Override “${plan.title}”`, says: 'It counts as passed although this is not met. Your name and reason stay in the record.', label: 'Reason', does: 'Override', isRequired: true, missing: sentences, done: (reason) => acts.act({ kind: 'override', step: plan.id, to, reason }) })}
        >
          Override
        </Button>
      </footer>
      {asked === null ? null : <ReasonDialog asked={asked} onClose={() => setAsked(null)} />}
    </>
  );
}

function Way(props: { readonly label: string; readonly words: string; readonly isOn: boolean; readonly isSuggested: boolean; readonly onPick: () => void }) {
  return (
    <label className={`way ${props.isOn ? 'is-on' : ''}`}>
      <input type="radio" name="way" checked={props.isOn} onChange={props.onPick} />
      <CornerDownRight size={15} strokeWidth={1.75} aria-hidden="true" />
      <span>
        <b>{props.label}</b>
        <span className="tx-3">{props.words}</span>
      </span>
      {props.isSuggested ? <StateChip tone="accent">the data point here</StateChip> : null}
    </label>
  );
}
