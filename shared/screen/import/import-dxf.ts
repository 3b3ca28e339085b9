import { type Affine, compose, identity } from '../edit/affine.ts';
import { plainNumber } from '../edit/plain-number.ts';
import { type Drawn, textBounds } from './drawn.ts';
import { classOf } from './drawing-class.ts';
import { insertMap, outlineOf } from './dxf-outline.ts';
import { wordsOf } from './dxf-words.ts';
import { createImportReport, type DrawingRequest, type ImportProgress, ImportRefused, type ImportReport, type ImportResult, screenNameOf } from './import-model.ts';
import { boundsOf, type Bounds, mapOutline, type Outline } from './outline.ts';
import { type Dxf, type DxfBlock, type DxfEntity, numberOf, readDxf, textOf } from './read-dxf.ts';
import { writeScreen } from './write-screen.ts';

/** Entities drawn in all, copies in blocks included, and how deep blocks stand in blocks. */
const mostDrawn = 150_000;
const mostVisited = 600_000;
const deepestBlock = 16;
/** Height of a screen without tiles by its width: a plan is seen whole. */
const screenShape = 830 / 1512;
const margin = 0.02;
/** So many times what nine tenths of a plan take up is far: the frame of a sheet around a small dense table is not. */
const farTimes = 50;

/** `$INSUNITS` in words and millimetres; AutoCAD's DXF reference, from memory of the original. */
const units: Readonly<Record<number, readonly [string, number]>> = { 1: ['inches', 25.4], 2: ['feet', 304.8], 4: ['millimetres', 1], 5: ['centimetres', 10], 6: ['metres', 1000], 14: ['decimetres', 100] };

const leftOut: Readonly<Record<string, string>> = {
  IMAGE: 'pictures are not part of a screen',
  WIPEOUT: 'a background shows lines only',
  OLE2FRAME: 'parts of other programs are not part of a screen',
  VIEWPORT: 'only the model is taken, not its sheets',
  POINT: 'points have no extent',
  ATTDEF: 'it is a place for words, not words',
  RAY: 'it has no end',
  XLINE: 'it has no end',
};

type Flat = { readonly layer: string; readonly outline: Outline; readonly filled: boolean; readonly weight: number; readonly isDashed: boolean } | { readonly layer: string; readonly entity: DxfEntity; readonly map: Affine };

/** A background out of a DXF plan: lines thinned to drawing classes, one path a layer and kind as far as paths go, layers kept. */
export function importDxf(request: DrawingRequest, bytes: Uint8Array, progress: ImportProgress): ImportResult {
  const dxf = readDxf(bytes, request.name, (share) => progress(share * 0.6, 'The plan is being read.'));
  const report = createImportReport();
  const flats = unfold(dxf, report);
  progress(0.7, 'Its lines are being turned into those of a screen.');
  const bounds = extentOf(flats, report);
  if (bounds === null) throw new ImportRefused(`${request.name} has nothing that could be drawn.`);
  const [wide, high] = [bounds.right - bounds.left, bounds.bottom - bounds.top];
  const space = Math.max(wide, high) * margin;
  const scale = Math.min(request.width / (wide + 2 * space), (request.width * screenShape) / (high + 2 * space));
  const [width, height] = [(wide + 2 * space) * scale, (high + 2 * space) * scale];
  if (!(Number.isFinite(scale) && width >= 1 && height >= 1)) throw new ImportRefused(`${request.name} is ${plainNumber(wide)} by ${plainNumber(high)} units, too narrow or too wide for a screen.`);
  // The plan's y runs up.
  const map: Affine = { a: scale, b: 0, c: 0, d: -scale, e: (space - bounds.left) * scale, f: (bounds.bottom + space) * scale };
  tellScale(dxf, wide, high, scale, report);
  const drawn = byLayer(flats, map, { width, height });
  progress(0.9, 'The screen is being written.');
  const title = request.name.replace(/\.dxf$/i, '');
  const written = writeScreen({ kind: 'screen', screen: request.screen ?? screenNameOf(title, 'plan'), title: title.slice(0, 200), width, height, drawn, isMerged: true }, report);
  return { screens: [written.screen], files: [], report: report.lines(), suggestions: written.suggestions };
}

/** Everything that is drawn, blocks unfolded in bounded steps, in the units of the plan. */
function unfold(dxf: Dxf, report: ImportReport): Flat[] {
  const flats: Flat[] = [];
  let visited = 0;
  const place = (entity: DxfEntity, map: Affine, above: string): void => {
    const own = textOf(entity, 8) || '0';
    // What stands on layer 0 of a block is on the layer of its insert.
    const layer = own === '0' && above !== '' ? above : own;
    if (numberOf(entity, 67, 0) === 1) return report.leftOut('entities on sheets', 'only the model is taken');
    if (numberOf(entity, 60, 0) === 1 || dxf.layers.get(own.toLowerCase())?.isShown === false) return report.leftOut('hidden entities', 'they or their layers are switched off');
    if (entity.type === 'TEXT' || entity.type === 'MTEXT' || entity.type === 'ATTRIB') {
      const isHidden = entity.type === 'ATTRIB' && (numberOf(entity, 70, 0) & 1) === 1;
      if (isHidden) report.leftOut('attributes', 'they are not shown');
      else {
        report.taken(entity.type, 'written in letters of the console');
        flats.push({ layer, entity, map });
      }
      return;
    }
    const why = leftOut[entity.type];
    if (why !== undefined) return report.leftOut(entity.type, why);
    const made = outlineOf(entity);
    if (made === null || made.outline.length < 2) return report.leftOut(entity.type, entity.type === 'HATCH' ? 'patterns are not drawn, only solid fills' : 'it is no line in a plane');
    const outline = mapOutline(made.outline, map);
    if (boundsOf(outline) === null) return report.leftOut(entity.type, 'its numbers cannot be read');
    const line = textOf(entity, 6).toLowerCase() || 'bylayer';
    const weight = numberOf(entity, 370, -1);
    const onLayer = dxf.layers.get(layer.toLowerCase());
    report.taken(entity.type, 'drawn in lines of the console');
    flats.push({ layer, outline, filled: made.filled, weight: weight === -1 ? (onLayer?.weight ?? -3) : weight, isDashed: dxf.dashed.has(line === 'bylayer' ? (onLayer?.lineType ?? '') : line) });
  };
  const visit = (entities: readonly DxfEntity[], map: Affine, above: string, open: readonly string[]): void => {
    for (const entity of entities) {
      if (++visited > mostVisited || flats.length >= mostDrawn) return report.leftOut('entities', `the plan unfolds to more than ${mostDrawn} lines; export a part of it`);
      if (entity.type === 'INSERT' || entity.type === 'DIMENSION') insert(entity, map, above, open);
      else place(entity, map, above);
    }
  };
  const insert = (entity: DxfEntity, map: Affine, above: string, open: readonly string[]): void => {
    const name = textOf(entity, 2).toLowerCase();
    const block = dxf.blocks.get(name);
    const own = textOf(entity, 8) || '0';
    const layer = own === '0' && above !== '' ? above : own;
    if (block === undefined) return report.leftOut(entity.type === 'INSERT' ? 'blocks' : 'dimensions', 'what they show is not in the file');
    if (open.includes(name) || open.length >= deepestBlock) return report.leftOut('blocks', 'they hold themselves, or stand too deep in each other');
    if (numberOf(entity, 67, 0) === 1) return report.leftOut('entities on sheets', 'only the model is taken');
    if (dxf.layers.get(own.toLowerCase())?.isShown === false) return report.leftOut('hidden entities', 'they or their layers are switched off');
    for (const attribute of entity.parts) place(attribute, map, layer);
    repeat(entity, block, (at) => visit(block.entities, compose(map, at), layer, [...open, name]));
  };
  const repeat = (entity: DxfEntity, block: DxfBlock, draw: (map: Affine) => void): void => {
    if (entity.type === 'DIMENSION') return draw(identity);
    const [columns, rows] = [70, 71].map((code) => Math.max(1, Math.floor(numberOf(entity, code, 1)))) as [number, number];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        // An array of a thousand million copies ends here, as does one of empty blocks.
        if (++visited > mostVisited || flats.length >= mostDrawn) return report.leftOut('copies of blocks', 'the plan unfolds to more lines than are taken', rows * columns - row * columns - column);
        const at = insertMap(entity, block, column, row);
        if (at !== null) draw(at);
      }
    }
  };
  visit(dxf.entities, identity, '', []);
  return flats;
}

const boundsOfFlat = (flat: Flat): Bounds | null => {
  if ('outline' in flat) return boundsOf(flat.outline);
  let bounds: Bounds | null = null;
  for (const words of wordsOf(flat.entity, flat.map, false)) {
    const one = textBounds(words);
    bounds = bounds === null ? one : { left: Math.min(bounds.left, one.left), top: Math.min(bounds.top, one.top), right: Math.max(bounds.right, one.right), bottom: Math.max(bounds.bottom, one.bottom) };
  }
  return bounds;
};

/** What the plan takes up, without a few entities far away from all others, which would make a dot of it; those are taken out of the list. */
function extentOf(flats: Flat[], report: ImportReport): Bounds | null {
  const boxes = flats.map((flat) => boundsOfFlat(flat));
  const known = boxes.filter((box) => box !== null);
  if (known.length === 0) return null;
  const quantile = (values: readonly number[], share: number): number => values[Math.round((values.length - 1) * share)] as number;
  const xs = known.flatMap(({ left, right }) => [left, right]).toSorted((a, b) => a - b);
  const ys = known.flatMap(({ top, bottom }) => [top, bottom]).toSorted((a, b) => a - b);
  const most = Math.max(quantile(xs, 0.95) - quantile(xs, 0.05), quantile(ys, 0.95) - quantile(ys, 0.05));
  const near = { left: quantile(xs, 0.05) - farTimes * most, right: quantile(xs, 0.95) + farTimes * most, top: quantile(ys, 0.05) - farTimes * most, bottom: quantile(ys, 0.95) + farTimes * most };
  const isFar = (box: Bounds): boolean => box.left < near.left || box.right > near.right || box.top < near.top || box.bottom > near.bottom;
  const far = most > 0 ? known.filter(isFar).length : 0;
  const isStray = far > 0 && far <= Math.max(2, known.length * 0.02) && known.length >= 10;
  if (isStray) report.leftOut('entities', 'they lie far away from all others', far);
  let bounds: Bounds | null = null;
  let kept = 0;
  for (const [at, box] of boxes.entries()) {
    if (box !== null && isStray && isFar(box)) continue;
    flats[kept++] = flats[at] as Flat;
    if (box !== null) bounds = bounds === null ? box : { left: Math.min(bounds.left, box.left), top: Math.min(bounds.top, box.top), right: Math.max(bounds.right, box.right), bottom: Math.max(bounds.bottom, box.bottom) };
  }
  flats.length = kept;
  return bounds;
}

/** A group a layer, in the order they first come. */
function byLayer(flats: readonly Flat[], map: Affine, page: { readonly width: number; readonly height: number }): readonly Drawn[] {
  const layers = new Map<string, Drawn[]>();
  const usual = usualWeight(flats);
  for (const flat of flats) {
    const list = layers.get(flat.layer) ?? [];
    layers.set(flat.layer, list);
    if ('entity' in flat) list.push(...wordsOf(flat.entity, compose(map, flat.map), false));
    else list.push(shapeOf(flat, map, page, usual));
  }
  return [...layers].map(([layer, children]): Drawn => ({ kind: 'group', layer, id: null, children, hints: [] }));
}

function shapeOf({ outline, filled, weight, isDashed }: Extract<Flat, { readonly outline: Outline }>, map: Affine, page: { readonly width: number; readonly height: number }, usual: number): Drawn {
  const moved = mapOutline(outline, map);
  const tone = { lightness: 0.5, isColoured: false };
  const solid = filled ? classOf(moved, { fill: tone, stroke: null, strokeWidth: 0, isDashed: false, ground: 1 }, page) : null;
  return { kind: 'shape', outline: moved, class: solid ?? lineClass(weight, isDashed, usual), plain: null, id: null, hints: [] };
}

/** The weight most lines have, hundredths of a millimetre: AutoCAD's own where they do not say. */
function usualWeight(flats: readonly Flat[]): number {
  const counts = new Map<number, number>();
  for (const flat of flats) if ('outline' in flat) counts.set(weightOf(flat.weight), (counts.get(weightOf(flat.weight)) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 25;
}
const weightOf = (weight: number): number => (weight > 0 ? weight : 25);

/** A plan is a background: its lines are thin but for those that stand out in it, twice as wide as most or four times. */
function lineClass(weight: number, isDashed: boolean, usual: number): string {
  if (isDashed) return 'outline-dashed';
  const times = weightOf(weight) / usual;
  return times >= 4 ? 'pipe-main' : times >= 2 ? 'pipe-utility' : 'outline';
}

function tellScale(dxf: Dxf, wide: number, high: number, scale: number, report: ImportReport): void {
  const unit = units[Number(dxf.header.get('$INSUNITS') ?? 0)];
  const size = `${plainNumber(wide, 3)} by ${plainNumber(high, 3)}`;
  report.taken('scale', unit === undefined ? `the plan is ${size} units, which it does not name` : `the plan is ${size} ${unit[0]}; one unit of the screen is ${plainNumber(unit[1] / scale, 3)} mm`);
}
