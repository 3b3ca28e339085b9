import { memo, useEffect, useRef, useState } from 'react';
import { assertNever } from '#shared/model/fault.ts';
import { type Runbook, type RunbookItem, type RunbookStep, stepsOf } from '#shared/model/runbook.ts';
import { paperBlocks } from '#shared/runbook/print-blocks.ts';
import { formatSpan } from '#renderer/widgets/format-time.ts';
import { Segmented } from '#renderer/widgets/segmented.tsx';
import { StateChip } from '#renderer/widgets/state-chip.tsx';
import { LiveReading } from '../live-reading.tsx';
import { PageHead } from '../page-head.tsx';
import { PaperBlocks } from '../paper-blocks.tsx';
import { Prose } from '../prose-view.tsx';
import { limitWords, readable, roleWord, tagsOfExpression } from '../runbook-words.ts';

type Props = {
  readonly runbook: Runbook | null;
  /** Line of the cursor: its step is brought into sight. */
  readonly line: number;
  readonly onLine: (line: number) => void;
};

/** The text as it will look: its steps as a run shows them, with live readings, or the sheet of paper. */
export function Preview({ runbook, line, onLine }: Props) {
  const [look, setLook] = useState<'steps' | 'paper'>('steps');
  const box = useRef<HTMLDivElement>(null);
  const at = runbook === null ? null : stepOfLine(runbook, line);
  useEffect(() => {
    if (at !== null) box.current?.querySelector(`[data-step="${CSS.escape(at)}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  return (
    <div className="runbook-editor-preview">
      <div className="runbook-editor-bar">
        <Segmented
          label="How it is shown"
          segments={[
            { id: 'steps', label: 'On the console' },
            { id: 'paper', label: 'On paper' },
          ]}
          value={look}
          onChange={setLook}
        />
      </div>
      <div ref={box} className="runbook-editor-page" role="region" aria-label="Preview" tabIndex={0}>
        {runbook === null ? (
          <p className="panel-note">There is no runbook in this text yet. It needs its settings between two lines of --- and one step.</p>
        ) : look === 'steps' ? (
          <OnConsole runbook={runbook} at={at} onLine={onLine} />
        ) : (
          <div className="runbook-editor-paper" data-theme="light">
            <PaperBlocks blocks={[{ kind: 'phase', text: `${runbook.id} ${runbook.title}, version ${runbook.version}` }, ...paperBlocks(runbook)]} hasBlanks />
          </div>
        )}
      </div>
    </div>
  );
}

/** The step whose lines hold a line: the last one that begins at or before it. */
function stepOfLine(runbook: Runbook, line: number): string | null {
  return stepsOf(runbook).findLast((step) => step.line <= line)?.id ?? null;
}

const OnConsole = memo(({ runbook, at, onLine }: { readonly runbook: Runbook; readonly at: string | null; readonly onLine: (line: number) => void }) => {
  const numbers = new Map(stepsOf(runbook).map((step, place) => [step.id, place + 1]));
  return (
    <>
      <PageHead runbook={runbook} hash="" file="" />
      <Prose markdown={runbook.intro} />
      {runbook.phases.map((phase) => (
        <section key={phase.line} className="runbook-phase">
          <h2>{phase.title}</h2>
          <Prose markdown={phase.text} />
          {phase.steps.map((step) => (
            <StepPreview key={step.line} step={step} numbers={numbers} isAt={step.id === at} onLine={onLine} />
          ))}
          <Prose markdown={phase.after} />
        </section>
      ))}
    </>
  );
});

function StepPreview({ step, numbers, isAt, onLine }: { readonly step: RunbookStep; readonly numbers: ReadonlyMap<string, number>; readonly isAt: boolean; readonly onLine: (line: number) => void }) {
  return (
    <>
      <Prose markdown={step.before} />
      <article className={`runbook-read-step ${isAt ? 'is-at' : ''}`} data-step={step.id}>
        <h3>
          <button type="button" className="runbook-editor-step" title={`Goes to line ${step.line}`} onClick={() => onLine(step.line)}>
            <span className="num tx-3">{numbers.get(step.id)}</span> {step.title}
          </button>
        </h3>
        <p className="tx-3">
          {roleWord[step.role]}
          {step.timeMs === null ? '' : `, ${formatSpan(step.timeMs)}`}
          {step.next === null ? '' : `, then step ${numbers.get(step.next) ?? step.next}`}
        </p>
        {step.items.map((item) => (item.kind === 'prose' ? <Prose key={item.line} markdown={item.markdown} /> : <ItemPreview key={item.line} item={item} numbers={numbers} />))}
      </article>
    </>
  );
}

/** One part in a line: what kind it is, its words, and what its tags read now. */
function ItemPreview({ item, numbers }: { readonly item: Exclude<RunbookItem, { kind: 'prose' }>; readonly numbers: ReadonlyMap<string, number> }) {
  const { kind, words, tags } = itemWords(item, numbers);
  return (
    <div className="runbook-editor-item">
      <StateChip>{kind}</StateChip>
      <span>{words}</span>
      <span className="runbook-editor-values">
        {tags.slice(0, 4).map((tag) => (
          <span key={tag}>
            <span className="mono tx-3">{tag}</span> <LiveReading tag={tag} />
          </span>
        ))}
      </span>
    </div>
  );
}

type ItemWords = { readonly kind: string; readonly words: string; readonly tags: readonly string[] };

function itemWords(item: Exclude<RunbookItem, { kind: 'prose' }>, numbers: ReadonlyMap<string, number>): ItemWords {
  switch (item.kind) {
    case 'value':
      return { kind: 'value', words: item.text, tags: [item.tag] };
    case 'check':
      return { kind: 'check', words: `${item.text === '' ? '' : `${item.text}: `}${readable(item.expression)}${item.forMs === 0 ? '' : `, for ${formatSpan(item.forMs)}`}`, tags: tagsOfExpression(item.expression) };
    case 'reading':
      return { kind: 'reading', words: [item.name, limitWords(item)].filter(Boolean).join(', ') || item.name, tags: [] };
    case 'note':
    case 'photo':
      return { kind: item.kind, words: `${item.text}${item.isRequired ? ', required' : ''}`, tags: [] };
    case 'sign':
      return { kind: 'sign-off', words: `${item.text === '' ? '' : `${item.text}: `}${item.count === 1 ? 'one' : item.count} of role ${roleWord[item.role]} or above`, tags: [] };
    case 'gate':
      return { kind: item.gate, words: item.text, tags: [] };
    case 'action':
      return { kind: 'action', words: `${item.text === '' ? '' : `${item.text}: `}${item.isOptional ? 'if needed ' : ''}writes ${item.tag} = ${item.value}`, tags: [item.tag] };
    case 'branch':
      return { kind: 'branch', words: `${item.text}: to step ${numbers.get(item.to) ?? item.to}${item.when === null ? '' : ` while ${readable(item.when)}`}`, tags: item.when === null ? [] : tagsOfExpression(item.when) };
    case 'link':
      return { kind: item.link, words: `${item.text === '' ? '' : `${item.text}: `}${item.target}${item.view === null ? '' : `, view ${item.view}`}`, tags: [] };
    default:
      return assertNever(item, 'part of a step');
  }
}
