import type { RunbookItemOf } from '#shared/model/runbook.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import { orList, type Problems, quoted } from './runbook-problem.ts';

/** A write of a runbook held against its tag: one that can be written, a value it takes. A state's word becomes its number. */
export function checkAction(action: RunbookItemOf<'action'>, tags: { has(id: string): boolean; get(id: string): TagDefinition | undefined }, problems: Problems): RunbookItemOf<'action'> {
  const tag = tags.get(action.tag);
  const wrong = (message: string): RunbookItemOf<'action'> => {
    problems.error(action.line, message);
    return action;
  };
  if (!tags.has(action.tag)) return wrong(`there is no tag ${quoted(action.tag)}`);
  if (tag === undefined || !tag.writable) return wrong(`${action.tag} cannot be written`);
  if (tag.type === 'text') return { ...action, value: String(action.value) };
  const value = typeof action.value === 'number' ? action.value : stateNumber(tag, action.value);
  if (value === null) return wrong(`${tag.id} takes ${stateWords(tag)}, found ${quoted(String(action.value))}`);
  if (tag.type === 'bool' && value !== 0 && value !== 1) return wrong(`${tag.id} takes 0 or 1, found ${value}`);
  if (tag.type === 'enum' && tag.states !== undefined && tag.states[String(value)] === undefined) return wrong(`${tag.id} takes ${stateWords(tag)}, found ${value}`);
  if (tag.type === 'int' && !Number.isInteger(value)) return wrong(`${tag.id} takes whole numbers, found ${value}`);
  const min = tag.write?.min ?? tag.range?.[0];
  const max = tag.write?.max ?? tag.range?.[1];
  if ((min !== undefined && value < min) || (max !== undefined && value > max)) return wrong(`${tag.id} takes ${min ?? 'any number'} to ${max ?? 'any'} ${tag.unit}, found ${value}`.replace(/ +,/, ','));
  return { ...action, value };
}

function stateNumber(tag: TagDefinition, word: string): number | null {
  const found = Object.entries(tag.states ?? {}).find(([, state]) => state.toLowerCase() === word.toLowerCase());
  if (found !== undefined) return Number(found[0]);
  return tag.type === 'bool' && /^(?:true|false)$/.test(word) ? Number(word === 'true') : null;
}

const stateWords = (tag: TagDefinition): string =>
  tag.states === undefined ? (tag.type === 'bool' ? 'true or false' : 'a number') : orList(Object.entries(tag.states).map(([number, word]) => `${number} (${word})`));
