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

/** What was used last, newest first, then views, commands and screens. */
export function recentEntries(all: readonly PaletteEntry[], most: number): readonly PaletteEntry[] {
  const byId = new Map(all.map((entry) => [entry.id, entry]));
  const recent = recentIds().flatMap((id) => byId.get(id) ?? []);
  const rest = all.filter((entry) => !recent.includes(entry) && entry.kind !== 'tag' && entry.kind !== 'alarm' && entry.kind !== 'asset');
  return [...recent, ...rest].slice(0, most);
}
