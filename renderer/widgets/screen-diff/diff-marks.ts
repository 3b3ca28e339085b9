import type { Box } from '#shared/screen/edit/draft.ts';
import type { DifferenceKind, ScreenDifference } from '#shared/screen/diff/screen-difference.ts';

/** How a difference is marked, told apart without colour: see `difference-glyph.tsx`. */
export type MarkForm = 'added' | 'removed' | 'moved' | 'reshaped' | 'changed' | 'order';

const forms: Readonly<Record<DifferenceKind, MarkForm>> = {
  added: 'added',
  removed: 'removed',
  moved: 'moved',
  resized: 'reshaped',
  turned: 'reshaped',
  reshaped: 'reshaped',
  bound: 'changed',
  text: 'changed',
  class: 'changed',
  attribute: 'changed',
  reordered: 'order',
  regrouped: 'order',
  drawing: 'changed',
  unseen: 'changed',
};
export const formOf = (kind: DifferenceKind): MarkForm => forms[kind];

/** Where several meet on one element, the first of these gives the form. */
const ranks: readonly MarkForm[] = ['added', 'removed', 'moved', 'reshaped', 'changed', 'order'];

export type DiffMark = {
  readonly form: MarkForm;
  /** Of its element in this version, a little larger, in user units of the drawing. */
  readonly box: Box;
  /** From where its middle was to where it is; null where it did not move, and in the earlier version. */
  readonly arrow: { readonly from: readonly [number, number]; readonly to: readonly [number, number] } | null;
  /** The differences of its element, by their place in the list. */
  readonly indices: readonly number[];
};

export type Version = 'before' | 'after';
/** Boxes of elements as drawn, by the offset of each in its text; what is not on the drawing has none. */
export type Boxes = ReadonlyMap<number, Box>;

const margin = 5;

/** The marks of one version, one for each element that differs, in the order of the list. The whole drawing and what is not drawn have none. */
export function marksOf(
  differences: readonly ScreenDifference[],
  version: Version,
  boxes: Readonly<Record<Version, Boxes>>,
): readonly DiffMark[] {
  const marks = new Map<number, DiffMark>();
  for (const [index, difference] of differences.entries()) {
    const element = difference[version];
    const box = element === null || difference.kind === 'drawing' ? undefined : boxes[version].get(element.from);
    if (element === null || box === undefined) continue;
    const known = marks.get(element.from);
    const form = formOf(difference.kind);
    const isStronger = known === undefined || ranks.indexOf(form) < ranks.indexOf(known.form);
    marks.set(element.from, {
      form: isStronger ? form : known.form,
      box: { x: box.x - margin, y: box.y - margin, width: box.width + 2 * margin, height: box.height + 2 * margin },
      arrow: known?.arrow ?? (version === 'after' && difference.kind === 'moved' ? arrowOf(difference, boxes) : null),
      indices: [...(known?.indices ?? []), index],
    });
  }
  return [...marks.values()];
}

function arrowOf(difference: ScreenDifference, boxes: Readonly<Record<Version, Boxes>>): DiffMark['arrow'] {
  const [was, is] = [boxes.before.get(difference.before?.from ?? -1), boxes.after.get(difference.after?.from ?? -1)];
  if (was === undefined || is === undefined) return null;
  const middle = (box: Box): readonly [number, number] => [box.x + box.width / 2, box.y + box.height / 2];
  return { from: middle(was), to: middle(is) };
}

/** How many of each there are, in words: "3 added, 1 removed, 8 changed". */
export function countWords(differences: readonly ScreenDifference[]): string {
  const count = (...of: readonly MarkForm[]): number => differences.filter(({ kind }) => of.includes(formOf(kind))).length;
  const parts = [
    [count('added'), 'added'],
    [count('removed'), 'removed'],
    [count('moved'), 'moved'],
    [count('reshaped', 'changed', 'order'), 'changed'],
  ] as const;
  return parts.flatMap(([number, words]) => (number === 0 ? [] : [`${number} ${words}`])).join(', ');
}
