import type { PaletteEntry } from './palette-entries.ts';

const key = 'firstout.palette.recent';
const keptRecent = 12;

function recentIds(): readonly string[] {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

export function rememberEntry(id: string): void {
  localStorage.setItem(key, JSON.stringify([id, ...recentIds().filter((one) => one !== id)].slice(0, keptRecent)));
}

/** What was used last, newest first, then the rest of `fixed`. `find` looks up what is not in it. */
export function recentEntries(fixed: readonly PaletteEntry[], find: (id: string) => PaletteEntry | undefined, most: number): readonly PaletteEntry[] {
  const byId = new Map(fixed.map((entry) => [entry.id, entry]));
  const recent = recentIds().flatMap((id) => byId.get(id) ?? find(id) ?? []);
  return [...recent, ...fixed.filter((entry) => !recent.includes(entry))].slice(0, most);
}
