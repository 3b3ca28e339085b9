import type { Role } from '#shared/rpc/define.ts';

export const severityWords: Readonly<Record<1 | 2 | 3 | 4, string>> = { 1: 'urgent', 2: 'high', 3: 'medium', 4: 'low' };

/** What people with a role are called. */
export const roleWord: Readonly<Record<Role, string>> = { view: 'viewer', operate: 'operator', lead: 'lead', engineer: 'engineer' };

/** An expression as people read it: tags without their braces, and, or, not. */
export const readable = (expression: string): string => expression.replace(/\{\s*([^{}]*?)\s*\}/g, '$1').replaceAll('&&', 'and').replaceAll('||', 'or').replace(/!(?!=)/g, 'not ');

/** Tags of an expression, each once, in their order. */
export const tagsOfExpression = (expression: string): readonly string[] => [...new Set([...expression.matchAll(/\{\s*([^{}]*?)\s*\}/g)].map((match) => match[1] as string))];

/** "0 to 2 bar", "at least 1 MΩ"; empty without limits. */
export function limitWords({ min, max, unit }: { readonly min: number | null; readonly max: number | null; readonly unit: string }): string {
  const words = min !== null && max !== null ? `${min} to ${max}` : min !== null ? `at least ${min}` : max !== null ? `at most ${max}` : '';
  return words === '' ? '' : `${words}${unit === '' ? '' : ` ${unit}`}`;
}

/** Locks that nobody confirmed to be off, one sentence each: a run that ends tells of them no more, and they hang all the same. */
export const locksLeft = (locks: readonly { readonly asset: string; readonly reference: string; readonly by: string }[]): readonly string[] =>
  locks.map(({ asset, reference, by }) => `Lock ${reference} on ${asset}, by ${by === '' ? 'an unknown person' : by}, was not confirmed to be off; no mark shows it once the run is over.`);

/** A number as it was typed, with comma or point; null for anything else. */
export function typedNumber(text: string): number | null {
  const plain = text.trim().replace(',', '.').replace('−', '-');
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}
