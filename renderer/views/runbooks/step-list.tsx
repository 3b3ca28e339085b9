import { useEffect, useRef } from 'react';
import type { CheckReading } from '#shared/model/runbook-run.ts';
import { type RunState, type RunStep, stepStateOf } from '#shared/runbook-run/run-state.ts';
import { formatClock } from '#renderer/widgets/format-time.ts';
import { glyphWords, StepGlyph } from '#renderer/widgets/runbook-step/step-glyph.tsx';
import { roleWord } from './runbook-words.ts';

/** Checks as they stand, by step and item. */
export type LiveChecks = ReadonlyMap<string, ReadonlyMap<number, CheckReading>>;

/** All steps by phase with their states; arrow keys go through them. */
export function StepList({ state, checks, picked, onPick }: { readonly state: RunState; readonly checks: LiveChecks; readonly picked: number; readonly onPick: (at: number) => void }) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-current="step"]')?.scrollIntoView({ block: 'nearest' });
  }, [state.current]);
  const onKey = (event: React.KeyboardEvent): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('.run-row') ?? [])];
    rows[rows.indexOf(document.activeElement as HTMLElement) + by]?.focus();
  };
  return (
    <div ref={list} className="run-list" role="group" aria-label="Steps" onKeyDown={onKey}>
      {state.steps.map((step, at) => (
        <div key={step.plan.id}>
          {at === 0 || state.steps[at - 1]?.phase !== step.phase ? <h4>{step.phase}</h4> : null}
          <Row state={state} step={step} at={at} checks={checks.get(step.plan.id) ?? null} isPicked={at === picked} onPick={() => onPick(at)} />
        </div>
      ))}
    </div>
  );
}

function Row({ state, step, at, checks, isPicked, onPick }: { readonly state: RunState; readonly step: RunStep; readonly at: number; readonly checks: ReadonlyMap<number, CheckReading> | null; readonly isPicked: boolean; readonly onPick: () => void }) {
  const kind = stepStateOf(state, at, checks);
  return (
    <button
      type="button"
      className={`run-row is-${kind} ${isPicked ? 'is-picked' : ''}`}
      data-step={step.plan.id}
      data-state={kind}
      aria-current={at === state.current ? 'step' : undefined}
      aria-pressed={isPicked}
      onClick={onPick}
    >
      <span className="num run-row-number">{at + 1}</span>
      <StepGlyph state={kind} />
      <span className="run-row-words">
        <b>{step.plan.title}</b>
        <span className="tx-3">{rowWords(step, kind)}</span>
      </span>
    </button>
  );
}

/** What stands below a step's name: how and when it ended, since when it is not true any more, or whose it is. */
export function rowWords(step: RunStep, kind: keyof typeof glyphWords): string {
  const { ended } = step;
  if (kind === 'regressed' && ended !== null) return `passed ${formatClock(ended.timeMs)}, no longer true since ${formatClock(step.regressedMs ?? Number.NaN)}`;
  if (ended !== null) {
    const how = ended.end === 'confirmed' ? 'Confirmed' : ended.end === 'overridden' ? 'Overridden' : 'Skipped';
    return `${how} by ${ended.by} ${formatClock(ended.timeMs)}${ended.end === 'confirmed' || ended.reason === '' ? '' : `, ${ended.reason}`}`;
  }
  if (step.isPassedBy) return 'A branch led past it';
  if (step.assignee !== null) return `Assigned to ${step.assignee}`;
  return kind === 'pending' ? roleWord[step.plan.role] : `${glyphWords[kind]}, ${roleWord[step.plan.role]}`;
}
