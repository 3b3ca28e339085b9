import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import type { ScreenId } from '#shared/model/ids.ts';
import type { ScreenEntry, TemplateEntry } from '#shared/model/project.ts';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import type { ScreenModel } from '#shared/screen/screen-model.ts';
import { usedTemplates } from '#shared/screen/used-templates.ts';
import type { DraftProblem } from './draft-problem.ts';
import { fileStamp, readText } from './project-files.ts';
import { isScreenName, maxScreenBytes } from './read-screen.ts';
import { collectTemplates } from './read-templates.ts';

/** One file of `screens/` or `templates/` as it was last read; `version` is the hash of its text, empty while there is none. */
export type DrawingFile = {
  readonly file: string;
  readonly name: string;
  readonly stamp: string | null;
  readonly title: string;
  readonly version: string;
  readonly level: ScreenModel['displayLevel'];
  readonly isPopup: boolean;
  readonly parameters: Readonly<Record<string, string>>;
  /** Names of the templates its own text uses. */
  readonly uses: readonly string[];
  /** Why there is no drawing in it; the rest of the project loads. */
  readonly problem: DraftProblem | null;
  /** Kept of templates only: screens are made of them. */
  readonly text: string | null;
};

/** All drawings of a project in the order of their files. */
export type Drawings = {
  readonly screens: readonly DrawingFile[];
  readonly templates: ReadonlyMap<string, DrawingFile>;
  /** By screen: changes whenever what it draws does, its templates included, and only then. */
  readonly screenVersions: ReadonlyMap<ScreenId, string>;
  readonly templateVersions: ReadonlyMap<string, string>;
};

/** Texts of templates stay in memory: so many files and characters are kept, the rest is named. */
const mostTemplates = 1000;
const mostTemplateCharacters = 32 * 1024 * 1024;

/**
 * Reads `screens/*.svg` and `templates/*.svg` again and again; files that did not change are not read again. A broken drawing
 * stays in the list under its last good title: opening it says what is wrong, a missing one would not.
 */
export function createDrawingReader(dir: string) {
  let known = new Map<string, DrawingFile>();

  return async (files: { readonly screens: readonly string[]; readonly templates: readonly string[] }, problems: DraftProblem[]): Promise<Drawings> => {
    const next = new Map<string, DrawingFile>();
    const read = async (file: string, keepsText: boolean): Promise<DrawingFile | null> => {
      const name = basename(file, '.svg');
      if (!isScreenName(name)) {
        problems.push({ file, at: null, message: `"${name}" cannot be the name of a ${keepsText ? 'template' : 'screen'}: letters, digits and _ . - only`, severity: 'error' });
        return null;
      }
      const before = known.get(file);
      const stamp = await fileStamp(join(dir, file));
      const drawing = before !== undefined && stamp !== null && before.stamp === stamp ? before : await readDrawingFile(dir, file, { name, stamp, keepsText, before });
      next.set(file, drawing);
      if (drawing.problem !== null) problems.push(drawing.problem);
      return drawing;
    };
    const templates = new Map<string, DrawingFile>();
    let characters = 0;
    for (const file of files.templates) {
      const template = templates.size < mostTemplates && characters < mostTemplateCharacters ? await read(file, true) : null;
      if (template !== null) {
        templates.set(template.name, template);
        characters += template.text?.length ?? 0;
      } else if (templates.size >= mostTemplates || characters >= mostTemplateCharacters) {
        problems.push({ file, at: null, message: `there are more than ${mostTemplates} templates or ${mostTemplateCharacters / 1024 / 1024} MB of them; what begins here is left out`, severity: 'error' });
        break;
      }
    }
    const screens: DrawingFile[] = [];
    const screenVersions = new Map<ScreenId, string>();
    const templateVersions = new Map<string, string>();
    const textOf = (name: string): string | null => templates.get(name)?.text ?? null;
    for (const template of templates.values()) templateVersions.set(template.name, await joined(template, textOf));
    for (const file of files.screens) {
      const screen = await read(file, false);
      if (screen === null) continue;
      screens.push(screen);
      screenVersions.set(screen.name as ScreenId, await joined(screen, textOf));
    }
    known = next;
    return { screens, templates, screenVersions, templateVersions };
  };
}

/** The version of a drawing and of all templates it is made of, in one. */
async function joined({ version, uses }: DrawingFile, textOf: (name: string) => string | null): Promise<string> {
  const used = await collectTemplates(uses, textOf);
  if (used.size === 0) return version;
  const hash = createHash('sha256').update(version);
  for (const [name, template] of used) hash.update(`\0${name}\0`).update(template);
  return hash.digest('base64url');
}

async function readDrawingFile(
  dir: string,
  file: string,
  { name, stamp, keepsText, before }: { readonly name: string; readonly stamp: string | null; readonly keepsText: boolean; readonly before: DrawingFile | undefined },
): Promise<DrawingFile> {
  const last = { title: before?.title ?? name, level: before?.level ?? null, isPopup: before?.isPopup ?? false, parameters: before?.parameters ?? {}, uses: [] };
  const text = await readText(dir, file, maxScreenBytes);
  if (typeof text !== 'string') return { file, name, stamp, ...last, version: '', problem: text, text: null };
  const version = createHash('sha256').update(text).digest('base64url');
  const read = parseScreen(text);
  if (!read.ok) {
    const { line, message } = read.problem;
    return { file, name, stamp, ...last, version, problem: { file, at: line, message: message.replace(/\.$/, ''), severity: 'error' }, text: null };
  }
  const { listTitle, displayLevel, isPopup, parameters } = read.screen;
  return { file, name, stamp, title: listTitle === '' ? name : listTitle, version, level: displayLevel, isPopup, parameters, uses: usedTemplates(text), problem: null, text: keepsText ? text : null };
}

/** What a console is told of a screen. */
export const screenEntry = ({ name, title, level, isPopup, parameters }: DrawingFile): ScreenEntry => ({
  id: name as ScreenId,
  title,
  ...(level === null ? {} : { level }),
  ...(Object.keys(parameters).length === 0 ? {} : { parameters: Object.keys(parameters) }),
  ...(isPopup ? { isPopup } : {}),
});

export const templateEntry = ({ name, title, parameters, text }: DrawingFile): TemplateEntry => ({
  name,
  title,
  parameters: Object.entries(parameters).map(([parameter, sample]) => ({ name: parameter, sample })),
  isReadable: text !== null,
});
