import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { partCatalogue } from '#shared/screen/part-catalogue.ts';
import { type PartEntry, partGroups } from '#shared/screen/part-entry.ts';
import { symbolLibrary } from './symbol-library.ts';
import type { SymbolOptions, SymbolSpec } from './symbol-spec.ts';

const equipment = [...partCatalogue.values()].filter(({ isEquipment }) => isEquipment);
const liveParts = [...partCatalogue.values()].filter(({ isEquipment }) => !isEquipment);
const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');

/** Names of the options that change the drawing. */
function optionsThatCount(spec: SymbolSpec): readonly string[] {
  const own = JSON.stringify(spec.draw({}));
  const others: Readonly<Record<string, SymbolOptions>> = {
    size: { size: 51 },
    width: { width: 151 },
    height: { height: 131 },
    turn: { turn: 90 },
    caption: { caption: 'K-1' },
  };
  // What moves material along a line knows two directions only.
  const isTurned = JSON.stringify(spec.draw({ turn: 180 })) !== own;
  return Object.entries(others).flatMap(([name, options]) =>
    JSON.stringify(spec.draw(options)) !== own || (name === 'turn' && isTurned) ? [name] : [],
  );
}

const optionKeys = ['size', 'width', 'height', 'turn', 'caption'];
const keyNames = (entry: PartEntry): readonly string[] => entry.keys.map(({ name }) => name);

describe('catalogue of parts', () => {
  it('names every symbol of the library and no other', () => {
    expect(equipment.map(({ name }) => name).sort()).toEqual([...symbolLibrary.keys()].sort());
  });
  it.each(equipment)('$name has the title, bounds, sizes and keys the library draws', (entry) => {
    const spec = symbolLibrary.get(entry.name);
    if (spec === undefined) throw new Error(`the library has no ${entry.name}`);
    const drawing = spec.draw({});
    expect(entry.title).toBe(spec.title);
    for (const side of ['x', 'y', 'width', 'height'] as const) expect(entry.box[side]).toBeCloseTo(drawing.box[side], 2);
    expect(
      keyNames(entry)
        .filter((name) => optionKeys.includes(name))
        .sort(),
    ).toEqual([...optionsThatCount(spec)].sort());
    expect(keyNames(entry).includes('tag')).toBe(spec.isInstrument === true);
    expect(keyNames(entry).includes('level')).toBe(drawing.level !== undefined);
    const own = Object.fromEntries(entry.keys.flatMap((key) => (key.kind === 'number' && key.own !== null ? [[key.name, key.own]] : [])));
    expect(spec.draw(own)).toEqual(drawing);
  });
  it.each([...partCatalogue.values()])('$name has no key twice, sizes among its keys, and choices that hold its own', (entry) => {
    for (const keys of [entry.keys, entry.items?.keys ?? []]) {
      const names = keys.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      for (const key of keys) {
        expect(`data-${key.name}`).toMatch(/^data-[a-z][a-z0-9-]{0,30}$/);
        if (key.kind === 'choice') expect(key.choices.map(({ value }) => value)).toContain(key.own);
        if (key.kind === 'number' && key.own !== null) expect(key.own >= key.min && key.own <= key.max).toBe(true);
      }
    }
    for (const name of entry.sizeKeys) expect(entry.keys.find((key) => key.name === name)?.kind).toBe('number');
    expect(partGroups).toContain(entry.group);
    expect(entry.box.width > 0 && entry.box.height > 0).toBe(true);
  });
  it('has every live part of the README’s table, and the README every live part', () => {
    const told = [...readme.matchAll(/data-symbol="([a-z-]+)"/g)].map((match) => match[1] as string);
    expect(told.filter((name) => !partCatalogue.has(name))).toEqual([]);
    expect(liveParts.map(({ name }) => name).filter((name) => !told.includes(name))).toEqual([]);
  });
});
