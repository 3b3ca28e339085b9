import { createHash } from 'node:crypto';
import type { AssetDefinition } from '#shared/model/asset.ts';
import type { TagType } from '#shared/model/tag.ts';
import { checkScreen } from '#shared/screen/check-screen.ts';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import type { ScreenProblem } from '#shared/screen/screen-model.ts';
import type { ScreenSurroundings } from '#shared/screen/screen-surroundings.ts';
import { usedTemplates } from '#shared/screen/used-templates.ts';
import type { DraftProblem } from './draft-problem.ts';
import { readText } from './project-files.ts';
import type { DrawingFile, Drawings } from './read-drawings.ts';
import { maxScreenBytes } from './read-screen.ts';
import { collectTemplates } from './read-templates.ts';

/** What drawings may refer to. */
export type DrawingSurroundings = {
  readonly directory: ReadonlyMap<string, { readonly index: number; readonly type: TagType }>;
  readonly assets: readonly AssetDefinition[];
  readonly deviceIds: ReadonlySet<string>;
};

type Checked = { readonly key: string; readonly problems: readonly DraftProblem[]; readonly said: ReadonlySet<string> };

/** The asset and signals the console adds to every project: they are not in its files, yet fit for a screen. */
const ownAsset = 'SYSTEM';
const ownTypes = { link: 'bool', storage: 'enum' } as const satisfies Readonly<Record<string, TagType>>;

/**
 * Finds every broken binding of all screens and templates, so that it is listed before anything runs. What did not change is
 * not looked at again: neither the drawing with its templates nor the names of the plant.
 */
export function createDrawingChecker(dir: string) {
  let known = new Map<string, Checked>();

  return async (drawings: Drawings, around: DrawingSurroundings, problems: DraftProblem[]): Promise<void> => {
    const surroundings = surroundingsOf(drawings, around);
    const names = namesOf(drawings, around);
    const next = new Map<string, Checked>();
    const saidOf = (template: string): ReadonlySet<string> => next.get(`templates/${template}.svg`)?.said ?? new Set();
    const check = async (drawing: DrawingFile, version: string, isTemplate: boolean): Promise<void> => {
      if (drawing.problem !== null) return;
      const key = `${version} ${names}`;
      const before = known.get(drawing.file);
      const checked = before?.key === key ? before : { key, ...(await checkDrawing(dir, drawing, { isTemplate, drawings, surroundings, saidOf })) };
      next.set(drawing.file, checked);
      problems.push(...checked.problems);
    };
    // Templates first: what is wrong in one is said there, once, and not again at each use.
    for (const template of drawings.templates.values()) await check(template, drawings.templateVersions.get(template.name) ?? '', true);
    for (const screen of drawings.screens) await check(screen, drawings.screenVersions.get(screen.name as never) ?? '', false);
    known = next;
  };
}

async function checkDrawing(
  dir: string,
  { file, name, parameters }: DrawingFile,
  { isTemplate, drawings, surroundings, saidOf }: { readonly isTemplate: boolean; readonly drawings: Drawings; readonly surroundings: ScreenSurroundings; readonly saidOf: (template: string) => ReadonlySet<string> },
): Promise<Omit<Checked, 'key'>> {
  const text = await readText(dir, file, maxScreenBytes);
  if (typeof text !== 'string') return { problems: [text], said: new Set() };
  const templates = await collectTemplates(usedTemplates(text), (template) => drawings.templates.get(template)?.text ?? null);
  const read = parseScreen(text, isTemplate ? { templates, self: name } : { templates });
  if (!read.ok) return { problems: [{ file, at: read.problem.line, message: read.problem.message, severity: 'error' }], said: new Set() };
  // Without a sample for each parameter a template's bindings can be judged only where it is used.
  const isWhole = !isTemplate || Object.values(parameters).every((sample) => sample !== '');
  const found = [...read.screen.problems, ...(isWhole ? checkScreen(read.screen, surroundings) : [])];
  const said = new Set<string>();
  const problems: DraftProblem[] = [];
  for (const problem of found) {
    const { line, message, severity = 'error', within } = problem;
    if (within === undefined) said.add(`${line} ${message}`);
    else if (saidOf(within.template).has(`${within.line} ${ownWords(problem)}`)) continue;
    problems.push({ file, at: line, message: message.replace(/\.$/, ''), severity });
  }
  return { problems, said };
}

/** A problem as it would be said of the template alone. */
const ownWords = ({ message, within }: ScreenProblem): string => (within === undefined ? message : message.slice(`Template ${within.template}, line ${within.line}: `.length));

function surroundingsOf({ screens }: Drawings, { directory, assets, deviceIds }: DrawingSurroundings): ScreenSurroundings {
  const assetIds = new Set<string>([...assets.map(({ id }) => id), ownAsset]);
  const byId = new Map(screens.map((screen) => [screen.name, screen]));
  return {
    directory: { get: (id) => directory.get(id) ?? ownTag(id, deviceIds) },
    hasAsset: (id) => assetIds.has(id),
    hasScreen: (id) => byId.has(id),
    parametersOf: (screen) => Object.keys(byId.get(screen)?.parameters ?? {}),
  };
}

/** What an expression may know of a signal the console adds itself; its index is not the real one. */
export function ownTag(id: string, deviceIds: ReadonlySet<string>): { readonly index: number; readonly type: TagType } | undefined {
  if (id === 'SYSTEM.STORAGE') return { index: 0, type: ownTypes.storage };
  return id.endsWith('.LINK') && deviceIds.has(id.slice(0, -'.LINK'.length)) ? { index: 0, type: ownTypes.link } : undefined;
}

/** Changes whenever a name or type does that a drawing can refer to. */
function namesOf({ screens }: Drawings, { directory, assets, deviceIds }: DrawingSurroundings): string {
  const hash = createHash('sha256');
  for (const [id, { type }] of directory) hash.update(`${id} ${type}\n`);
  for (const { id } of assets) hash.update(`asset ${id}\n`);
  for (const id of deviceIds) hash.update(`device ${id}\n`);
  for (const { name, parameters } of screens) hash.update(`screen ${name} ${Object.keys(parameters).join(' ')}\n`);
  return hash.digest('base64url');
}
