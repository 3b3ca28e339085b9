import type { DirectoryIndex } from './directory-index.ts';

const most = 4;

/**
 * What to draw first for an asset, at most four tags of its own: process values and measurements before setpoints, outputs
 * and the rest; its states where it has no numbers. Empty where there is nothing to draw.
 */
export function pensOfAsset(directory: DirectoryIndex, asset: string): readonly string[] {
  const found = directory.asset(asset);
  if (found === undefined) return [];
  const tags = directory.tagsOfAsset(found.id).flatMap((index) => directory.tag(index) ?? []);
  const numbers = tags.filter(({ type }) => type === 'float' || type === 'int');
  const drawn = numbers.length > 0 ? numbers : tags.filter(({ type }) => type === 'bool' || type === 'enum');
  const rank = (use: string): number => (use === 'pv' ? 0 : use === 'measurement' || use === 'run' || use === 'open' ? 1 : use === 'sp' || use === 'out' ? 2 : 3);
  return drawn.toSorted((a, b) => rank(a.use) - rank(b.use)).slice(0, most).map(({ id }) => id);
}
