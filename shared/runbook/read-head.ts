import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import { RunbookHead, runbookLimits } from '#shared/model/runbook.ts';
import { orList, type Problems, quoted } from './runbook-problem.ts';
import { roleOfWord, roleWords } from './runbook-roles.ts';

const maxLines = 600;
const hidden = /\p{C}|\p{Zl}|\p{Zp}/u;
const listKeys = ['assets', 'alarms', 'tags', 'kinds', 'symptoms', 'roles'] as const;
const keys = ['id', 'title', 'version', 'severity', 'emergency', 'minutes', ...listKeys] as const;
type Key = (typeof keys)[number];

/** The lines between the two `---` at the top of a file. */
export type FrontMatter = {
  readonly head: RunbookHead | null;
  /** Line of the first character behind it, from 1. */
  readonly bodyLine: number;
  /** Where a setting stands, or an entry of its list; from 1. */
  readonly lineOf: (key: string, entry?: string) => number;
};

/** What stands between the two `---` at the top; null with problems where it is missing or wrong. `lines` is the whole file. */
export function readHead(lines: readonly string[], problems: Problems): FrontMatter {
  const none = { head: null, lineOf: () => 1 };
  if (lines[0]?.trimEnd() !== '---') {
    problems.error(1, 'the file does not begin with ---; a runbook begins with its settings between two lines of ---');
    return { ...none, bodyLine: 1 };
  }
  const end = lines.slice(0, maxLines).findIndex((line, at) => at > 0 && line.trimEnd() === '---');
  if (end < 0) {
    problems.error(1, `the settings that begin here are not ended by a line of --- within ${maxLines} lines`);
    return { ...none, bodyLine: lines.length + 1 };
  }
  const front = lines.slice(1, end);
  const lineOf = (key: string, entry?: string): number => findLine(front, key, entry) + 2;
  return { head: readSettings(front, lineOf, problems), bodyLine: end + 2, lineOf };
}

/** Index of the line of a key at the margin, or of the first line of its value that holds the entry. */
function findLine(front: readonly string[], key: string, entry: string | undefined): number {
  const at = front.findIndex((line) => line.startsWith(`${key}:`));
  if (at < 0) return 0;
  if (entry === undefined) return at;
  for (let line = at; line < front.length; line++) {
    const text = front[line] as string;
    if (line > at && /^[^\s#-]/.test(text)) break;
    if (text.includes(entry)) return line;
  }
  return at;
}

function readSettings(front: readonly string[], lineOf: FrontMatter['lineOf'], problems: Problems): RunbookHead | null {
  let value: unknown;
  try {
    value = load(front.join('\n'), { schema: CORE_SCHEMA, maxAliases: 0, maxDepth: 10 });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    if (!error.reason.includes('input is empty')) {
      problems.error((error.mark?.line ?? 0) + 2, error.reason.includes('maxAliases') ? 'aliases (*name) are not allowed; write the value out' : `the settings are not valid YAML: ${error.reason}`);
      return null;
    }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    problems.error(1, `settings are expected between the lines of ---: ${keys.join(', ')}`);
    return null;
  }
  const raw = new Map(Object.entries(value));
  let isWhole = true;
  const wrong = (key: string, message: string, entry?: string): void => {
    isWhole = false;
    problems.error(lineOf(key, entry), message);
  };
  for (const key of raw.keys()) if (!(keys as readonly string[]).includes(key)) wrong(key, `there is no setting ${quoted(key)}; there are ${keys.join(', ')}`);
  const lists = Object.fromEntries(listKeys.map((key) => [key, readList(key, raw.get(key), wrong)]));
  const roles = (lists['roles'] ?? []).flatMap((word) => {
    const role = roleOfWord(word);
    if (role === null) wrong('roles', `there is no role ${quoted(word)}; there are ${orList(roleWords)}`, word);
    return role === null ? [] : [role];
  });
  for (const key of ['id', 'title', 'version'] as const) {
    const found = raw.get(key);
    if (found === undefined || found === null) wrong(key, `${key} is missing; a text is expected`);
    else if (typeof found === 'string') refuseHiddenIn(key, found, wrong);
    else wrong(key, `${key}: a text is expected, found ${JSON.stringify(found)}; put it in quotation marks`);
  }
  if (!isWhole) return null;
  const checked = RunbookHead.safeParse({ ...Object.fromEntries(raw), ...lists, roles });
  if (checked.success) return checked.data;
  for (const issue of checked.error.issues.slice(0, 10)) {
    const [key, item] = issue.path as [Key, number | undefined];
    const list: readonly string[] | undefined = typeof item === 'number' ? lists[key] : undefined;
    const entry = list?.[item as number];
    wrong(key, `${key}: ${expectation[key]}, found ${quoted(entry ?? JSON.stringify(raw.get(key) ?? null))}`, entry);
  }
  return null;
}

type Say = (key: string, message: string, entry?: string) => void;

/** YAML can write characters by number: line ends and others nobody sees. */
function refuseHiddenIn(key: string, text: string, wrong: Say): boolean {
  const isHidden = hidden.test(text);
  if (isHidden) wrong(key, `${key}: one line of readable characters is expected, found ${quoted(JSON.stringify(text))}`);
  return isHidden;
}

/** A list of texts, or one text alone. */
function readList(key: string, raw: unknown, wrong: Say): readonly string[] {
  if (raw === undefined || raw === null) return [];
  const list: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  if (list.length > runbookLimits.listed) {
    wrong(key, `${key} has ${list.length} entries, at most ${runbookLimits.listed} are allowed`);
    return [];
  }
  const texts: string[] = [];
  for (const entry of list) {
    if (typeof entry !== 'string') wrong(key, `${key}: a list of texts is expected, found ${quoted(JSON.stringify(entry))}`);
    else if (refuseHiddenIn(key, entry, wrong)) continue;
    else if (texts.includes(entry)) wrong(key, `${key}: ${quoted(entry)} stands here twice`, entry);
    else texts.push(entry);
  }
  return texts;
}

const expectation: Readonly<Record<Key, string>> = {
  id: 'a name such as RB-K201-03 is expected: letters, digits and _ . - only, at most 60',
  title: `one line of at most ${runbookLimits.titleLength} characters is expected`,
  version: 'a text of at most 60 characters is expected',
  severity: 'a number from 1 (urgent) to 4 is expected',
  emergency: 'true or false is expected',
  minutes: 'a whole number of minutes is expected',
  roles: `of ${orList(roleWords)} is expected`,
  assets: 'the id of an asset is expected',
  alarms: 'the id of an alarm is expected',
  tags: 'the id of a tag is expected',
  kinds: 'a kind of asset, as pump, is expected',
  symptoms: 'a few words of at most 300 characters are expected',
};
