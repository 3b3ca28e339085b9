import type { z } from 'zod';
import type { writeRoles } from '#shared/model/control.ts';
import { longestHoldMs, longestStepMs, RunbookItem, runbookGates, runbookLimits, runbookLinkKinds, RunbookStepId } from '#shared/model/runbook.ts';
import type { Directive } from './directive-line.ts';
import { readDuration } from './duration.ts';
import { orList, quoted } from './runbook-problem.ts';
import { roleOfWord, roleWords } from './runbook-roles.ts';

/** Says what is wrong with a directive; the first thing said decides. */
class Wrong extends Error {}

const wrong = (message: string): never => {
  throw new Wrong(message);
};

/** Attributes each directive may have, and whether it needs words between brackets. */
const leaves: Readonly<Record<string, { readonly attributes: readonly string[]; readonly words: 'needed' | 'free' }>> = {
  value: { attributes: ['tag'], words: 'free' },
  check: { attributes: ['expr', 'for'], words: 'free' },
  reading: { attributes: ['name', 'unit', 'min', 'max'], words: 'free' },
  note: { attributes: ['required'], words: 'needed' },
  photo: { attributes: ['required'], words: 'needed' },
  sign: { attributes: ['role', 'count'], words: 'free' },
  gate: { attributes: ['kind', 'locks', 'frees'], words: 'needed' },
  action: { attributes: ['tag', 'value', 'optional'], words: 'free' },
  branch: { attributes: ['when', 'to'], words: 'needed' },
  link: { attributes: [...runbookLinkKinds, 'view'], words: 'free' },
};
export const leafNames: readonly string[] = Object.keys(leaves);

export type ItemRead = { readonly item: RunbookItem } | { readonly message: string };

/** The thing of a step that a leaf directive stands for, or one sentence with what is wrong with it. */
export function readItem(directive: Directive, line: number): ItemRead {
  try {
    const item = itemOf(directive, line);
    const checked = RunbookItem.safeParse(item);
    return checked.success ? { item: checked.data } : { message: schemaSentence(directive.name, checked.error.issues[0] as z.core.$ZodIssue) };
  } catch (error) {
    if (error instanceof Wrong) return { message: error.message };
    throw error;
  }
}

function itemOf(directive: Directive, line: number): unknown {
  const { name, label: text } = directive;
  const form = leaves[name];
  if (form === undefined) return wrong(`there is no directive ::${name}; there are ${leafNames.join(', ')}, and the block :::step`);
  if (directive.id !== null) wrong(`::${name} has an id, #${directive.id}; only steps have one`);
  allowOnly(directive, form.attributes);
  const get = (key: string): string => directive.attributes.get(key) ?? wrong(`::${name} needs ${key}=…`);
  const maybe = (key: string): string | undefined => directive.attributes.get(key);
  if (text === '' && form.words === 'needed') wrong(`::${name} needs words: ::${name}[what is to be done]`);
  switch (name) {
    case 'value':
      return { kind: name, line, tag: get('tag'), text };
    case 'check':
      return { kind: name, line, expression: get('expr'), forMs: durationOf(name, 'for', maybe('for'), longestHoldMs) ?? 0, text };
    case 'reading': {
      const [min, max] = [numberOf(name, 'min', maybe('min')), numberOf(name, 'max', maybe('max'))];
      if (min !== null && max !== null && min >= max) wrong(`the limits of this reading are the wrong way round: min ${min}, max ${max}`);
      if (text !== '' && maybe('name') !== undefined) wrong('this reading has words and name=…; one of them is enough');
      return { kind: name, line, name: text === '' ? get('name') : text, unit: maybe('unit') ?? '', min, max };
    }
    case 'note':
    case 'photo':
      return { kind: name, line, text, isRequired: flagOf(name, 'required', maybe('required')) };
    case 'sign':
      return { kind: name, line, role: roleOf(name, get('role')), count: numberOf(name, 'count', maybe('count')) ?? 1, text };
    case 'gate': {
      const gate = get('kind');
      if (!(runbookGates as readonly string[]).includes(gate)) wrong(`::gate of kind ${quoted(gate)}: ${orList(runbookGates)} is expected`);
      const [locks, frees] = [assetsOf(name, 'locks', maybe('locks')), assetsOf(name, 'frees', maybe('frees'))];
      if (gate !== 'lockout' && (locks ?? frees) !== undefined) wrong('locks=… and frees=… belong to a gate of the kind lockout');
      return { kind: name, line, gate, text, ...(locks === undefined ? {} : { locks }), ...(frees === undefined ? {} : { frees }) };
    }
    case 'action':
      return { kind: name, line, tag: get('tag'), value: valueOf(get('value')), isOptional: flagOf(name, 'optional', maybe('optional')), text };
    case 'branch':
      return { kind: name, line, when: maybe('when') ?? null, to: stepIdOf(get('to')), text };
    default:
      return linkOf(directive, line);
  }
}

function linkOf({ attributes, label: text }: Directive, line: number): unknown {
  const targets = runbookLinkKinds.filter((kind) => attributes.has(kind));
  const link = targets[0];
  if (link === undefined || targets.length > 1) return wrong(`::link leads to one of ${targets.length > 1 ? targets.join(', ') : `${runbookLinkKinds.map((kind) => `${kind}=…`).join(', ')}`}; exactly one is expected`);
  const view = attributes.get('view') ?? null;
  if (view !== null && link !== 'scene') wrong(`view=… belongs to ::link{scene=…}, not to ${link}`);
  return { kind: 'link', line, link, target: attributes.get(link), view, text };
}

/** What `:::step` says of itself. */
export type StepHead = { readonly id: string; readonly title: string; readonly role: (typeof writeRoles)[number]; readonly timeMs: number | null; readonly next: string | null };

export function readStepHead(directive: Directive): { readonly head: StepHead } | { readonly message: string } {
  try {
    allowOnly(directive, ['role', 'time', 'next']);
    if (directive.label === '') wrong(':::step needs words: :::step[What is to be done]{#name role=operator}');
    if (directive.label.length > runbookLimits.titleLength) wrong(`the words of this step have ${directive.label.length} characters, at most ${runbookLimits.titleLength} are allowed`);
    const id = directive.id ?? wrong(`the step ${quoted(directive.label)} needs an id: {#name …}`);
    const time = durationOf('step', 'time', directive.attributes.get('time'), longestStepMs);
    if (time !== null && time < 1000) wrong('the time of a step is 1s at the least');
    const next = directive.attributes.get('next');
    return {
      head: {
        id: stepIdOf(id),
        title: directive.label,
        role: roleOf('step', directive.attributes.get('role') ?? 'operator'),
        timeMs: time,
        next: next === undefined ? null : stepIdOf(next),
      },
    };
  } catch (error) {
    if (error instanceof Wrong) return { message: error.message };
    throw error;
  }
}

function allowOnly({ name, attributes }: Directive, allowed: readonly string[]): void {
  for (const key of attributes.keys()) if (!allowed.includes(key)) wrong(`::${name} has no ${key}=…; it has ${orList(allowed)}`);
}

function numberOf(name: string, key: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^[+-]?\d{1,15}(?:\.\d{1,10})?$/.test(text)) return wrong(`${key} of ::${name}: a number is expected, found ${quoted(text)}`);
  return Number(text) + 0;
}

function durationOf(name: string, key: string, text: string | undefined, longestMs: number): number | null {
  if (text === undefined) return null;
  const ms = readDuration(text);
  if (ms === null) return wrong(`${key} of ::${name}: a time such as 10s, 5m or 1h is expected, found ${quoted(text)}`);
  if (ms > longestMs) return wrong(`${key} of ::${name} is ${text}; at most ${longestMs / 3_600_000}h is allowed`);
  return Math.round(ms);
}

function flagOf(name: string, key: string, text: string | undefined): boolean {
  if (text === undefined || text === 'false') return false;
  return text === 'true' || wrong(`${key} of ::${name}: true or false is expected, found ${quoted(text)}`);
}

/** Assets by their ids, parted by commas. */
function assetsOf(name: string, key: string, text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const ids = text.split(',').map((id) => id.trim());
  if (ids.includes('')) return wrong(`${key} of ::${name}: assets parted by commas are expected, found ${quoted(text)}`);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  return twice === undefined ? ids : wrong(`${key} of ::${name} names ${quoted(twice)} twice`);
}

const roleOf = (name: string, word: string): (typeof writeRoles)[number] => roleOfWord(word) ?? wrong(`::${name} names the role ${quoted(word)}; ${orList(roleWords)} is expected`);

const stepIdOf = (id: string): string => (RunbookStepId.safeParse(id).success ? id : wrong(`#${id} cannot be the name of a step: small letters, digits and - only, at most 60`));

/** A number where it is one; any other text stands for itself, or for a state's word. */
const valueOf = (text: string): number | string => (/^[+-]?\d{1,15}(?:\.\d{1,10})?$/.test(text) ? Number(text) + 0 : text);

function schemaSentence(name: string, issue: z.core.$ZodIssue): string {
  const at = issue.path.join('.');
  return `${at === '' ? '' : `${at} of `}::${name} is not as expected: ${issue.message}`;
}
