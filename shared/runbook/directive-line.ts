import { ok, refused, type Result } from '#shared/model/fault.ts';

/** A line that begins with colons: `::name[label]{#id key=value}`, or three colons and more for a block. */
export type Directive = {
  /** A block ends with a line of colons alone; a leaf is its line. */
  readonly isBlock: boolean;
  readonly name: string;
  /** Words between brackets, without escapes; empty where there are none. */
  readonly label: string;
  /** `#id` of the attributes; null without. */
  readonly id: string | null;
  readonly attributes: ReadonlyMap<string, string>;
};

const longestLine = 8000;
const opening = /^\s*(:{2,})([A-Za-z][A-Za-z0-9-]{0,39})(?=[[{\s]|$)/;
const closing = /^\s*:{3,}\s*$/;

export const endsBlock = (line: string): boolean => closing.test(line);

/** Whether a line is meant as a directive: it begins with two colons, however far it is indented. A slip in one must not make prose of it. */
export const isDirective = (line: string): boolean => /^\s*::/.test(line);

/** A directive of one line, or what is wrong with it. The line is one that `isDirective` takes for one. */
export function readDirective(line: string): Result<Directive, 'bad-directive'> {
  const match = opening.exec(line);
  if (match === null) return refused('bad-directive', 'a line of two colons and more is a directive: ::name[words]{key=value}, or :::step[words]{#name} for a block');
  if (line.length > longestLine) return refused('bad-directive', `the line has ${line.length} characters, at most ${longestLine} are read`);
  const name = match[2] as string;
  const reader = { line, at: match[0].length };
  const label = readLabel(reader);
  if (label === null) return refused('bad-directive', `the words of ::${name} have no closing bracket ]`);
  const attributes = new Map<string, string>();
  let id: string | null = null;
  if (line[reader.at] === '{') {
    const read = readAttributes(reader, name, attributes);
    if (!read.ok) return read;
    id = read.value;
  }
  const rest = line.slice(reader.at).trim();
  if (rest !== '') return refused('bad-directive', `"${rest.slice(0, 40)}" stands behind ::${name}; a directive is [words]{attributes} and ends its line`);
  return ok({ isBlock: (match[1] as string).length > 2, name, label: label.trim().replace(/\s+/g, ' '), id, attributes });
}

type Reader = { readonly line: string; at: number };

/** Words between brackets, which may hold pairs of brackets and `\]`; null where they are not closed. */
function readLabel(reader: Reader): string | null {
  const { line } = reader;
  if (line[reader.at] !== '[') return '';
  let depth = 0;
  let label = '';
  for (let at = reader.at; at < line.length; at++) {
    const character = line[at] as string;
    if (character === '\\' && /[\\[\]]/.test(line[at + 1] ?? '')) {
      label += line[at + 1];
      at++;
      continue;
    }
    if (character === '[') depth++;
    if (character === ']') depth--;
    if (depth === 0) {
      reader.at = at + 1;
      return label.slice(1);
    }
    label += character;
  }
  return null;
}

/** Reads `{#id key=value key="value"}` into `attributes` and gives the id. In quotes `\"` and `\\` stand for themselves. */
function readAttributes(reader: Reader, name: string, attributes: Map<string, string>): Result<string | null, 'bad-directive'> {
  const { line } = reader;
  const pattern = /\s*(?:(\})|#([^\s{}"'=]+)|([A-Za-z][A-Za-z0-9-]*)=(?:"((?:[^"\\]|\\["\\]|\\(?!["\\]))*)"|([^\s{}"'=]+)))/y;
  let id: string | null = null;
  let at = reader.at + 1;
  for (;;) {
    pattern.lastIndex = at;
    const match = pattern.exec(line);
    if (match === null) {
      const rest = line.slice(at).trim();
      return refused('bad-directive', rest === '' ? `the attributes of ::${name} have no closing brace }` : `at "${rest.slice(0, 40)}" of ::${name}: attributes are written key=value or key="several words", and an id #id`);
    }
    at = pattern.lastIndex;
    if (match[1] !== undefined) break;
    if (match[2] !== undefined) {
      if (id !== null) return refused('bad-directive', `::${name} has two ids, #${id} and #${match[2]}`);
      id = match[2];
      continue;
    }
    const key = match[3] as string;
    if (attributes.has(key)) return refused('bad-directive', `::${name} has ${key} twice`);
    attributes.set(key, match[4] === undefined ? (match[5] as string) : match[4].replace(/\\(["\\])/g, '$1'));
  }
  reader.at = at;
  return ok(id);
}

/** A directive's line as `readDirective` reads it back. Attributes in the order given; undefined ones are left out. */
export function printDirective(name: string, label: string, id: string | null, attributes: readonly (readonly [string, string | undefined])[], isBlock = false): string {
  const parts = id === null ? [] : [`#${id}`];
  for (const [key, value] of attributes) if (value !== undefined) parts.push(`${key}=${/^[^\s{}"'=\\]+$/.test(value) ? value : `"${value.replace(/["\\]/g, String.raw`\$&`)}"`}`);
  return `${isBlock ? ':::' : '::'}${name}${label === '' ? '' : `[${label.replace(/[\\[\]]/g, String.raw`\$&`)}]`}${parts.length === 0 ? '' : `{${parts.join(' ')}}`}`;
}
