import { type Affine, keepsAxes, mapPoint, stretch, swapsAxes } from './affine.ts';
import { numberLike } from './plain-number.ts';

/** One number of a path or point list, with where it stands. */
type Figure = { readonly from: number; readonly to: number; readonly value: number };
/** One command with the numbers of one repetition; `isImplied` where its letter is not written again. */
type Segment = { readonly letter: string; readonly letterAt: number; readonly isImplied: boolean; readonly figures: readonly Figure[] };

const counts: Readonly<Record<string, number>> = { M: 2, L: 2, T: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, A: 7, Z: 0 };
const figureAt = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const gapAt = /[\s,]*/y;

function skipGap(text: string, at: number): number {
  gapAt.lastIndex = at;
  gapAt.exec(text);
  return gapAt.lastIndex;
}

function figure(text: string, at: number, isFlag: boolean): Figure | null {
  const from = skipGap(text, at);
  if (isFlag) return text[from] === '0' || text[from] === '1' ? { from, to: from + 1, value: Number(text[from]) } : null;
  figureAt.lastIndex = from;
  const match = figureAt.exec(text);
  return match === null ? null : { from, to: from + match[0].length, value: Number(match[0]) };
}

/** The commands of a path in their order (SVG 1.1, clause 8.3); null where it is no path. */
export function pathSegments(text: string): readonly Segment[] | null {
  const segments: Segment[] = [];
  let at = skipGap(text, 0);
  while (at < text.length) {
    const letter = text[at] as string;
    const count = counts[letter.toUpperCase()];
    if (count === undefined || (segments.length === 0 && letter.toUpperCase() !== 'M')) return null;
    let name = letter;
    let isImplied = false;
    let next = at + 1;
    do {
      const figures: Figure[] = [];
      for (let n = 0; n < count; n++) {
        const one = figure(text, next, name.toUpperCase() === 'A' && (n === 3 || n === 4));
        if (one === null) return null;
        figures.push(one);
        next = one.to;
      }
      segments.push({ letter: name, letterAt: at, isImplied, figures });
      isImplied = true;
      if (name === 'M') name = 'L';
      else if (name === 'm') name = 'l';
    } while (count > 0 && figure(text, next, false) !== null);
    at = skipGap(text, next);
  }
  return segments;
}

type Write = { readonly from: number; readonly to: number; readonly text: string };

/**
 * The path under a map that keeps the axes; everything that means the same keeps its characters. Null where it cannot be
 * written that way: no path, or an inclined arc stretched unevenly.
 */
export function mapPath(text: string, map: Affine): string | null {
  const segments = pathSegments(text);
  if (segments === null || !keepsAxes(map)) return null;
  const linear: Affine = { ...map, e: 0, f: 0 };
  const swaps = swapsAxes(map);
  const writes: Write[] = [];
  for (const [index, { letter, letterAt, isImplied, figures }] of segments.entries()) {
    const upper = letter.toUpperCase();
    // A path that begins with m begins at an absolute point.
    const own = letter === upper || (index === 0 && letter === 'm') ? map : linear;
    if (upper === 'H' || upper === 'V') {
      const [one] = figures as readonly [Figure];
      const moved = upper === 'H' ? mapPoint(own, one.value, 0) : mapPoint(own, 0, one.value);
      if (swaps && !isImplied) writes.push({ from: letterAt, to: letterAt + 1, text: swapped[letter] as string });
      writes.push(writeOf(text, one, (upper === 'H') === swaps ? moved.y : moved.x));
      continue;
    }
    let pairsFrom = 0;
    if (upper === 'A') {
      const arc = arcWrites(text, figures, map);
      if (arc === null) return null;
      writes.push(...arc);
      pairsFrom = 5;
    }
    for (let n = pairsFrom; n + 1 < figures.length; n += 2)
      writes.push(...pairWrites(text, figures[n] as Figure, figures[n + 1] as Figure, own));
  }
  return written(text, writes);
}

const swapped: Readonly<Record<string, string>> = { H: 'V', V: 'H', h: 'v', v: 'h' };

function pairWrites(text: string, x: Figure, y: Figure, map: Affine): readonly Write[] {
  const moved = mapPoint(map, x.value, y.value);
  return [writeOf(text, x, moved.x), writeOf(text, y, moved.y)];
}

function arcWrites(text: string, figures: readonly Figure[], map: Affine): readonly Write[] | null {
  const [rx, ry, incline, , sweep] = figures as readonly [Figure, Figure, Figure, Figure, Figure];
  const by = stretch(map);
  const isEven = Math.abs(by.x - by.y) < 1e-9;
  const isRound = Math.abs(rx.value - ry.value) < 1e-9;
  const isUpright = Math.abs(incline.value % 180) < 1e-9;
  if (!isEven && !isUpright) return null;
  const writes: Write[] = [];
  const mirrored = map.a * map.d - map.b * map.c < 0;
  if (mirrored) writes.push({ from: sweep.from, to: sweep.to, text: sweep.value === 1 ? '0' : '1' });
  const swaps = swapsAxes(map);
  if (isUpright && swaps && !isRound) writes.push(writeOf(text, rx, ry.value * by.y), writeOf(text, ry, rx.value * by.x));
  else writes.push(writeOf(text, rx, rx.value * by.x), writeOf(text, ry, ry.value * by.y));
  if (!isUpright && !isRound) writes.push(writeOf(text, incline, (mirrored ? -incline.value : incline.value) + (swaps ? 90 : 0)));
  return writes;
}

/** The points of a polyline under a map; null where they are no pairs of numbers. */
export function mapPoints(text: string, map: Affine): string | null {
  const figures: Figure[] = [];
  for (let at = skipGap(text, 0); at < text.length; at = skipGap(text, at)) {
    const one = figure(text, at, false);
    if (one === null) return null;
    figures.push(one);
    at = one.to;
  }
  if (figures.length % 2 !== 0) return null;
  const writes: Write[] = [];
  for (let n = 0; n < figures.length; n += 2) writes.push(...pairWrites(text, figures[n] as Figure, figures[n + 1] as Figure, map));
  return written(text, writes);
}

/** The corner points of a path or point list, for its bounds: curves lie within their control points, arcs are taken by their ends. */
export function pathPoints(text: string): readonly (readonly [number, number])[] {
  const points: (readonly [number, number])[] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  for (const { letter, figures } of pathSegments(text) ?? []) {
    const upper = letter.toUpperCase();
    const [baseX, baseY] = letter === upper ? [0, 0] : [x, y];
    const values = figures.map(({ value }) => value);
    if (upper === 'Z') [x, y] = [startX, startY];
    else if (upper === 'H') x = baseX + (values[0] as number);
    else if (upper === 'V') y = baseY + (values[0] as number);
    else
      for (let n = upper === 'A' ? 5 : 0; n + 1 < values.length; n += 2) {
        [x, y] = [baseX + (values[n] as number), baseY + (values[n + 1] as number)];
        points.push([x, y]);
      }
    if (upper === 'M') [startX, startY] = [x, y];
    points.push([x, y]);
  }
  return points;
}

function writeOf(text: string, { from, to }: Figure, value: number): Write {
  return { from, to, text: numberLike(text.slice(from, to), value) };
}

/** The text with the writes done; a space where two numbers would run into one. */
function written(text: string, writes: readonly Write[]): string {
  let result = '';
  let at = 0;
  for (const write of [...writes].sort((a, b) => a.from - b.from)) {
    result += text.slice(at, write.from);
    const isNumber = /^[-.\d]/.test(write.text);
    if (isNumber && /[\d.]$/.test(result) && !write.text.startsWith('-')) result += ' ';
    result += write.text;
    at = write.to;
    // ".5" after "1.5" stands without a gap; after "2" it would not.
    if (isNumber && /[\d.]/.test(text[at] ?? '')) result += ' ';
  }
  return result + text.slice(at);
}
