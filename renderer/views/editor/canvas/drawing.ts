import { childElements, type Draft, elementAt, type ElementPath, pathAt } from '#shared/screen/edit/draft.ts';
import { partCatalogue } from '#shared/screen/part-catalogue.ts';
import type { XmlElement } from '#shared/screen/xml-reader.ts';
import type { Box, Point } from '../geometry/box.ts';

/** How much the target of a symbol is larger than its body, on each side. */
const targetMargin = 4;

/** The drawn picture of a draft: from elements of the text to those of the page and back, and where they are. */
export type Drawing = {
  readonly draft: Draft;
  readonly root: SVGSVGElement;
  elementOf(path: ElementPath): SVGElement | null;
  /** Bounds in user units of the drawing, as seen: of equipment its body without name and marks. Null for what is not drawn. */
  boxOf(path: ElementPath): Box | null;
  /** Where the origin of an element's own units is, user units of the drawing: of equipment where its pipes meet, of a text where its line begins. */
  originOf(path: ElementPath): Point | null;
  /** The deepest element of the text that is drawn at this place of the window, or within `reach` pixels of it. */
  pathUnder(client: Point, reach: number): ElementPath | null;
  /** Shows elements moved by so much without touching the text, until `settle`. */
  shift(paths: readonly ElementPath[], dx: number, dy: number): void;
  /** Gives elements that were shifted their places back. */
  settle(): void;
};

/** @param root what `mountScreen` drew of this very draft with `editing` */
export function createDrawing(draft: Draft, root: SVGSVGElement): Drawing {
  const byOffset = new Map<number, SVGElement>();
  for (const element of root.querySelectorAll<SVGElement>('[data-from]')) {
    const from = Number(element.dataset['from']);
    // What a template draws carries the offset of its use: the outermost of them stands for it.
    if (!byOffset.has(from)) byOffset.set(from, element);
  }
  const boxes = new Map<string, Box | null>();
  const shifted = new Map<SVGElement, { readonly transform: string | null; readonly unit: DOMMatrix }>();

  const elementOf = (path: ElementPath): SVGElement | null => {
    const element = elementAt(draft, path);
    return element === null ? null : (byOffset.get(element.from) ?? null);
  };
  const measure = (path: ElementPath): Box | null => {
    const source = elementAt(draft, path);
    const element = elementOf(path);
    if (source === null || element === null || !(element instanceof SVGGraphicsElement)) return null;
    const toRoot = mapToRoot(root, element);
    const part = source.attributes.get('data-symbol');
    const entry = part === undefined ? undefined : partCatalogue.get(part);
    const body = entry === undefined ? null : element.querySelector<SVGGraphicsElement>(entry.isEquipment ? '.ps-hit' : '.ps-wash');
    if (body !== null && toRoot !== null)
      return mapBox(mapToRoot(root, body) ?? toRoot, inset(body.getBBox(), entry?.isEquipment === true ? targetMargin : 0));
    if (toRoot === null) return null;
    const box = element.getBBox();
    return box.width === 0 && box.height === 0 && box.x === 0 && box.y === 0 ? null : mapBox(toRoot, box);
  };

  return {
    draft,
    root,
    elementOf,
    boxOf(path) {
      const key = path.join(' ');
      const known = boxes.get(key);
      if (known !== undefined) return known;
      const box = measure(path);
      boxes.set(key, box);
      return box;
    },
    originOf(path) {
      const element = elementOf(path);
      const map = element instanceof SVGGraphicsElement ? mapToRoot(root, element) : null;
      if (map === null || element === null) return null;
      const [x, y] = element.nodeName === 'text' ? [numberOf(element, 'x'), numberOf(element, 'y')] : [0, 0];
      return { x: thousandths(map.a * x + map.c * y + map.e), y: thousandths(map.b * x + map.d * y + map.f) };
    },
    pathUnder(client, reach) {
      for (const ring of [0, reach / 2, reach]) {
        for (const [dx, dy] of ring === 0 ? [[0, 0]] : around) {
          for (const found of document.elementsFromPoint(client.x + (dx as number) * ring, client.y + (dy as number) * ring)) {
            if (!root.contains(found)) continue;
            const path = pathOf(draft, root, found);
            if (path !== null) return path;
          }
        }
      }
      return null;
    },
    shift(paths, dx, dy) {
      for (const path of paths) {
        const element = elementOf(path);
        if (element === null) continue;
        let held = shifted.get(element);
        if (held === undefined) {
          const parent = element.parentElement;
          const map = parent instanceof SVGGraphicsElement ? mapToRoot(root, parent) : null;
          held = { transform: element.getAttribute('transform'), unit: (map ?? new DOMMatrix()).inverse() };
          shifted.set(element, held);
        }
        const { a, b, c, d } = held.unit;
        element.setAttribute(
          'transform',
          `translate(${a * dx + c * dy} ${b * dx + d * dy})${held.transform === null ? '' : ` ${held.transform}`}`,
        );
      }
    },
    settle() {
      for (const [element, { transform }] of shifted) {
        if (transform === null) element.removeAttribute('transform');
        else element.setAttribute('transform', transform);
      }
      shifted.clear();
    },
  };
}

/** Directions a press looks in around the pointer, so that a thin line is hit. */
const around = [
  [0, -1],
  [0, 1],
  [-1, 0],
  [1, 0],
  [-0.7, -0.7],
  [0.7, -0.7],
  [-0.7, 0.7],
  [0.7, 0.7],
] as const;

function pathOf(draft: Draft, root: Element, found: Element): ElementPath | null {
  for (let element: Element | null = found; element !== null && element !== root; element = element.parentElement) {
    const from = element.getAttribute('data-from');
    if (from !== null) return pathAt(draft, Number(from));
  }
  return null;
}

/** From the element's own units to those of the drawing; null while the panel has no size. */
function mapToRoot(root: SVGSVGElement, element: SVGGraphicsElement): DOMMatrix | null {
  const [outer, inner] = [root.getScreenCTM(), element.getScreenCTM()];
  if (outer === null || inner === null || outer.a === 0) return null;
  return DOMMatrix.fromMatrix(outer).inverse().multiply(inner);
}

const inset = (box: Box, by: number): Box => ({
  x: box.x + by,
  y: box.y + by,
  width: Math.max(0, box.width - 2 * by),
  height: Math.max(0, box.height - 2 * by),
});

/** The box around the mapped corners, rounded to thousandths: a browser's matrices carry the noise of single precision. */
function mapBox({ a, b, c, d, e, f }: DOMMatrix, box: Box): Box {
  const xs = [
    a * box.x + c * box.y,
    a * (box.x + box.width) + c * box.y,
    a * box.x + c * (box.y + box.height),
    a * (box.x + box.width) + c * (box.y + box.height),
  ];
  const ys = [
    b * box.x + d * box.y,
    b * (box.x + box.width) + d * box.y,
    b * box.x + d * (box.y + box.height),
    b * (box.x + box.width) + d * (box.y + box.height),
  ];
  const [left, right, top, bottom] = [Math.min(...xs) + e, Math.max(...xs) + e, Math.min(...ys) + f, Math.max(...ys) + f].map(
    thousandths,
  ) as [number, number, number, number];
  return { x: left, y: top, width: thousandths(right - left), height: thousandths(bottom - top) };
}

const numberOf = (element: Element, name: string): number => Number.parseFloat(element.getAttribute(name) ?? '0') || 0;
const thousandths = (value: number): number => Math.round(value * 1000) / 1000 || 0;

/** Everything that can be picked in a group, in the order of the text, layers opened. */
export function pickablePaths(
  draft: Draft,
  scope: ElementPath,
  isLayer: (element: XmlElement) => boolean,
  isDrawn: (element: XmlElement) => boolean,
): readonly ElementPath[] {
  const group = elementAt(draft, scope);
  if (group === null) return [];
  return childElements(group).flatMap((element, index): readonly ElementPath[] => {
    const path = [...scope, index];
    if (isLayer(element)) return pickablePaths(draft, path, isLayer, isDrawn);
    return isDrawn(element) ? [path] : [];
  });
}
