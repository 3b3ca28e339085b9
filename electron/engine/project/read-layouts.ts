import { basename, join } from 'node:path';
import { Layout, LayoutId, tabsOf } from '#shared/model/layout.ts';
import type { DraftProblem } from './draft-problem.ts';
import { issueSentences } from './issue-sentences.ts';
import { parseYaml } from './parse-yaml.ts';
import { fileStamp, readText } from './project-files.ts';

type LayoutFile = { readonly stamp: string | null; readonly layout: Layout | null; readonly problems: readonly DraftProblem[] };

const maxBytes = 256 * 1024;
const maxLayouts = 200;

/**
 * Reads `layouts/*.yaml`, one layout a file, again and again; files that did not change are not read again. A file broken
 * by an edit keeps its last good version. A screen that does not exist is told and its tab stays: the console says so in its
 * place, and the screen comes back with its file.
 */
export function createLayoutReader(dir: string) {
  let known = new Map<string, LayoutFile>();

  return async (files: readonly string[], screens: ReadonlySet<string>, problems: DraftProblem[]): Promise<readonly Layout[]> => {
    const next = new Map<string, LayoutFile>();
    const layouts: Layout[] = [];
    for (const file of files.slice(0, maxLayouts)) {
      const stamp = await fileStamp(join(dir, file));
      const before = known.get(file);
      const read = before !== undefined && stamp !== null && before.stamp === stamp ? before : { stamp, ...(await readLayout(dir, file, before?.layout ?? null)) };
      next.set(file, read);
      problems.push(...read.problems);
      if (read.layout === null) continue;
      problems.push(...unknownScreens(file, read.layout, screens));
      layouts.push(read.layout);
    }
    if (files.length > maxLayouts) {
      problems.push({ file: files[maxLayouts] as string, at: null, message: `there are more than ${maxLayouts} layouts; what begins here is left out`, severity: 'error' });
    }
    known = next;
    return layouts;
  };
}

function unknownScreens(file: string, layout: Layout, screens: ReadonlySet<string>): readonly DraftProblem[] {
  return layout.windows.flatMap((window, at) => {
    const inDock = window.dock === undefined ? [] : tabsOf(window.dock).flatMap(({ screen }) => (screen === undefined ? [] : [screen]));
    const inRotation = (window.rotate?.screens ?? []).filter((screen) => screen !== 'level-1');
    const gone = [...new Set([...inDock, ...inRotation])].filter((screen) => !screens.has(screen));
    return gone.map((screen): DraftProblem => ({ file, at: ['windows', at], message: `window ${window.name}: there is no screen "${screen}" in screens/`, severity: 'warning' }));
  });
}

async function readLayout(dir: string, file: string, before: Layout | null): Promise<Omit<LayoutFile, 'stamp'>> {
  const ending = before === null ? '' : '; its last good version stays in use';
  const broken = (at: DraftProblem['at'], message: string): DraftProblem => ({ file, at, message: `${message}${ending}`, severity: 'error' });
  const id = basename(file).replace(/\.ya?ml$/, '');
  if (!LayoutId.safeParse(id).success) {
    return { layout: null, problems: [{ file, at: null, message: `"${id}" cannot be the name of a layout: small letters, digits and - only`, severity: 'error' }] };
  }
  const text = await readText(dir, file, maxBytes);
  if (typeof text !== 'string') return { layout: before, problems: [text] };
  const parsed = parseYaml(text);
  if (!parsed.ok) return { layout: before, problems: [broken(parsed.line, parsed.message)] };
  // The file's name is the layout's id; the file need not repeat it.
  const isMap = typeof parsed.value === 'object' && parsed.value !== null && !Array.isArray(parsed.value);
  const checked = Layout.safeParse(isMap ? { id, ...parsed.value } : parsed.value);
  if (!checked.success) {
    const sentences = issueSentences(checked.error.issues, parsed.value, Object.keys(Layout.shape));
    return { layout: before, problems: sentences.map(({ path, message }) => broken(path, message)) };
  }
  if (checked.data.id !== id) return { layout: before, problems: [broken(['id'], `the file is named ${basename(file)}, so the id is expected to be ${id}, found ${checked.data.id}`)] };
  return { layout: checked.data, problems: [] };
}
