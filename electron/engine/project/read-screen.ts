import { join, sep } from 'node:path';
import { realpath } from 'node:fs/promises';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import { checkXml } from './check-xml.ts';
import { readText } from './project-files.ts';

export const maxScreenBytes = 4 * 1024 * 1024;
// Stricter than a ScreenId, which may hold slashes: this one becomes a file name.
const fileName = /^[A-Za-z0-9][\w.-]*$/;

/** The SVG text of a screen, well-formed and at most 4 MB; the renderer decides what of it may be drawn. */
export async function readScreen(dir: string, id: string): Promise<Result<string, 'not-found' | 'bad-screen'>> {
  const file = `screens/${id}.svg`;
  const notFound = refused(
    'not-found',
    `there is no screen "${id.slice(0, 120)}" in the project`,
    `add ${fileName.test(id) ? file : 'it to screens/'}`,
  );
  if (!fileName.test(id)) return notFound;
  try {
    const root = await realpath(dir);
    if (!(await realpath(join(dir, file))).startsWith(root + sep)) return notFound;
  } catch {
    return notFound;
  }
  const text = await readText(dir, file, maxScreenBytes);
  if (typeof text !== 'string') return refused('bad-screen', `${file}: ${text.message}`);
  const drawing = checkScreen(text);
  if (!drawing.ok) return refused('bad-screen', `${file}, line ${drawing.line}: ${drawing.message}`);
  return ok(text);
}

/** The title of a drawing (null without a <title>), or what is wrong with it. */
export function checkScreen(
  text: string,
): { readonly ok: true; readonly title: string | null } | { readonly ok: false; readonly line: number; readonly message: string } {
  const checked = checkXml(text);
  if (!checked.ok) return checked;
  if (checked.root !== 'svg') return { ok: false, line: 1, message: `an <svg> is expected, found <${checked.root}>` };
  return { ok: true, title: checked.title === '' ? null : checked.title };
}

/** Whether a name may be the file name of a screen, without its ending. */
export const isScreenName = (name: string): boolean => fileName.test(name) && name.length <= 120;
