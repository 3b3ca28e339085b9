import { assertNever } from '#shared/model/fault.ts';
import type { Runbook, RunbookItem, RunbookStep } from '#shared/model/runbook.ts';
import { printDirective } from './directive-line.ts';
import { printDuration } from './duration.ts';
import { wordOfRole } from './runbook-roles.ts';

/**
 * The text of a runbook in one fixed form: what `readRunbook` makes of it is the same runbook, less its lines, and its
 * text is this one again. Comments of the front matter and the layout of the file are not kept.
 */
export function printRunbook(runbook: Runbook): string {
  const blocks = [printHead(runbook)];
  if (runbook.intro !== '') blocks.push(runbook.intro);
  for (const phase of runbook.phases) {
    blocks.push(`## ${phase.title}`);
    if (phase.text !== '') blocks.push(phase.text);
    for (const step of phase.steps) {
      if (step.before !== '') blocks.push(step.before);
      blocks.push(printStep(step));
    }
    if (phase.after !== '') blocks.push(phase.after);
  }
  return `${blocks.join('\n\n')}\n`;
}

function printHead(runbook: Runbook): string {
  const list = (key: string, entries: readonly string[]): readonly string[] => (entries.length === 0 ? [] : [`${key}:`, ...entries.map((entry) => `  - ${scalar(entry)}`)]);
  return [
    '---',
    `id: ${scalar(runbook.id)}`,
    `title: ${scalar(runbook.title)}`,
    `version: ${scalar(runbook.version)}`,
    `severity: ${runbook.severity}`,
    ...(runbook.emergency ? ['emergency: true'] : []),
    `minutes: ${runbook.minutes}`,
    ...list('roles', runbook.roles.map(wordOfRole)),
    ...list('assets', runbook.assets),
    ...list('alarms', runbook.alarms),
    ...list('tags', runbook.tags),
    ...list('kinds', runbook.kinds),
    ...list('symptoms', runbook.symptoms),
    '---',
  ].join('\n');
}

/** Plain where nothing in YAML could take it for something else, else in double quotation marks, which JSON's are. */
const scalar = (text: string): string => (/^[A-Za-z][A-Za-z0-9 ,./()-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text) && !text.endsWith(' ') ? text : JSON.stringify(text));

function printStep(step: RunbookStep): string {
  const attributes = [
    ['role', wordOfRole(step.role)],
    ['time', step.timeMs === null ? undefined : printDuration(step.timeMs)],
    ['next', step.next ?? undefined],
  ] as const;
  const lines = [printDirective('step', step.title, step.id, attributes, true)];
  let wasProse = false;
  for (const item of step.items) {
    const isProse = item.kind === 'prose';
    // A blank line parts prose from directives, as other readers of Markdown need it, and two of prose stay two.
    if (isProse !== wasProse || isProse) lines.push('');
    lines.push(isProse ? item.markdown : printItem(item));
    wasProse = isProse;
  }
  if (wasProse) lines.push('');
  lines.push(':::');
  return lines.join('\n').replace(/^(:::step.*)\n\n/, '$1\n');
}

function printItem(item: Exclude<RunbookItem, { kind: 'prose' }>): string {
  const text = (value: number | null): string | undefined => (value === null ? undefined : plainNumber(value));
  switch (item.kind) {
    case 'value':
      return printDirective('value', item.text, null, [['tag', item.tag]]);
    case 'check':
      return printDirective('check', item.text, null, [['expr', item.expression], ['for', item.forMs === 0 ? undefined : printDuration(item.forMs)]]);
    case 'reading':
      return printDirective('reading', item.name, null, [['unit', item.unit === '' ? undefined : item.unit], ['min', text(item.min)], ['max', text(item.max)]]);
    case 'note':
    case 'photo':
      return printDirective(item.kind, item.text, null, [['required', item.isRequired ? 'true' : undefined]]);
    case 'sign':
      return printDirective('sign', item.text, null, [['role', wordOfRole(item.role)], ['count', item.count === 1 ? undefined : String(item.count)]]);
    case 'gate':
      return printDirective('gate', item.text, null, [['kind', item.gate], ['locks', item.locks?.join(',')], ['frees', item.frees?.join(',')]]);
    case 'action':
      return printDirective('action', item.text, null, [['tag', item.tag], ['value', typeof item.value === 'number' ? plainNumber(item.value) : item.value], ['optional', item.isOptional ? 'true' : undefined]]);
    case 'branch':
      return printDirective('branch', item.text, null, [['when', item.when ?? undefined], ['to', item.to]]);
    case 'link':
      return printDirective('link', item.text, null, [[item.link, item.target], ['view', item.view ?? undefined]]);
    default:
      return assertNever(item, 'part of a step');
  }
}

/** Without an exponent; at most ten decimals are ever read. */
const plainNumber = (value: number): string => {
  const short = String(value);
  return short.includes('e') ? value.toFixed(10).replace(/0+$/, '').replace(/\.$/, '') : short;
};
