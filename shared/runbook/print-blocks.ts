import { assertNever } from '#shared/model/fault.ts';
import { type Runbook, type RunbookItem, type RunbookItemOf, type RunbookStep, stepsOf } from '#shared/model/runbook.ts';
import { printDuration } from './duration.ts';
import type { ProseBlock } from './prose.ts';
import { readProse } from './read-prose.ts';
import { wordOfRole } from './runbook-roles.ts';

/** What somebody without a console does with a line of a runbook on paper. */
export type PaperMark = 'tick' | 'enter' | 'sign' | 'go' | 'see';

/** A runbook for paper, in the order it is read. A writer of PDF sets these; `paperPages` sets them as plain text. */
export type PaperBlock =
  | { readonly kind: 'phase'; readonly text: string }
  /** `number` counts all steps from 1; branches name it. */
  | { readonly kind: 'step'; readonly number: number; readonly title: string; readonly facts: string }
  | { readonly kind: 'prose'; readonly block: ProseBlock; readonly isInStep: boolean }
  /** `blanks`: what is to be written down beside it, in order, as "value" and "time". */
  | { readonly kind: 'line'; readonly mark: PaperMark; readonly text: string; readonly blanks: readonly string[] };

/** All of a runbook as blocks for paper: what a console shows live is a blank to fill in. */
export function paperBlocks(runbook: Runbook): readonly PaperBlock[] {
  const numbers = new Map(stepsOf(runbook).map((step, at) => [step.id, at + 1]));
  const prose = (markdown: string, isInStep: boolean): readonly PaperBlock[] => (markdown === '' ? [] : readProse(markdown).blocks.map((block) => ({ kind: 'prose', block, isInStep })));
  const step = (one: RunbookStep): readonly PaperBlock[] => [
    ...prose(one.before, false),
    { kind: 'step', number: numbers.get(one.id) ?? 0, title: one.title, facts: factsOf(one, numbers) },
    ...one.items.flatMap((item): readonly PaperBlock[] => (item.kind === 'prose' ? prose(item.markdown, true) : linesOf(item, numbers))),
    { kind: 'line', mark: 'sign', text: 'Done', blanks: ['name', 'time'] },
  ];
  return [
    ...prose(runbook.intro, false),
    ...runbook.phases.flatMap((phase): readonly PaperBlock[] => [{ kind: 'phase', text: phase.title }, ...prose(phase.text, false), ...phase.steps.flatMap(step), ...prose(phase.after, false)]),
  ];
}

function factsOf(step: RunbookStep, numbers: ReadonlyMap<string, number>): string {
  const facts = [wordOfRole(step.role)];
  if (step.timeMs !== null) facts.push(spoken(step.timeMs));
  if (step.next !== null) facts.push(`then step ${numbers.get(step.next) ?? step.next}`);
  return facts.join(', ');
}

const spoken = (ms: number): string => printDuration(ms).replace(/^(\d+)(ms|s|m|h)$/, (_, count: string, unit: string) => `${count} ${unit === 'm' ? 'min' : unit}`);
/** An expression as people read it: tags without their braces. */
const readable = (expression: string): string => expression.replace(/\{\s*([^{}]*?)\s*\}/g, '$1').replaceAll('&&', 'and').replaceAll('||', 'or').replace(/!(?!=)/g, 'not ');
const within = (min: number | null, max: number | null): string => (min !== null && max !== null ? `, ${min} to ${max}` : min !== null ? `, at least ${min}` : max !== null ? `, at most ${max}` : '');

function lockWords({ locks = [], frees = [] }: RunbookItemOf<'gate'>): string {
  const words = [...(locks.length === 0 ? [] : [`locked out: ${locks.join(', ')}`]), ...(frees.length === 0 ? [] : [`free again: ${frees.join(', ')}`])];
  return words.length === 0 ? '' : ` (${words.join('; ')})`;
}

function linesOf(item: Exclude<RunbookItem, { kind: 'prose' }>, numbers: ReadonlyMap<string, number>): readonly PaperBlock[] {
  const line = (mark: PaperMark, text: string, ...blanks: string[]): PaperBlock => ({ kind: 'line', mark, text, blanks });
  const titled = (text: string, rest: string): string => (text === '' ? rest : `${text} (${rest})`);
  switch (item.kind) {
    case 'value':
      return [line('enter', titled(item.text, item.tag), 'value', 'time')];
    case 'check':
      return [line('tick', titled(item.text, `${readable(item.expression)}${item.forMs === 0 ? '' : `, for ${spoken(item.forMs)}`}`), 'value', 'time')];
    case 'reading':
      return [line('enter', `${item.name}${item.unit === '' ? '' : ` [${item.unit}]`}${within(item.min, item.max)}`, 'value')];
    case 'note':
      return [line('enter', `Note: ${item.text}`, 'note')];
    case 'photo':
      return [line('tick', `Photo: ${item.text}`)];
    case 'sign':
      return Array.from({ length: item.count }, (_, at) => line('sign', `${item.text === '' ? 'Signed' : item.text}, ${wordOfRole(item.role)}${item.count === 1 ? '' : ` ${at + 1} of ${item.count}, another person each`}`, 'name', 'time'));
    case 'gate':
      return [line('tick', `${item.gate === 'lockout' ? 'Lockout' : 'Permit'}: ${item.text}${lockWords(item)}`, 'number', 'time')];
    case 'action':
      return [line('tick', titled(item.text, `${item.isOptional ? 'if needed ' : ''}write ${item.tag} = ${item.value}`), 'time')];
    case 'branch':
      return [line('go', `${item.text}: go to step ${numbers.get(item.to) ?? item.to}${item.when === null ? '' : ` if ${readable(item.when)}`}`)];
    case 'link':
      return [line('see', titled(item.text, `${item.link} ${item.target}${item.view === null ? '' : `, view ${item.view}`}`))];
    default:
      return assertNever(item, 'part of a step');
  }
}
