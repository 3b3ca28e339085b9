import { isSilentPrefix, silentElements } from '../allow-list.ts';
import { type Affine, compose, identity, transformMap } from '../edit/affine.ts';
import { childElements, type ElementPath } from '../edit/draft.ts';
import { isPlaced } from '../edit/symbol-place.ts';
import type { XmlElement } from '../xml-reader.ts';
import { wordsOf } from './element-words.ts';

/** An element as the comparison takes it: a shape, a symbol with its rows, a text with its parts, or a group. */
export type Unit = {
  readonly element: XmlElement;
  readonly path: ElementPath;
  readonly parent: Unit | null;
  /** From its parent's coordinates to those of the drawing. */
  readonly outer: Affine;
  readonly isGroup: boolean;
  /** Position among all units of its version, in the order of the text. */
  readonly index: number;
  /** All it says of itself, as a text: equal where nothing of it changed. */
  readonly exact: string;
  /** Neighbours in its group. */
  readonly previous: Unit | null;
  readonly next: Unit | null;
};

const geometry = new Set([
  'x',
  'y',
  'width',
  'height',
  'rx',
  'ry',
  'cx',
  'cy',
  'r',
  'x1',
  'y1',
  'x2',
  'y2',
  'points',
  'd',
  'transform',
  'data-pivot',
]);
export const isGeometry = (name: string): boolean => geometry.has(name);

/** Units of a drawing in the order of the text, groups before what is in them. What is drawn nowhere is left out. */
export function unitsOf(root: XmlElement): readonly Unit[] {
  const units: Unit[] = [];
  const visit = (element: XmlElement, path: ElementPath, parent: Unit | null, outer: Affine): void => {
    let previous: (Unit & { next: Unit | null }) | null = null;
    for (const [at, child] of childElements(element).entries()) {
      if (silentElements.has(child.name) || isSilentPrefix(child.name)) continue;
      const isGroup = child.name === 'g' && !isPlaced(child);
      const exact = isGroup ? 'group' : `${nameOf(child)} ${attributesText(child, () => true)} ${contentOf(child)}`;
      const unit: Unit & { next: Unit | null } = {
        element: child,
        path: [...path, at],
        parent,
        outer,
        isGroup,
        index: units.length,
        exact,
        previous,
        next: null,
      };
      if (previous !== null) previous.next = unit;
      previous = unit;
      units.push(unit);
      if (isGroup) visit(child, unit.path, unit, compose(outer, transformMap(child.attributes.get('transform') ?? '') ?? identity));
    }
  };
  visit(root, [], null, identity);
  return units;
}

function attributesText(element: XmlElement, keep: (name: string) => boolean): string {
  const kept = [...element.attributes].filter(([name]) => keep(name)).map(([name, value]) => `${name}=${value}`);
  return kept.sort().join('\u0001');
}

/** Rows of a table, tiles, points: what a symbol holds, as text. */
export const itemsText = (element: XmlElement): string =>
  isPlaced(element)
    ? childElements(element)
        .map((item) => attributesText(item, (name) => name.startsWith('data-')))
        .join('\u0002')
    : '';

/**
 * What two versions of an element have in common, from the most telling to the least; each is a text that is the same in
 * both. Undefined where an element has nothing of the kind. The first key on which two agree makes them a pair.
 */
export const unitKeys: readonly ((unit: Unit) => string | undefined)[] = [
  ({ element }) => element.attributes.get('id'),
  // Of many that look the same, as arrows do, the one between the same neighbours.
  (unit) => (unit.isGroup ? undefined : `${unit.exact} \u0003 ${unit.previous?.exact ?? ''} \u0003 ${unit.next?.exact ?? ''}`),
  (unit) => (unit.isGroup ? undefined : `${unit.exact} \u0003 ${unit.previous?.exact ?? ''}`),
  (unit) => (unit.isGroup ? undefined : `${unit.exact} \u0003 ${unit.next?.exact ?? ''}`),
  (unit) => (unit.isGroup ? undefined : unit.exact),
  (unit) => boundTo(unit, true),
  (unit) => (unit.isGroup ? undefined : `${nameOf(unit.element)} ${attributesText(unit.element, isGeometry)} ${parentOf(unit)}`),
  (unit) => boundTo(unit, false),
  (unit) =>
    unit.isGroup
      ? groupName(unit)
      : `${nameOf(unit.element)} ${attributesText(unit.element, (name) => !isGeometry(name))} ${contentOf(unit.element)}`,
];

const nameOf = (element: XmlElement): string =>
  `${element.name} ${element.attributes.get('data-symbol') ?? element.attributes.get('data-template') ?? ''}`;
const contentOf = (element: XmlElement): string => (element.name === 'text' ? wordsOf(element) : itemsText(element));
const parentOf = ({ parent }: Unit): string => (parent === null ? '' : (groupName(parent) ?? 'group'));

function groupName({ element }: Unit): string | undefined {
  const { attributes } = element;
  const name = attributes.get('id') ?? attributes.get('inkscape:label') ?? attributes.get('data-layer');
  return name === undefined ? undefined : `group ${name}`;
}

/** The asset, tag or screen that a symbol is there for, with its kind, or whatever its kind is now; the words of a text. */
function boundTo({ element }: Unit, withKind: boolean): string | undefined {
  if (element.name === 'text') return withKind ? `text ${wordsOf(element)}` : undefined;
  if (!isPlaced(element)) return undefined;
  const { attributes } = element;
  const withs = [...attributes].filter(([name]) => name.startsWith('data-with-')).map(([, value]) => value);
  const to =
    attributes.get('data-asset') ??
    attributes.get('data-tag') ??
    attributes.get('data-screen') ??
    (withs.length > 0 ? withs.join(' ') : undefined);
  const symbol = attributes.get('data-symbol') ?? `template ${attributes.get('data-template') ?? ''}`;
  if (to === undefined) return withKind && symbol === 'tiles' ? symbol : undefined;
  return withKind ? `${symbol} ${to}` : `to ${to}`;
}
