import { type Affine, compose, identity, mapPoint, scaling, stretch, transformMap, translation } from '../edit/affine.ts';
import type { XmlElement } from '../xml-reader.ts';
import { type Tone, toneOf } from './colour.ts';
import { classOf } from './drawing-class.ts';
import { type Drawn, textBounds } from './drawn.ts';
import { hintsOf, keptId, type Names, namesOf, wordsHints } from './label-hints.ts';
import type { ImportReport } from './import-model.ts';
import { boundsOf, type Bounds, mapOutline, type Outline } from './outline.ts';
import { shapeOf } from './svg-shape.ts';
import { type Ancestors, lengthOf, readDeclarations, type Style, styleOf, type StyleSheet } from './svg-style.ts';
import { textRuns } from './svg-text.ts';

/** Limits of what one drawing may unfold to, whatever it copies of itself. */
const mostDrawn = 60_000;
const mostVisited = 400_000;
const deepestUse = 16;
const deepest = 150;

const groups: ReadonlySet<string> = new Set(['g', 'svg', 'a', 'switch', 'symbol']);
const unseen: ReadonlySet<string> = new Set(['defs', 'title', 'desc', 'metadata', 'style', 'linearGradient', 'radialGradient', 'pattern', 'clipPath', 'mask', 'filter', 'marker', 'symbol', 'cursor', 'view', 'font', 'font-face', 'color-profile', 'namedview']);
/** Left out, in words. */
const refused: Readonly<Record<string, string>> = {
  script: 'scripts never run',
  image: 'pictures are not part of a screen; draw what matters of it',
  foreignObject: 'web page parts are not part of a screen',
  animate: 'animation; bind the element to a tag in its place',
  animateTransform: 'animation; bind the element to a tag in its place',
  animateMotion: 'animation; bind the element to a tag in its place',
  set: 'animation; bind the element to a tag in its place',
  video: 'pictures are not part of a screen; draw what matters of it',
  audio: 'sound is not part of a screen',
  iframe: 'web page parts are not part of a screen',
  handler: 'scripts never run',
  textPath: 'words along a path are not part of a screen',
};

export type SvgWalk = {
  readonly root: XmlElement;
  readonly sheet: StyleSheet;
  readonly report: ImportReport;
  /** From the drawing's user units to those of the screen. */
  readonly map: Affine;
  readonly page: { readonly width: number; readonly height: number };
  /** How light the page is, 0 to 1. */
  readonly ground: number;
  /** Gets every element before it is drawn; what it gives back is drawn in its place. */
  readonly replace?: (element: XmlElement, map: Affine, draw: () => readonly Drawn[]) => readonly Drawn[] | null;
};

type Place = { readonly map: Affine; readonly style: Style; readonly depth: number; readonly uses: readonly string[]; readonly names: Names; readonly above: Ancestors };

/** The drawing of an SVG in the units of a screen: transforms done, styles turned to classes, copies unfolded. What is left out is reported. */
export function walkSvg(walk: SvgWalk): readonly Drawn[] {
  const byId = new Map<string, XmlElement>();
  indexIds(walk.root, byId);
  const tones = new Map<string, Tone | null>();
  let drawn = 0;
  let visited = 0;
  const { report, sheet, page } = walk;
  const seen = (bounds: Bounds | null): boolean => bounds !== null && bounds.right >= 0 && bounds.bottom >= 0 && bounds.left <= page.width && bounds.top <= page.height;
  const paint = (text: string | undefined): Tone | null => {
    const url = /^url\(\s*["']?#([^"')]+)["']?\s*\)/.exec(text ?? '')?.[1];
    if (url === undefined) return toneOf(text ?? '');
    if (!tones.has(url)) tones.set(url, gradientTone(byId, url));
    return tones.get(url) ?? null;
  };

  const shape = (element: XmlElement, name: string, { map, style, names }: Place): readonly Drawn[] => {
    const own = shapeOf(element, name);
    if (own === null) return leaveOut(`<${name}>`, 'its numbers cannot be read');
    const outline = mapOutline(own.outline, map);
    const bounds = boundsOf(outline);
    if (bounds === null) return leaveOut(`<${name}>`, 'it has no extent');
    if (!seen(bounds)) return leaveOut('shapes', 'they lie outside of the page');
    const by = stretch(map);
    const dash = style['stroke-dasharray'] ?? 'none';
    const look = {
      fill: opaque(style, 'fill-opacity') ? paint(named(style['fill'] ?? 'black', style)) : null,
      stroke: opaque(style, 'stroke-opacity') ? paint(named(style['stroke'] ?? 'none', style)) : null,
      strokeWidth: (lengthOf(style['stroke-width']) ?? 1) * Math.sqrt(by.x * by.y),
      isDashed: /[1-9]/.test(dash),
      ground: walk.ground,
    };
    const kind = classOf(outline, name === 'line' ? { ...look, fill: null } : look, page);
    if (kind === null) return leaveOut('shapes', 'nothing of them is seen: no fill and no line');
    const covers = bounds.left <= page.width * 0.02 && bounds.top <= page.height * 0.02 && bounds.right >= page.width * 0.98 && bounds.bottom >= page.height * 0.98;
    const isBox = outline.length <= 6 && outline.every(({ t }) => t !== 'C');
    if (covers && isBox && kind === 'panel') return leaveOut('backgrounds', 'a screen has the background of the console');
    if (look.fill?.isColoured === true || look.stroke?.isColoured === true) report.changed('colours', 'drawn in the greys of the console, where colour is kept for what is abnormal');
    drawn++;
    const plain = own.plain === null || !isPlainUnder(map) ? null : own.plain(map);
    const made: Drawn[] = [{ kind: 'shape', outline, class: kind, plain, id: keptId(element), hints: hintsOf(element, names) }];
    for (const mark of marks(own.outline, style, map)) made.push({ kind: 'shape', outline: mark, class: 'arrow', plain: null, id: null, hints: [] });
    return made;
  };

  const words = (element: XmlElement, place: Place): readonly Drawn[] => {
    const made: Drawn[] = [];
    for (const { x, y, anchor, size, text } of textRuns(element, place.style, (child, parent) => styleOf(child, parent, sheet, { element, above: place.above }))) {
      const at = mapPoint(place.map, x, y);
      const by = stretch(place.map);
      const angle = (Math.atan2(place.map.b, place.map.a) * 180) / Math.PI;
      const one: Drawn = { kind: 'text', ...at, anchor, angle, size: size * Math.sqrt(by.x * by.y), text, class: 'label', id: keptId(element), hints: [...(made.length === 0 ? hintsOf(element, place.names) : []), ...wordsHints(text)] };
      if (!Number.isFinite(at.x + at.y)) leaveOut('words', 'their numbers cannot be read');
      else if (!seen(textBounds(one))) leaveOut('words', 'they lie outside of the page');
      else {
        drawn++;
        made.push(one);
      }
    }
    return made;
  };

  const copied = (element: XmlElement, place: Place): readonly Drawn[] => {
    const href = element.attributes.get('href') ?? element.attributes.get('xlink:href') ?? '';
    const target = href.startsWith('#') ? byId.get(href.slice(1)) : undefined;
    if (target === undefined) return leaveOut('copies (use)', href.startsWith('#') ? 'what they copy is not in the file' : 'what they copy is in another file, which is never fetched');
    if (place.uses.includes(href) || place.uses.length >= deepestUse) return leaveOut('copies (use)', 'they copy themselves, or are nested too deep');
    const [x, y] = [lengthOf(element.attributes.get('x')) ?? 0, lengthOf(element.attributes.get('y')) ?? 0];
    const inner: Place = { ...place, map: compose(place.map, translation(x, y)), uses: [...place.uses, href] };
    report.taken('copies (use)', 'drawn where they stand');
    if (baseName(target) !== 'symbol' && baseName(target) !== 'svg') return visit(target, inner);
    const width = lengthOf(element.attributes.get('width'));
    const height = lengthOf(element.attributes.get('height'));
    const map = compose(inner.map, viewBoxMap(target, width, height));
    const style = styleOf(target, inner.style, sheet, inner.above);
    return children(target, { ...inner, map, style, depth: inner.depth + 1 });
  };

  const children = (element: XmlElement, place: Place): readonly Drawn[] => {
    const inside: Place = { ...place, above: { element, above: place.above } };
    return element.children.flatMap((child) => (typeof child === 'string' ? [] : visit(child, inside)));
  };

  const visit = (element: XmlElement, outer: Place): readonly Drawn[] => {
    const name = baseName(element);
    if (name === null || unseen.has(name)) return [];
    const why = refused[name];
    if (why !== undefined) return leaveOut(`<${name}>`, why);
    // Copies of copies may stand for thousands of millions: nothing is opened any more beyond the limit.
    if (++visited > mostVisited || drawn >= mostDrawn) return leaveOut('parts', `the drawing unfolds to more than ${mostDrawn} shapes; split it`);
    if (outer.depth >= deepest) return leaveOut('groups', `nested deeper than ${deepest}`);
    for (const attribute of element.attributes.keys()) if (/^on[a-z]/i.test(attribute)) report.leftOut('event handlers', 'scripts never run');
    if (/^\s*(javascript|data|https?|file):/i.test(element.attributes.get('href') ?? element.attributes.get('xlink:href') ?? '') && name !== 'use') report.leftOut('links', 'nothing of a screen leads out of the console');
    const style = styleOf(element, outer.style, sheet, outer.above);
    if (style['display'] === 'none' || style['visibility'] === 'hidden' || style['visibility'] === 'collapse' || Number(style['opacity'] ?? 1) < 0.02) return leaveOut('hidden parts', 'they were not shown');
    const moved = transformMap((element.attributes.get('transform') ?? '').slice(0, 4000));
    if (moved === null) return leaveOut(`<${name}>`, 'its transform cannot be read');
    let map = compose(outer.map, moved);
    if (name === 'svg' && element !== walk.root) {
      const at = translation(lengthOf(element.attributes.get('x')) ?? 0, lengthOf(element.attributes.get('y')) ?? 0);
      map = compose(compose(map, at), viewBoxMap(element, lengthOf(element.attributes.get('width')), lengthOf(element.attributes.get('height'))));
    }
    for (const lost of ['filter', 'mask', 'clip-path']) if ((style[lost] ?? 'none') !== 'none') report.changed(lost === 'filter' ? 'filters' : lost === 'mask' ? 'masks' : 'clip paths', 'left off; what they cut away or blurred is drawn whole');
    const place: Place = { map, style, depth: outer.depth + 1, uses: outer.uses, names: namesOf(element, outer.names), above: outer.above };
    const draw = (): readonly Drawn[] => drawOne(element, name, place);
    return walk.replace?.(element, map, draw) ?? draw();
  };

  const drawOne = (element: XmlElement, name: string, place: Place): readonly Drawn[] => {
    if (groups.has(name)) return group(element, children(element, place), place.names);
    if (name === 'use') return copied(element, place);
    if (name === 'text' || name === 'flowRoot') return words(element, place);
    return shapeNames.has(name) ? shape(element, name, place) : leaveOut(`<${name.slice(0, 40)}>`, 'it is no part of a screen');
  };

  const leaveOut = (what: string, why: string): readonly Drawn[] => {
    report.leftOut(what, why);
    return [];
  };

  return children(walk.root, { map: walk.map, style: styleOf(walk.root, {}, sheet, null), depth: 0, uses: [], names: new Map(), above: null });
}

const shapeNames: ReadonlySet<string> = new Set(['rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon', 'path']);

/** The name without the prefix of SVG; null for parts of other languages. */
function baseName({ name }: XmlElement): string | null {
  if (!name.includes(':')) return name;
  return name.startsWith('svg:') ? name.slice(4) : null;
}

function indexIds(element: XmlElement, into: Map<string, XmlElement>): void {
  const id = element.attributes.get('id');
  if (id !== undefined && !into.has(id)) into.set(id, element);
  for (const child of element.children) if (typeof child !== 'string') indexIds(child, into);
}

function group(element: XmlElement, made: readonly Drawn[], names: Names): readonly Drawn[] {
  const label = element.attributes.get('inkscape:label');
  const isLayer = element.attributes.get('inkscape:groupmode') === 'layer' || element.attributes.get('data-layer') !== undefined;
  const layer = isLayer ? (element.attributes.get('data-layer') ?? label ?? element.attributes.get('id') ?? 'Layer').slice(0, 60) : null;
  const hints = isLayer ? [] : hintsOf(element, names);
  const id = isLayer ? null : keptId(element);
  // A group of one that says nothing is the one.
  if (made.length === 0 || (layer === null && id === null && hints.length === 0 && made.length === 1)) return made;
  return [{ kind: 'group', layer, id, children: made, hints }];
}

/** From the viewBox of an inner drawing to the place it is given, whole and in the middle (`xMidYMid meet`). */
function viewBoxMap(element: XmlElement, width: number | null, height: number | null): Affine {
  const box = (element.attributes.get('viewBox') ?? '').slice(0, 200).split(/[\s,]+/).map(Number);
  const [x, y, w, h] = box;
  if (box.length !== 4 || x === undefined || y === undefined || w === undefined || h === undefined || !(w > 0) || !(h > 0)) return identity;
  const [toW, toH] = [width ?? w, height ?? h];
  const scale = Math.min(toW / w, toH / h);
  return compose(translation((toW - w * scale) / 2, (toH - h * scale) / 2), compose(scaling(scale, scale), translation(-x, -y)));
}

/** `currentColor` is the colour of the words around. */
const named = (paint: string, style: Style): string => (paint.toLowerCase() === 'currentcolor' ? (style['color'] ?? 'black') : paint);

const opaque = (style: Style, name: string): boolean => Number.parseFloat(style[name] ?? '1') >= 0.02;

/** A rectangle or circle stays one where it is only moved and evenly stretched. */
const isPlainUnder = ({ a, b, c, d }: Affine): boolean => Math.abs(b) < 1e-9 && Math.abs(c) < 1e-9 && a > 0 && d > 0;

/** The tone of a gradient is that of its middle stop. */
function gradientTone(byId: ReadonlyMap<string, XmlElement>, id: string): Tone | null {
  let element = byId.get(id);
  for (let steps = 0; element !== undefined && steps < 8; steps++) {
    const stops = element.children.filter((child) => typeof child !== 'string' && baseName(child) === 'stop') as readonly XmlElement[];
    const stop = stops[Math.floor(stops.length / 2)];
    if (stop !== undefined) {
      const style = { ...Object.fromEntries(stop.attributes), ...readDeclarations(stop.attributes.get('style') ?? '') };
      return toneOf(style['stop-color'] ?? 'black');
    }
    if (baseName(element) === 'pattern') return { lightness: 0.6, isColoured: false };
    const href = element.attributes.get('xlink:href') ?? element.attributes.get('href') ?? '';
    element = byId.get(href.replace(/^#/, ''));
  }
  return null;
}

/** Heads of a line that ends in markers: a solid arrow or dot of 8 units, whatever the drawing's own looked like. */
function marks(outline: Outline, style: Style, map: Affine): Outline[] {
  const ends = outline.filter((step) => step.t !== 'Z');
  const [first, second, before, last] = [ends[0], ends[1], ends.at(-2), ends.at(-1)];
  const made: Outline[] = [];
  const mark = (reference: string | undefined, at: { x: number; y: number } | undefined, from: { x: number; y: number } | undefined): void => {
    if (reference === undefined || !reference.startsWith('url(') || at === undefined || from === undefined) return;
    const tip = mapPoint(map, at.x, at.y);
    const tail = mapPoint(map, from.x, from.y);
    const length = Math.hypot(tip.x - tail.x, tip.y - tail.y);
    if (!(length > 0)) return;
    const [ux, uy] = [(tip.x - tail.x) / length, (tip.y - tail.y) / length];
    if (/dot|circle/i.test(reference)) made.push(mapOutline(dot, translation(tip.x, tip.y)));
    else
      made.push([
        { t: 'M', x: tip.x, y: tip.y },
        { t: 'L', x: tip.x - 8 * ux - 3.5 * uy, y: tip.y - 8 * uy + 3.5 * ux },
        { t: 'L', x: tip.x - 8 * ux + 3.5 * uy, y: tip.y - 8 * uy - 3.5 * ux },
        { t: 'Z' },
      ]);
  };
  mark(style['marker-end'], last, last?.t === 'C' ? { x: last.x2, y: last.y2 } : before);
  mark(style['marker-start'], first, second?.t === 'C' ? { x: second.x1, y: second.y1 } : second);
  return made;
}

const dot: Outline = [{ t: 'M', x: 3, y: 0 }, { t: 'C', x1: 3, y1: 1.7, x2: 1.7, y2: 3, x: 0, y: 3 }, { t: 'C', x1: -1.7, y1: 3, x2: -3, y2: 1.7, x: -3, y: 0 }, { t: 'C', x1: -3, y1: -1.7, x2: -1.7, y2: -3, x: 0, y: -3 }, { t: 'C', x1: 1.7, y1: -3, x2: 3, y2: -1.7, x: 3, y: 0 }, { t: 'Z' }];
