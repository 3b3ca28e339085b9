import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { setText } from '#shared/screen/edit/set-attributes.ts';
import { childElements, openDraft } from '#shared/screen/edit/draft.ts';
import { generateScreen } from '#shared/screen/generate/generate-screen.ts';
import type { Plant } from '#shared/screen/generate/plant-part.ts';

export type MadeScreen = { readonly ok: true; readonly svg: string } | { readonly ok: false; readonly sentence: string };

/** The project as drawings are made from it. */
export function plantOf({ directory }: DirectoryIndex): Plant {
  const { assets, tags, logic, screens, alarms } = directory;
  return {
    assets,
    tags,
    connections: logic.connections,
    screens: new Set(screens.map(({ id }) => id)),
    alarmedTags: new Set(alarms.flatMap(({ tag }) => (tag === undefined ? [] : [tag]))),
  };
}

/** A first screen of an asset with all below it, under this title: to be worked on by hand. */
export function screenOfAsset(directory: DirectoryIndex, asset: string, title: string): MadeScreen {
  const made = generateScreen(plantOf(directory), asset);
  if (!made.ok) return { ok: false, sentence: made.message };
  const opened = openDraft(made.screen.svg);
  if (!opened.ok) return { ok: false, sentence: opened.problem.message };
  const at = childElements(opened.draft.root).findIndex(({ name }) => name === 'title');
  const named = at < 0 ? null : setText(opened.draft, [at], title);
  return { ok: true, svg: named?.ok === true ? named.change.draft.text : made.screen.svg };
}
