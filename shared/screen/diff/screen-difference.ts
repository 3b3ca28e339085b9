import type { ElementPath } from '../edit/draft.ts';

export const differenceKinds = [
  'added',
  'removed',
  'moved',
  'resized',
  'turned',
  'reshaped',
  'bound',
  'text',
  'class',
  'attribute',
  'reordered',
  'regrouped',
  'drawing',
  'unseen',
] as const;

/**
 * What differs: `reshaped` is a line with other points, `bound` another tag, asset, screen or expression, `regrouped`
 * another group, `drawing` the title or size of the whole, `unseen` what only drawing programs read.
 */
export type DifferenceKind = (typeof differenceKinds)[number];

/** An element in one of the two versions. */
export type DiffElement = {
  /** Offset of its `<` in the text of that version: `data-from` of the drawing mounted from it. */
  readonly from: number;
  readonly path: ElementPath;
  readonly line: number;
};

export type ScreenDifference = {
  readonly kind: DifferenceKind;
  /** Null where it is new. */
  readonly before: DiffElement | null;
  /** Null where it is gone. */
  readonly after: DiffElement | null;
  /** As an engineer would say it: "P-201A moved 20 right". Without a full stop, and without its name `predicate`: "moved 20 right". */
  readonly sentence: string;
  readonly predicate: string;
  /** For `moved`: by how much, in user units of the drawing or of the group that holds it. */
  readonly by?: { readonly x: number; readonly y: number };
};
