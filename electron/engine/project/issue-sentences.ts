import type { z } from 'zod';
import type { FilePath } from './draft-problem.ts';

type Issue = z.core.$ZodIssue;
/** What is wrong inside one entry: where, below the entry, and what was expected and found. */
export type IssueSentence = { readonly path: FilePath; readonly message: string };

const maxSentences = 5;

/**
 * The schema library's issues in words: "limit: a number is expected here, found the text "abc"".
 * @param raw what was checked; `knownKeys` the settings that exist at its top, for "did you mean".
 */
export function issueSentences(issues: readonly Issue[], raw: unknown, knownKeys: readonly string[]): readonly IssueSentence[] {
  return issues.slice(0, maxSentences).map((issue) => {
    const path = issue.path.filter((key) => typeof key !== 'symbol') as FilePath;
    // An unknown setting is shown at its own line.
    if (issue.code === 'unrecognized_keys') {
      const key = issue.keys[0] as string;
      return { path: [...path, key], message: `${prefix(path)}${unknownKey(issue.keys, path.length === 0 ? knownKeys : [])}` };
    }
    const found = valueAt(raw, path);
    return { path, message: sentence(issue, path, found) };
  });
}

function sentence(issue: Issue, path: FilePath, found: unknown): string {
  if (issue.code === 'custom') return `${prefix(path)}${issue.message}`;
  const wanted = expectation(issue);
  if (found === undefined && path.length > 0) return `${where(path)} is missing: ${wanted} is expected`;
  // The schema's author said it in words.
  if (issue.code === 'invalid_format' && !issue.message.startsWith('Invalid'))
    return `${prefix(path)}${issue.message}; found ${foundWords(found)}`;
  const tip = typeof found === 'number' && wanted === 'a text' ? '; put it in quotation marks' : '';
  return `${prefix(path)}${wanted} is expected here, found ${foundWords(found)}${tip}`;
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a group of settings',
  record: 'a group of settings',
  array: 'a list',
  tuple: 'a list of numbers',
};

/** What would have been right, as the beginning of "… is expected". */
function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeWords[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return oneOf(issue.values);
    case 'too_small':
      if (issue.origin === 'string')
        return issue.minimum === 1 ? 'a text that is not empty' : `a text of at least ${issue.minimum} characters`;
      if (issue.origin === 'array') return `a list of at least ${issue.minimum}`;
      return `a number ${issue.inclusive === false ? 'above' : 'of at least'} ${issue.minimum}`;
    case 'too_big':
      if (issue.origin === 'string') return `a text of at most ${issue.maximum} characters`;
      if (issue.origin === 'array') return `a list of at most ${issue.maximum}`;
      return `a number ${issue.inclusive === false ? 'below' : 'of at most'} ${issue.maximum}`;
    case 'invalid_format':
      return issue.message.startsWith('Invalid') ? patternWords(issue.pattern) : issue.message;
    case 'invalid_key':
      return `as a name ${expectation(issue.issues[0] as Issue)}`;
    case 'invalid_union':
      return unionWords(issue);
    default:
      return 'another value';
  }
}

function unionWords(issue: Extract<Issue, { code: 'invalid_union' }>): string {
  if ('options' in issue && Array.isArray(issue.options)) return oneOf(issue.options);
  const firsts = issue.errors.flatMap((branch) => branch.slice(0, 1));
  const values = firsts.flatMap((first) => (first.code === 'invalid_value' ? first.values : []));
  if (values.length === firsts.length && values.length > 0) return oneOf(values);
  // A branch whose type fits says more than the branches whose type does not.
  const closest = firsts.filter((first) => first.code !== 'invalid_type' || first.path.length > 0);
  const words = (closest.length > 0 ? closest : firsts).map((first) =>
    first.code === 'custom' ? first.message : expectation(first) + (first.path.length > 0 ? ` for ${where(first.path as FilePath)}` : ''),
  );
  return [...new Set(words)].join(' or ');
}

const oneOf = (values: readonly unknown[]): string => (values.length === 1 ? String(values[0]) : `one of ${values.map(String).join(', ')}`);
const patternWords = (pattern: string | undefined): string =>
  pattern === '/^-?\\d+$/' ? 'a whole number' : `a text of the form ${pattern ?? 'asked for'}`;

function foundWords(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string')
    return value === '' ? 'an empty text' : `the text "${value.length > 60 ? `${value.slice(0, 60)}…` : value}"`;
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return 'a group of settings';
}

function unknownKey(keys: readonly string[], knownKeys: readonly string[]): string {
  const names = keys.map((key) => `"${key}"`).join(', ');
  if (keys.length > 1) return `${names} are not known settings here`;
  const near = knownKeys.find((known) => distance(known.toLowerCase(), (keys[0] as string).toLowerCase()) <= 2);
  return `${names} is not a known setting here${near === undefined ? '' : `; did you mean "${near}"?`}`;
}

/** Number of letters to add, drop or change (Levenshtein), for short words. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(change, (previous[j] as number) + 1, (row[j - 1] as number) + 1));
    }
    previous = row;
  }
  return previous[b.length] as number;
}

const where = (path: FilePath): string => path.map((key) => (typeof key === 'number' ? `item ${key + 1}` : key)).join('.');
const prefix = (path: FilePath): string => (path.length === 0 ? '' : `${where(path)}: `);

function valueAt(raw: unknown, path: FilePath): unknown {
  let value = raw;
  for (const key of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}
