import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { noScreenSettings, noSettings, type ScreenModel, type SymbolNode } from '#shared/screen/screen-model.ts';
import type { AssetDefinition } from '#shared/model/asset.ts';

const rowHeight = 132;
const width = 1512;

/**
 * A Level 1 overview made from the directory, for projects that have not drawn one: a row for each unit, with up to three
 * values that have a normal range, controlled ones first. Null when the project has no units.
 */
export function overviewModel(directory: DirectoryIndex): ScreenModel | null {
  const units = directory.directory.assets.filter(({ level }) => level === 'unit');
  if (units.length === 0) return null;
  const nodes = units.map((unit, row): SymbolNode => ({
    ...noSettings,
    kind: 'symbol',
    symbol: 'unit-row',
    transform: `translate(0 ${row * rowHeight})`,
    data: { asset: unit.id, width: String(width), height: String(rowHeight) },
    items: keyTags(directory, unit).map((tag) => ({ tag })),
    line: 1,
    from: 0,
  }));
  return { ...noScreenSettings, title: 'Overview', width, height: Math.max(724, units.length * rowHeight), nodes, tiles: [], problems: [] };
}

function keyTags(directory: DirectoryIndex, unit: AssetDefinition): readonly string[] {
  const inUnit = directory.directory.tags.filter(
    (tag) => tag.normal !== undefined && (tag.type === 'float' || tag.type === 'int') && directory.isWithin(tag.asset, unit.id),
  );
  const controlled = inUnit.filter(({ use }) => use === 'pv');
  return [...controlled, ...inUnit.filter(({ use }) => use !== 'pv')].slice(0, 3).map(({ id }) => id);
}
