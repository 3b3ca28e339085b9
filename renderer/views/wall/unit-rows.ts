import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import type { AssetId } from '#shared/model/ids.ts';
import type { ScreenModel } from '#shared/screen/screen-model.ts';

/** One unit on the wall: its name and up to three values that tell how it is. */
export type UnitRow = { readonly asset: AssetId; readonly name: string; readonly values: readonly { readonly tagIndex: number; readonly label: string }[] };

const mostValues = 3;

/** The screen of the whole site: of the outermost asset that has one, else the project's first. */
export function siteScreen({ roots, directory, screens }: DirectoryIndex): string | null {
  const screen = roots.find((asset) => asset.screen !== undefined)?.screen ?? directory.home;
  return screen !== null && screens.has(screen as never) ? screen : null;
}

/**
 * The rows of the wall: those the drawing of the site has, with the values somebody chose for them; without such a drawing one
 * for each unit, with values that have a normal range, controlled ones first.
 */
export function unitRows(directory: DirectoryIndex, site: ScreenModel | null): readonly UnitRow[] {
  const drawn = (site?.nodes ?? []).flatMap((node): UnitRow[] => {
    const asset = node.kind === 'symbol' && node.symbol === 'unit-row' ? directory.asset(node.data['asset'] ?? '') : undefined;
    if (node.kind !== 'symbol' || asset === undefined) return [];
    const values = node.items.slice(0, mostValues).flatMap((item) => {
      const tagIndex = directory.indexOf(item['tag'] ?? '');
      const tag = directory.tag(tagIndex);
      return tag === undefined ? [] : [{ tagIndex, label: item['label'] ?? tag.name }];
    });
    return [{ asset: asset.id, name: node.data['label'] ?? asset.name, values }];
  });
  if (drawn.length > 0) return drawn;
  return directory.directory.assets.filter(({ level }) => level === 'unit').map((unit) => ({ asset: unit.id, name: unit.name, values: keyValues(directory, unit.id) }));
}

function keyValues(directory: DirectoryIndex, unit: AssetId): UnitRow['values'] {
  const inUnit = directory.directory.tags.flatMap((tag, tagIndex) =>
    tag.normal !== undefined && (tag.type === 'float' || tag.type === 'int') && directory.isWithin(tag.asset, unit) ? [{ tagIndex, label: tag.name, isControlled: tag.use === 'pv' }] : [],
  );
  return [...inUnit.filter(({ isControlled }) => isControlled), ...inUnit.filter(({ isControlled }) => !isControlled)].slice(0, mostValues).map(({ tagIndex, label }) => ({ tagIndex, label }));
}

/** How a unit ranks for a place on the wall: lower comes first. */
export type UnitRank = (row: UnitRow) => number;

/** The rows there is room for, in the order of the plant: those in alarm before all, the others as they stand. `left` counts the rest. */
export function rowsInRoom(rows: readonly UnitRow[], rank: UnitRank, room: number): { readonly rows: readonly UnitRow[]; readonly left: number } {
  if (rows.length <= room) return { rows, left: 0 };
  const chosen = new Set(rows.map((row, at) => ({ row, at, rank: rank(row) })).toSorted((a, b) => a.rank - b.rank || a.at - b.at).slice(0, Math.max(1, room)).map(({ row }) => row));
  return { rows: rows.filter((row) => chosen.has(row)), left: rows.length - chosen.size };
}

/** "00:09:48"; hours go on beyond a day, and three digits and more stay whole. */
export function elapsedText(ms: number): string {
  if (!Number.isFinite(ms)) return '--:--:--';
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
