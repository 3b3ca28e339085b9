import { join, sep } from 'node:path';
import { realpath } from 'node:fs/promises';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import { usedTemplates } from '#shared/screen/used-templates.ts';
import { readText } from './project-files.ts';
import { collectTemplates } from './read-templates.ts';

export const maxScreenBytes = 4 * 1024 * 1024;
// Stricter than a ScreenId, which may hold slashes: this one becomes a file name.
const fileName = /^[A-Za-z0-9][\w.-]*$/;

/** A drawing as it stands on disk and the texts of all templates it is made of, by name. */
export type ScreenText = { readonly svg: string; readonly templates: Readonly<Record<string, string>> };

/**
 * The text of a screen, at most 4 MB, with its templates. A text that is no drawing is refused; the console decides what of
 * the others may be drawn.
 */
export async function readScreen(dir: string, id: string): Promise<Result<ScreenText, 'not-found' | 'bad-screen'>> {
  const file = `screens/${id}.svg`;
  if (!(await isInside(dir, 'screens', id))) {
    return refused('not-found', `there is no screen "${id.slice(0, 120)}" in the project`, `add ${isScreenName(id) ? file : 'it to screens/'}`);
  }
  const text = await readText(dir, file, maxScreenBytes);
  if (typeof text !== 'string') return refused('bad-screen', `${file}: ${text.message}`);
  const read = parseScreen(text);
  if (!read.ok) return refused('bad-screen', `${file}, line ${read.problem.line ?? 1}: ${read.problem.message}`);
  const templates = await collectTemplates(usedTemplates(text), async (name) => {
    if (!(await isInside(dir, 'templates', name))) return null;
    const template = await readText(dir, `templates/${name}.svg`, maxScreenBytes);
    return typeof template === 'string' ? template : null;
  });
  return ok({ svg: text, templates: Object.fromEntries(templates) });
}

/** Whether a drawing of this name is in the folder, and no link leads out of the project. */
async function isInside(dir: string, folder: 'screens' | 'templates', name: string): Promise<boolean> {
  if (!isScreenName(name)) return false;
  try {
    const root = await realpath(dir);
    return (await realpath(join(dir, folder, `${name}.svg`))).startsWith(root + sep);
  } catch {
    return false;
  }
}

/** Whether a name may be the file name of a screen or template, without its ending. */
export const isScreenName = (name: string): boolean => fileName.test(name) && name.length <= 120;
