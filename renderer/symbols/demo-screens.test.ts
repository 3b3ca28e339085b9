import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { demoDirectory } from '#renderer/testing/demo-directory.ts';
import { beyondSheet } from '#shared/screen/beyond-sheet.ts';
import { checkScreen } from '#shared/screen/check-screen.ts';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import { nodesOf, type ScreenModel, symbolsOf } from '#shared/screen/screen-model.ts';
import { symbolLibrary } from './symbol-library.ts';

const project = new URL('../../resources/projects/demo/', import.meta.url);
const folderOf = (name: string): string => fileURLToPath(new URL(`${name}/`, project));
const texts = (folder: string): ReadonlyMap<string, string> =>
  new Map(readdirSync(folderOf(folder)).map((file) => [file.replace(/\.\w+$/, ''), readFileSync(folderOf(folder) + file, 'utf8')]));

const directory = demoDirectory();
const tags = new Map(directory.tags.map((tag, index) => [tag.id as string, { index, type: tag.type }]));
const assets = new Set<string>(directory.assets.map(({ id }) => id));
const screens = texts('screens');
const templates = texts('templates');
function read(text: string): ScreenModel {
  const result = parseScreen(text, { templates });
  if (!result.ok) throw new Error(result.problem.message);
  return result.screen;
}
const models = new Map([...screens].map(([id, text]) => [id, read(text)]));
const around = {
  directory: tags,
  hasAsset: (id: string) => assets.has(id),
  hasScreen: (id: string) => screens.has(id),
  parametersOf: (id: string) => Object.keys(models.get(id)?.parameters ?? {}),
};

describe('screens of the demo project', () => {
  it('there is one for each unit, the lube skid, the compressor and its map, the motor control centres, the whole plant and any drive', () => {
    expect([...screens.keys()].sort()).toEqual(['drive', 'k-201', 'k-201-map', 'mcc', 'plant-overview', 'u100', 'u200', 'u200-lube', 'u300', 'u400', 'u500']);
    expect(tags.size).toBeGreaterThan(400);
    expect(assets.size).toBeGreaterThan(80);
  });
  it.each([...models])('%s parses without a part left out, and every name and binding in it holds', (_, screen) => {
    expect(screen.problems).toEqual([]);
    expect(checkScreen(screen, around)).toEqual([]);
    expect(beyondSheet(screen)).toEqual([]);
    expect(screen.title).not.toBe('');
    expect(screen.displayLevel).not.toBeNull();
  });
  it.each([...templates])('template %s holds with its samples', (_, text) => {
    const screen = read(text);
    expect([...screen.problems, ...checkScreen(screen, around)]).toEqual([]);
  });
  it('pairs of pumps are one template, and their pumps open the screen of their drive', () => {
    const uses = [...models.values()].flatMap(({ nodes }) => nodesOf(nodes)).filter((node) => node.kind === 'shape' && node.template === 'pump-pair');
    expect(uses).toHaveLength(4);
    const pumps = symbolsOf(uses);
    expect(pumps.map(({ popup }) => popup?.with['drive'])).toEqual(['P-101A', 'P-101B', 'P-102A', 'P-102B', 'P-201A', 'P-201B', 'P-501A', 'P-501B']);
    expect(pumps.every(({ symbol, popup }) => symbolLibrary.has(symbol) && popup?.screen === 'drive')).toBe(true);
  });
});
