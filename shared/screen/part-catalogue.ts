import { equipmentCatalogue } from './equipment-catalogue.ts';
import { livePartCatalogue } from './live-part-catalogue.ts';
import type { PartEntry, PartKey } from './part-entry.ts';

/** Every symbol and live part a screen can hold, by its name: what an editor offers, and what a check of a screen knows. */
export const partCatalogue: ReadonlyMap<string, PartEntry> = new Map(
  [...equipmentCatalogue, ...livePartCatalogue].map((entry) => [entry.name, entry]),
);

/** Keys of plain drawn elements: `path`, `line`, `rect` and so on. Bindings and layers belong to every element and are not listed here. */
export const shapeKeys: readonly PartKey[] = [{ name: 'flow', title: 'Shows flow of', kind: 'tags' }];
