import { ListChecks, Play, Printer, TriangleAlert } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { type Runbook, type RunbookStep, stepsOf } from '#shared/model/runbook.ts';
import { paperBlocks } from '#shared/runbook/print-blocks.ts';
import { incidentOfOrigin } from '#renderer/client/incident-of-origin.ts';
import { navigation } from '#renderer/client/navigation.ts';
import { faultText, notify } from '#renderer/client/notices.ts';
import { newOperationId } from '#renderer/client/run-words.ts';
import { useClient, useLink } from '#renderer/client/use-client.ts';
import { useOpenIncidents } from '#renderer/client/use-incidents.ts';
import { useWriteRefusal } from '#renderer/client/use-refusal.ts';
import { isGoingOn, noOrigin, runbookOrigins, useRunbook, useRuns } from '#renderer/client/use-runbooks.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { formatSpan } from '#renderer/widgets/format-time.ts';
import { PaperBlocks } from './paper-blocks.tsx';
import { PageHead } from './page-head.tsx';
import { DryRunButton } from './dry-run-button.tsx';
import { EditButton } from './edit-button.tsx';
import { PaperButton } from './paper-button.tsx';
import { printRunbook } from './print-runbook.ts';
import { Prose, StepLink } from './prose-view.tsx';
import { roleWord } from './runbook-words.ts';

/** One runbook as a page to be read, printed or begun. */
export function RunbookPage({ id, setTitle }: { readonly id: string; readonly setTitle: (title: string) => void }) {
  const { answer, problem } = useRunbook(id);
  useEffect(() => setTitle(id), [id, setTitle]);
  const page = useRef<HTMLDivElement>(null);
  if (answer === null) {
    return (
      <div className="empty-note">
        <b>{problem === null ? `${id} is being read` : `${id} cannot be shown`}</b>
        <span>{problem ?? 'It comes with the link to the engine.'}</span>
      </div>
    );
  }
  const { runbook, hash, file, isSound, problems } = answer;
  const goTo = (step: string): void => page.current?.querySelector(`[data-step="${CSS.escape(step)}"]`)?.scrollIntoView({ block: 'start' });
  return (
    <div className="runbook-page-frame">
      <PageBar runbook={runbook} hash={hash} isSound={isSound} />
      <div ref={page} className="runbook-page" tabIndex={0} aria-label={`${runbook.id} ${runbook.title}`} role="document">
        <PageHead runbook={runbook} hash={hash} file={file} />
        {problems.length === 0 ? null : (
          <ul className="runbook-problems" aria-label="Problems of its text">
            {problems.map(({ line, message, severity }) => (
              <li key={`${line} ${message}`}>
                <TriangleAlert size={14} strokeWidth={1.75} aria-hidden="true" />
                <span className="num tx-3">Line {line}</span> {severity}: {message}
              </li>
            ))}
          </ul>
        )}
        <StepLink value={goTo}>
          <RunbookText runbook={runbook} />
        </StepLink>
      </div>
    </div>
  );
}

function PageBar({ runbook, hash, isSound }: { readonly runbook: Runbook; readonly hash: string; readonly isSound: boolean }) {
  const client = useClient();
  const refusal = useWriteRefusal();
  const { session } = useLink();
  const origin = useStore(runbookOrigins, (all) => all[runbook.id]) ?? noOrigin;
  // Who leads an incident and opens a runbook from its card means it for this incident.
  const incident = useOpenIncidents(({ incidents }) => incidentOfOrigin(origin, incidents));
  const running = useRuns().runs.filter((one) => one.runbook === runbook.id && isGoingOn(one));
  // One number for one run: pressed again after a lost line, it is the run that was begun.
  const op = useRef(newOperationId());
  const [isBusy, setBusy] = useState(false);
  const begin = async (): Promise<void> => {
    setBusy(true);
    const answer = await client.call('runbook.begin', { run: op.current, runbook: runbook.id, hash, ...origin, incident, reason: '' });
    setBusy(false);
    if (!answer.ok) return notify(`${runbook.id} was not begun: ${faultText(answer.fault)}`, 'failed');
    op.current = newOperationId();
    navigation.getState().open('runbooks', { run: answer.value.run });
  };
  return (
    <div className="runbook-page-bar">
      {running.map(({ run, number }) => (
        <Button key={run} icon={<ListChecks size={15} strokeWidth={1.75} />} onClick={() => navigation.getState().open('runbooks', { run })}>
          Go to run {number}
        </Button>
      ))}
      <span className="tx-3">{origin.alarm === null && incident === null ? '' : `for ${[origin.alarm, incident].filter((one) => one !== null).join(', ')}`}</span>
      <span className="runbook-page-space" />
      <EditButton id={runbook.id} />
      <DryRunButton id={runbook.id} hash={hash} isSound={isSound} />
      <Button icon={<Printer size={15} strokeWidth={1.75} />} title="Prints it for paper, with its version on each page" onClick={() => printRunbook(runbook, hash, session?.user ?? '')}>
        Print
      </Button>
      <PaperButton runbooks={[runbook.id]}>PDF</PaperButton>
      <Button
        look="primary"
        icon={<Play size={15} strokeWidth={1.75} />}
        refusal={refusal ?? (isSound ? null : 'Its text has an error: it can be read, and cannot be run.') ?? (isBusy ? 'It is being begun.' : null)}
        title={running.length === 0 ? 'Begins a run; others see it at once' : 'It goes on already; this begins another run of it'}
        onClick={() => void begin()}
      >
        {running.length === 0 ? 'Begin run' : 'Begin another run'}
      </Button>
    </div>
  );
}

/** The whole text: prose, phases and steps, each thing of a step in a line as on paper. */
export function RunbookText({ runbook }: { readonly runbook: Runbook }) {
  const numbers = new Map(stepsOf(runbook).map((step, at) => [step.id, at + 1]));
  return (
    <>
      <Prose markdown={runbook.intro} />
      {runbook.phases.map((phase) => (
        <section key={phase.line} className="runbook-phase">
          <h2>{phase.title}</h2>
          <Prose markdown={phase.text} />
          {phase.steps.map((step) => (
            <ReadStep key={step.id} runbook={runbook} step={step} number={numbers.get(step.id) ?? 0} />
          ))}
          <Prose markdown={phase.after} />
        </section>
      ))}
    </>
  );
}

function ReadStep({ runbook, step, number }: { readonly runbook: Runbook; readonly step: RunbookStep; readonly number: number }) {
  // The one place that says how a thing of a step reads on paper.
  const lines = paperBlocks({ ...runbook, intro: '', phases: [{ title: 'Step', line: 1, text: '', steps: [{ ...step, before: '' }], after: '' }] }).filter((block) => !(block.kind === 'phase' || block.kind === 'step' || (block.kind === 'line' && block.mark === 'sign' && block.text === 'Done')));
  return (
    <>
      <Prose markdown={step.before} />
      <article className="runbook-read-step" data-step={step.id}>
        <h3>
          <span className="num tx-3">{number}</span> {step.title}
        </h3>
        <p className="tx-3">
          {roleWord[step.role]}
          {step.timeMs === null ? '' : `, ${formatSpan(step.timeMs)}`}
        </p>
        <PaperBlocks blocks={lines} hasBlanks={false} />
      </article>
    </>
  );
}
