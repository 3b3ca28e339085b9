import type { PartKey } from './part-entry.ts';
import { partCatalogue } from './part-catalogue.ts';
import { nodesOf, type ScreenData, type ScreenModel } from './screen-model.ts';

/** Ids of the tags and assets that a screen shows, each once, whether they exist or not. */
export type ScreenUses = { readonly tags: ReadonlySet<string>; readonly assets: ReadonlySet<string> };

const tagReference = /\{([^{}]{1,120})\}/g;

/** What a parsed screen shows: by its parts' keys, its flows and its bindings. */
export function usesOf(model: ScreenModel): ScreenUses {
  const tags = new Set<string>();
  const assets = new Set<string>();
  const addExpression = (text: string): void => {
    for (const [, id] of text.matchAll(tagReference)) tags.add((id as string).trim());
  };
  const addIds = (text: string, to: Set<string>): void => {
    for (const id of text.split(/\s+/)) if (id !== '') to.add(id);
  };
  const addData = (data: ScreenData, keys: readonly PartKey[]): void => {
    for (const { name, kind } of keys) {
      const text = data[name];
      if (text === undefined) continue;
      if (kind === 'tag' || kind === 'tags') addIds(text, tags);
      else if (kind === 'asset') addIds(text, assets);
      else if (kind === 'expression') addExpression(text);
    }
  };
  for (const node of nodesOf(model.nodes)) {
    for (const { expression } of node.bindings) addExpression(expression);
    if (node.kind === 'shape') {
      if (node.flow !== null) addIds(node.flow, tags);
      continue;
    }
    const entry = partCatalogue.get(node.symbol);
    addData(node.data, entry?.keys ?? []);
    for (const item of node.items) addData(item, entry?.items?.keys ?? []);
  }
  const tileKeys = partCatalogue.get('tiles')?.items?.keys ?? [];
  for (const tile of model.tiles) addData(tile, tileKeys);
  return { tags, assets };
}
