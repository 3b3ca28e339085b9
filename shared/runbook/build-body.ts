import { type Runbook, type RunbookItem, runbookLimits, type RunbookPhase, type RunbookStep } from '#shared/model/runbook.ts';
import { headingText } from './heading-text.ts';
import type { StepHead } from './read-item.ts';
import { type Problems, quoted } from './runbook-problem.ts';

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };
type OpenStep = Omit<RunbookStep, 'items'> & { readonly items: RunbookItem[] };
type OpenPhase = Writable<Omit<RunbookPhase, 'steps'>> & { readonly steps: RunbookStep[] };

/** Puts phases and steps together while the lines of a runbook come in, and tells what does not stand where it belongs. */
export type BodyBuilder = {
  prose(line: string, number: number): void;
  phase(heading: string, number: number): void;
  step(head: StepHead, number: number): void;
  /** A block that could not be read: what stands in it until it ends is left out without a word more. */
  refuseStep(): void;
  item(item: RunbookItem, name: string, number: number): void;
  endStep(number: number): void;
  /** Null where there is no step, or more than is read. */
  end(): Pick<Runbook, 'intro' | 'phases'> | null;
};

export function buildBody(problems: Problems): BodyBuilder {
  const phases: OpenPhase[] = [];
  const texts = gatherProse(problems);
  let intro = '';
  let phase: OpenPhase | null = null;
  let step: OpenStep | null = null;
  let isRefused = false;
  let isTooLong = false;
  let steps = 0;

  /** Prose that stands outside of a step, where no step comes after it any more. */
  const settle = (): void => {
    const { markdown } = texts.take();
    if (markdown === '') return;
    if (phase === null) intro = join(intro, markdown);
    else if (phase.steps.length === 0) phase.text = join(phase.text, markdown);
    else phase.after = join(phase.after, markdown);
  };
  const proseOfStep = (open: OpenStep): void => {
    const { markdown, line } = texts.take();
    if (markdown !== '') open.items.push({ kind: 'prose', line, markdown });
  };
  const close = (): void => {
    isRefused = false;
    if (step === null) return;
    proseOfStep(step);
    if (step.items.length > runbookLimits.itemsOfStep) {
      problems.error(step.line, `the step ${quoted(step.title)} has ${step.items.length} parts, at most ${runbookLimits.itemsOfStep} are read; make two of it`);
      isTooLong = true;
    }
    phase?.steps.push(step);
    step = null;
  };
  const notEnded = (what: string, number: number): void => {
    if (step !== null) problems.error(number, `${what} begins here inside of the step ${quoted(step.title)} of line ${step.line}, which no ::: ends`);
    close();
  };
  const begin = (title: string, line: number): OpenPhase => {
    settle();
    const next: OpenPhase = { title, line, text: '', steps: [], after: '' };
    phases.push(next);
    phase = next;
    return next;
  };

  return {
    prose: (line, number) => texts.add(line, number),
    phase: (heading, number) => {
      notEnded('a phase', number);
      const title = headingText(heading);
      if (title.length > runbookLimits.titleLength) problems.error(number, `this heading has ${title.length} characters, at most ${runbookLimits.titleLength} are allowed`);
      begin(headingText(title.slice(0, runbookLimits.titleLength)), number);
    },
    step: (head, number) => {
      notEnded('a step', number);
      if (phase === null) problems.error(number, 'this step stands before the first heading; steps stand below a heading such as ## Isolation');
      const here = phase ?? begin('Steps', number);
      if (here.steps.length === 0) settle();
      step = { ...head, line: number, before: texts.take().markdown, items: [] };
      steps++;
    },
    refuseStep: () => {
      if (step === null) isRefused = true;
    },
    item: (item, name, number) => {
      if (step === null) {
        if (!isRefused) problems.error(number, `::${name} stands outside of a step`);
        return;
      }
      proseOfStep(step);
      step.items.push(item);
    },
    endStep: (number) => {
      if (step === null && !isRefused) problems.error(number, 'this ::: ends nothing');
      close();
    },
    end: () => {
      if (step !== null) problems.error(step.line, `the step ${quoted(step.title)} is not ended; a line of ::: ends it`);
      close();
      settle();
      if (phases.length > runbookLimits.phases || steps > runbookLimits.steps) {
        problems.error(1, `the runbook has ${phases.length} headings and ${steps} steps; at most ${runbookLimits.phases} and ${runbookLimits.steps} are read`);
        return null;
      }
      if (steps === 0) problems.error(1, 'the runbook has no step; a step is a block :::step[What is to be done]{#name role=operator} … :::');
      return steps === 0 || isTooLong || texts.isTooLong() ? null : { intro, phases };
    },
  };
}

/** Lines of prose until something else comes; blank ones at both ends are left out. */
function gatherProse(problems: Problems) {
  let lines: string[] = [];
  let first = 1;
  let isTooLong = false;
  return {
    add: (line: string, number: number): void => {
      if (lines.length === 0 && line.trim() === '') return;
      if (lines.length === 0) first = number;
      lines.push(line);
    },
    take: (): { readonly markdown: string; readonly line: number } => {
      while (lines.length > 0 && (lines.at(-1) as string).trim() === '') lines.pop();
      const markdown = lines.join('\n');
      lines = [];
      if (markdown.length > runbookLimits.textLength) {
        problems.error(first, `the text that begins here has ${markdown.length} characters, at most ${runbookLimits.textLength} are read in one piece`);
        isTooLong = true;
      }
      return { markdown, line: first };
    },
    isTooLong: (): boolean => isTooLong,
  };
}

const join = (before: string, more: string): string => (before === '' ? more : `${before}\n\n${more}`);
