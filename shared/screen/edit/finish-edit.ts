import { limits } from '../allow-list.ts';
import { readXml } from '../xml-reader.ts';
import { comparePaths, type Draft, type Edited, type ElementPath, elementAt, pathAt, refuse } from './draft.ts';
import { applyEdits, landing, type TextEdit } from './text-edit.ts';

/** A replacement of a piece of the draft's text. Where several begin at one offset, they follow each other in the order of the list. */
export type Splice = {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** Offsets in `text` where elements begin that are picked afterwards. */
  readonly picks?: readonly number[];
};

/**
 * Does replacements that keep the text well-formed, and reads it anew. What would go beyond the limits of a screen is
 * refused with a sentence.
 *
 * @param stay elements that are picked afterwards, wherever the replacements move them; their `<` must not be replaced
 * @param was elements worked on, as they stand before
 */
export function finishEdit(draft: Draft, splices: readonly Splice[], stay: readonly ElementPath[], was: readonly ElementPath[]): Edited {
  const sorted = splices.filter(({ from, to, text }) => draft.text.slice(from, to) !== text).sort((a, b) => a.from - b.from || a.to - b.to);
  // Two that touch the same characters would be a mistake of an operation, and the text they give none of it.
  if (sorted.some(({ from }, at) => at > 0 && from < (sorted[at - 1]?.to ?? 0))) throw new Error('Two replacements of one edit overlap.');
  const edits: TextEdit[] = sorted.map(({ from, to, text }) => ({ from, removed: draft.text.slice(from, to), inserted: text }));
  const text = applyEdits(draft.text, edits);
  if (edits.length === 0) return { ok: true, change: { draft, picked: inOrder(stay), was: inOrder(was), edits } };
  const xml = readXml(text, limits.xml);
  if (!xml.ok) return refuse(`The drawing would not be readable: ${xml.message}; nothing was changed.`);
  const next: Draft = { text, root: xml.root };
  const offsets: number[] = stay.map((path) => landing(edits, elementAt(draft, path)?.from ?? 0));
  let shift = 0;
  for (const { from, to, text: inserted, picks } of sorted) {
    for (const pick of picks ?? []) offsets.push(from + shift + pick);
    shift += inserted.length - (to - from);
  }
  const picked = offsets.map((offset) => pathAt(next, offset)).filter((path) => path !== null);
  return { ok: true, change: { draft: next, picked: inOrder(picked), was: inOrder(was), edits } };
}

/** The text of a piece of a document with the replacements inside it done. */
export function pieceWith(text: string, piece: { readonly from: number; readonly to: number }, splices: readonly Splice[]): string {
  const edits = splices
    .filter(({ from, to }) => from >= piece.from && to <= piece.to)
    .sort((a, b) => a.from - b.from || a.to - b.to)
    .map(({ from, to, text: inserted }): TextEdit => ({ from: from - piece.from, removed: text.slice(from, to), inserted }));
  return applyEdits(text.slice(piece.from, piece.to), edits);
}

/** In the order of the text, each once. */
const inOrder = (paths: readonly ElementPath[]): readonly ElementPath[] =>
  [...paths].sort(comparePaths).filter((path, at, all) => at === 0 || comparePaths(path, all[at - 1] as ElementPath) !== 0);
