import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import type { TemplateEntry } from '#shared/model/project.ts';
import { generateFaceplates } from '#shared/screen/generate/generate-faceplates.ts';
import { plantOf } from '../document/screen-of-asset.ts';
import { type Placing, placingOfTemplate } from './part-fragment.ts';

/** Templates that are faceplates of a kind of equipment, by their names: `faceplate-KIND`, `faceplate-KIND-2`, … */
export const faceplatesOf = (kind: string, templates: readonly TemplateEntry[]): readonly TemplateEntry[] =>
  templates.filter(({ name }) => name === `faceplate-${kind}` || (name.startsWith(`faceplate-${kind}-`) && /-\d+$/.test(name)));

/**
 * An asset as a faceplate of its kind: the template made for assets with its tags, else the first of the kind whose
 * parameters it can give. Null where its kind has none, or none that fits.
 */
export function placingOfFaceplate(id: string, directory: DirectoryIndex, templates: readonly TemplateEntry[]): Placing | null {
  const kind = directory.asset(id)?.kind;
  const there = kind === undefined ? [] : faceplatesOf(kind, templates);
  if (kind === undefined || there.length === 0) return null;
  const plate = generateFaceplates(plantOf(directory), [kind]).find(({ uses }) => uses.some(({ asset }) => asset === id));
  const given: Readonly<Record<string, string>> = { asset: id, ...plate?.uses.find(({ asset }) => asset === id)?.with };
  const fits = there.filter(
    ({ parameters }) => parameters.some(({ name }) => name === 'asset') && parameters.every(({ name }) => Object.hasOwn(given, name)),
  );
  const taken = fits.find(({ name }) => name === plate?.name) ?? fits[0];
  if (taken === undefined) return null;
  const parameters = taken.parameters.map(({ name }) => ({ name, sample: given[name] ?? '' }));
  return { ...placingOfTemplate({ ...taken, parameters }), title: `faceplate of ${id}` };
}
