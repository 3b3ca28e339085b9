import { basename, join } from 'node:path';
import { TrendSet, TrendSetId } from '#shared/model/trend-set.ts';
import type { DraftProblem } from './draft-problem.ts';
import { issueSentences } from './issue-sentences.ts';
import { parseYaml } from './parse-yaml.ts';
import { fileStamp, readText } from './project-files.ts';

type TrendFile = { readonly stamp: string | null; readonly set: TrendSet | null; readonly problems: readonly DraftProblem[] };

const maxBytes = 256 * 1024;
const maxSets = 2000;
/** Signals the console adds to every project, links and storage: not in its files, yet fit for a trend. */
const ownSignal = /^SYSTEM\.|\.LINK$/;

/**
 * Reads `trends/*.yaml`, one saved trend a file, again and again; files that did not change are not read again. A file
 * broken by an edit keeps its last good version. Pens on tags that do not exist are left out and told, as is a trend
 * without any pen left.
 */
export function createTrendReader(dir: string) {
  let known = new Map<string, TrendFile>();

  return async (files: readonly string[], tags: ReadonlyMap<string, unknown>, problems: DraftProblem[]): Promise<readonly TrendSet[]> => {
    const next = new Map<string, TrendFile>();
    const sets: TrendSet[] = [];
    for (const file of files.slice(0, maxSets)) {
      const stamp = await fileStamp(join(dir, file));
      const before = known.get(file);
      const read = before !== undefined && stamp !== null && before.stamp === stamp ? before : { stamp, ...(await readTrend(dir, file, before?.set ?? null)) };
      next.set(file, read);
      problems.push(...read.problems);
      if (read.set === null) continue;
      const pens = read.set.pens.filter((pen, at) => {
        if (tags.has(pen.tag) || ownSignal.test(pen.tag)) return true;
        problems.push({ file, at: ['pens', at, 'tag'], message: `there is no tag "${pen.tag}"; the pen is left out`, severity: 'warning' });
        return false;
      });
      if (pens.length > 0) sets.push(pens.length === read.set.pens.length ? read.set : { ...read.set, pens });
    }
    if (files.length > maxSets) {
      problems.push({ file: files[maxSets] as string, at: null, message: `there are more than ${maxSets} saved trends; what begins here is left out`, severity: 'error' });
    }
    known = next;
    return sets;
  };
}

async function readTrend(dir: string, file: string, before: TrendSet | null): Promise<Omit<TrendFile, 'stamp'>> {
  const ending = before === null ? '' : '; its last good version stays in use';
  const broken = (at: DraftProblem['at'], message: string): DraftProblem => ({ file, at, message: `${message}${ending}`, severity: 'error' });
  const id = basename(file).replace(/\.ya?ml$/, '');
  if (!TrendSetId.safeParse(id).success) {
    return { set: null, problems: [{ file, at: null, message: `"${id}" cannot be the name of a trend: small letters, digits and - only`, severity: 'error' }] };
  }
  const text = await readText(dir, file, maxBytes);
  if (typeof text !== 'string') return { set: before, problems: [text] };
  const parsed = parseYaml(text);
  if (!parsed.ok) return { set: before, problems: [broken(parsed.line, parsed.message)] };
  // The file's name is the trend's id; the file need not repeat it.
  const isMap = typeof parsed.value === 'object' && parsed.value !== null && !Array.isArray(parsed.value);
  const checked = TrendSet.safeParse(isMap ? { id, ...parsed.value } : parsed.value);
  if (!checked.success) {
    const sentences = issueSentences(checked.error.issues, parsed.value, Object.keys(TrendSet.shape));
    return { set: before, problems: sentences.map(({ path, message }) => broken(path, message)) };
  }
  if (checked.data.id !== id) return { set: before, problems: [broken(['id'], `the file is named ${basename(file)}, so the id is expected to be ${id}, found ${checked.data.id}`)] };
  return { set: checked.data, problems: [] };
}
