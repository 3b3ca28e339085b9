import type { ScreenEntry } from '#shared/model/project.ts';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import { type ScreenUses, usesOf } from '#shared/screen/screen-uses.ts';
import { readScreen } from './read-screen.ts';

/** A screen and which of the ids asked for it shows. */
export type FoundUse = { readonly screen: ScreenEntry; readonly tags: readonly string[]; readonly assets: readonly string[] };

const nothing: ScreenUses = { tags: new Set(), assets: new Set() };

/** Answers on which screens tags and assets are seen. Screens are read when first asked for; `version` tells which changed. */
export function createUseFinder(dir: string) {
  let known = new Map<string, { readonly version: string; readonly uses: ScreenUses }>();

  const read = async (id: string): Promise<ScreenUses> => {
    const text = await readScreen(dir, id);
    if (!text.ok) return nothing;
    const parsed = parseScreen(text.value.svg, { templates: new Map(Object.entries(text.value.templates)) });
    return parsed.ok ? usesOf(parsed.screen) : nothing;
  };

  return async (screens: readonly ScreenEntry[], versionOf: (screen: string) => string, wanted: { readonly tags: readonly string[]; readonly assets: readonly string[] }): Promise<readonly FoundUse[]> => {
    const found: FoundUse[] = [];
    const next: typeof known = new Map();
    for (const screen of screens) {
      const version = versionOf(screen.id);
      const before = known.get(screen.id);
      const entry = before?.version === version ? before : { version, uses: await read(screen.id) };
      next.set(screen.id, entry);
      const tags = wanted.tags.filter((id) => entry.uses.tags.has(id));
      const assets = wanted.assets.filter((id) => entry.uses.assets.has(id));
      if (tags.length + assets.length > 0) found.push({ screen, tags, assets });
    }
    known = next;
    return found;
  };
}
