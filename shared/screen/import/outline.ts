import { type Affine, compose, mapPoint } from '../edit/affine.ts';
import { pathSegments } from '../edit/path-data.ts';
import { plainNumber } from '../edit/plain-number.ts';

/** One step of an outline, in absolute numbers: move, line, cubic curve, close. Arcs and quadratic curves are written as cubic ones. */
export type Step =
  | { readonly t: 'M' | 'L'; readonly x: number; readonly y: number }
  | { readonly t: 'C'; readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number; readonly x: number; readonly y: number }
  | { readonly t: 'Z' };
export type Outline = readonly Step[];
export type Bounds = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

/** The smallest box around the corners and control points; null where there are none, or one is no number. */
export function boundsOf(outline: Outline): Bounds | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const take = (x: number, y: number): void => {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  };
  for (const step of outline) {
    if (step.t === 'Z') continue;
    take(step.x, step.y);
    if (step.t !== 'C') continue;
    take(step.x1, step.y1);
    take(step.x2, step.y2);
  }
  return Number.isFinite(left + top + right + bottom) ? { left, top, right, bottom } : null;
}

export const union = (a: Bounds | null, b: Bounds | null): Bounds | null =>
  a === null ? b : b === null ? a : { left: Math.min(a.left, b.left), top: Math.min(a.top, b.top), right: Math.max(a.right, b.right), bottom: Math.max(a.bottom, b.bottom) };

/** The outline under a map. */
export function mapOutline(outline: Outline, map: Affine): Outline {
  return outline.map((step): Step => {
    if (step.t === 'Z') return step;
    const end = mapPoint(map, step.x, step.y);
    if (step.t !== 'C') return { t: step.t, ...end };
    const one = mapPoint(map, step.x1, step.y1);
    const two = mapPoint(map, step.x2, step.y2);
    return { t: 'C', x1: one.x, y1: one.y, x2: two.x, y2: two.y, ...end };
  });
}

/**
 * A quarter of a circle is one cubic curve to within 0.03 % of its radius (control points at 4/3 tan(angle/4) along the tangents).
 * `from` and the sweep in radians, at most once around, in the unit circle's own axes; `map` places it. Begins at the current point, which is not written.
 */
export function arcSteps(from: number, asked: number, map: Affine): Step[] {
  if (!Number.isFinite(from + asked)) return [];
  const sweep = Math.max(-2 * Math.PI, Math.min(2 * Math.PI, asked));
  const pieces = Math.max(1, Math.ceil(Math.abs(sweep) / (Math.PI / 2) - 1e-9));
  const each = sweep / pieces;
  const reach = (4 / 3) * Math.tan(each / 4);
  const steps: Step[] = [];
  for (let n = 0; n < pieces; n++) {
    const [a, b] = [from + n * each, from + (n + 1) * each];
    const one = mapPoint(map, Math.cos(a) - reach * Math.sin(a), Math.sin(a) + reach * Math.cos(a));
    const two = mapPoint(map, Math.cos(b) + reach * Math.sin(b), Math.sin(b) - reach * Math.cos(b));
    const end = mapPoint(map, Math.cos(b), Math.sin(b));
    steps.push({ t: 'C', x1: one.x, y1: one.y, x2: two.x, y2: two.y, ...end });
  }
  return steps;
}

/** A whole ellipse, closed. */
export function ellipse(cx: number, cy: number, rx: number, ry: number): Outline {
  const map: Affine = { a: rx, b: 0, c: 0, d: ry, e: cx, f: cy };
  return [{ t: 'M', x: cx + rx, y: cy }, ...arcSteps(0, 2 * Math.PI, map), { t: 'Z' }];
}

/** The outline of a path's text; null where it is no path. Follows SVG 1.1, clause 8.3 and appendix F.6 for arcs (from memory of the original). */
export function outlineOfPath(text: string): Outline | null {
  const segments = pathSegments(text);
  if (segments === null) return null;
  const steps: Step[] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  // The control point a smooth curve mirrors, and the letter that left it.
  let [controlX, controlY, before] = [0, 0, ''];
  for (const { letter, figures } of segments) {
    const upper = letter.toUpperCase();
    const [baseX, baseY] = letter === upper ? [0, 0] : [x, y];
    const v = figures.map(({ value }) => value);
    const at = (n: number): number => v[n] ?? 0;
    if (upper === 'M' || upper === 'L') [x, y] = [baseX + at(0), baseY + at(1)];
    else if (upper === 'H') x = baseX + at(0);
    else if (upper === 'V') y = baseY + at(0);
    if (upper === 'M') {
      [startX, startY] = [x, y];
      steps.push({ t: 'M', x, y });
    } else if (upper === 'L' || upper === 'H' || upper === 'V') steps.push({ t: 'L', x, y });
    else if (upper === 'Z') {
      [x, y] = [startX, startY];
      steps.push({ t: 'Z' });
    } else if (upper === 'A') {
      const [endX, endY] = [baseX + at(5), baseY + at(6)];
      steps.push(...pathArc({ x, y, rx: Math.abs(at(0)), ry: Math.abs(at(1)), incline: at(2), isLarge: at(3) === 1, isSwept: at(4) === 1, endX, endY }));
      [x, y] = [endX, endY];
    } else {
      const isCubic = upper === 'C' || upper === 'S';
      const isSmooth = upper === 'S' || upper === 'T';
      const follows = isCubic ? before === 'C' || before === 'S' : before === 'Q' || before === 'T';
      const mirrorX = follows ? 2 * x - controlX : x;
      const mirrorY = follows ? 2 * y - controlY : y;
      const end = v.length - 2;
      const [endX, endY] = [baseX + at(end), baseY + at(end + 1)];
      if (isCubic) {
        const [x1, y1] = isSmooth ? [mirrorX, mirrorY] : [baseX + at(0), baseY + at(1)];
        [controlX, controlY] = [baseX + at(end - 2), baseY + at(end - 1)];
        steps.push({ t: 'C', x1, y1, x2: controlX, y2: controlY, x: endX, y: endY });
      } else {
        [controlX, controlY] = isSmooth ? [mirrorX, mirrorY] : [baseX + at(0), baseY + at(1)];
        steps.push({ t: 'C', x1: x + (2 / 3) * (controlX - x), y1: y + (2 / 3) * (controlY - y), x2: endX + (2 / 3) * (controlX - endX), y2: endY + (2 / 3) * (controlY - endY), x: endX, y: endY });
      }
      [x, y] = [endX, endY];
    }
    before = upper;
  }
  return steps;
}

type PathArc = { readonly x: number; readonly y: number; readonly rx: number; readonly ry: number; readonly incline: number; readonly isLarge: boolean; readonly isSwept: boolean; readonly endX: number; readonly endY: number };

function pathArc({ x, y, rx, ry, incline, isLarge, isSwept, endX, endY }: PathArc): Step[] {
  if (rx === 0 || ry === 0 || (x === endX && y === endY)) return [{ t: 'L', x: endX, y: endY }];
  const angle = (incline * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [halfX, halfY] = [(x - endX) / 2, (y - endY) / 2];
  const [ownX, ownY] = [cos * halfX + sin * halfY, -sin * halfX + cos * halfY];
  const tooSmall = (ownX * ownX) / (rx * rx) + (ownY * ownY) / (ry * ry);
  const grow = tooSmall > 1 ? Math.sqrt(tooSmall) : 1;
  const [a, b] = [rx * grow, ry * grow];
  const below = a * a * ownY * ownY + b * b * ownX * ownX;
  const factor = (isLarge === isSwept ? -1 : 1) * Math.sqrt(Math.max(0, (a * a * b * b - below) / below));
  const [centreX, centreY] = [(factor * a * ownY) / b, (-factor * b * ownX) / a];
  const from = Math.atan2((ownY - centreY) / b, (ownX - centreX) / a);
  let sweep = Math.atan2((-ownY - centreY) / b, (-ownX - centreX) / a) - from;
  if (isSwept && sweep < 0) sweep += 2 * Math.PI;
  if (!isSwept && sweep > 0) sweep -= 2 * Math.PI;
  const place: Affine = { a: cos, b: sin, c: -sin, d: cos, e: cos * centreX - sin * centreY + (x + endX) / 2, f: sin * centreX + cos * centreY + (y + endY) / 2 };
  const steps = arcSteps(from, sweep, compose(place, { a, b: 0, c: 0, d: b, e: 0, f: 0 }));
  const last = steps.at(-1);
  // Ends where the path says, not where rounding does.
  if (last?.t === 'C') steps[steps.length - 1] = { ...last, x: endX, y: endY };
  return steps;
}

/** Parts of an outline that begin with a move each. */
export function subOutlines(outline: Outline): Outline[] {
  const parts: Step[][] = [];
  let start: Step | null = null;
  for (const step of outline) {
    if (step.t === 'M') {
      start = step;
      parts.push([step]);
      continue;
    }
    // After a close the next part begins where this one did.
    if (parts.at(-1)?.at(-1)?.t === 'Z' && start !== null) parts.push([start]);
    parts.at(-1)?.push(step);
  }
  return parts.filter((part) => part.length > 1);
}

export const isClosed = (outline: Outline): boolean => {
  const [first, last] = [outline[0], outline.at(-1)];
  if (last?.t === 'Z') return true;
  return first?.t === 'M' && last !== undefined && outline.length > 2 && Math.hypot(last.x - first.x, last.y - first.y) < 0.01;
};

/** The path's text, absolute, straight lines along the axes as H and V, so many decimals. */
export function pathText(outline: Outline, decimals = 1): string {
  let text = '';
  let [x, y] = ['', ''];
  const write = (value: number): string => plainNumber(value, decimals);
  for (const step of outline) {
    if (step.t === 'Z') {
      text += 'Z';
      [x, y] = ['', ''];
      continue;
    }
    const [endX, endY] = [write(step.x), write(step.y)];
    if (step.t === 'C') text += `C${write(step.x1)} ${write(step.y1)} ${write(step.x2)} ${write(step.y2)} ${endX} ${endY}`;
    else if (step.t === 'M') text += `M${endX} ${endY}`;
    else if (endX === x && endY === y) continue;
    else if (endY === y) text += `H${endX}`;
    else if (endX === x) text += `V${endY}`;
    else text += `L${endX} ${endY}`;
    [x, y] = [endX, endY];
  }
  return text;
}

/** The same, each step from where the last ended, which is shorter: for backgrounds, which nobody edits number by number. What is rounded does not add up. */
export function relativePathText(outline: Outline, decimals = 1): string {
  const unit = 10 ** decimals;
  let text = '';
  let [x, y, startX, startY] = [0, 0, 0, 0];
  const from = (value: number, origin: number): string => plainNumber((Math.round(value * unit) - origin) / unit, decimals);
  for (const step of outline) {
    if (step.t === 'Z') {
      text += 'z';
      [x, y] = [startX, startY];
      continue;
    }
    const [dx, dy] = [from(step.x, x), from(step.y, y)];
    if (step.t === 'C') text += `c${from(step.x1, x)} ${from(step.y1, y)} ${from(step.x2, x)} ${from(step.y2, y)} ${dx} ${dy}`;
    else if (step.t === 'M') text += `m${dx} ${dy}`;
    else if (dx === '0' && dy === '0') continue;
    else text += dy === '0' ? `h${dx}` : dx === '0' ? `v${dy}` : `l${dx} ${dy}`;
    [x, y] = [Math.round(step.x * unit), Math.round(step.y * unit)];
    if (step.t === 'M') [startX, startY] = [x, y];
  }
  // The first place is one on the drawing.
  return text.replace(/^m/, 'M');
}

/** Points along one part, curves in chords that stay within `tolerance` of them; at most 64 a curve. */
export function flatten(part: Outline, tolerance: number): Outline {
  const steps: Step[] = [];
  let [x, y] = [0, 0];
  for (const step of part) {
    if (step.t === 'C') {
      const bend = Math.max(Math.hypot(step.x1 - (2 * x + step.x) / 3, step.y1 - (2 * y + step.y) / 3), Math.hypot(step.x2 - (x + 2 * step.x) / 3, step.y2 - (y + 2 * step.y) / 3));
      const chords = Math.min(64, Math.max(1, Math.ceil(Math.sqrt(bend / tolerance))));
      for (let n = 1; n <= chords; n++) {
        const [t, u] = [n / chords, 1 - n / chords];
        const [k0, k1, k2, k3] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
        steps.push({ t: 'L', x: k0 * x + k1 * step.x1 + k2 * step.x2 + k3 * step.x, y: k0 * y + k1 * step.y1 + k2 * step.y2 + k3 * step.y });
      }
    } else steps.push(step);
    if (step.t !== 'Z') [x, y] = [step.x, step.y];
  }
  return steps;
}

/** Corners looked at together when an outline is thinned. */
const stretch = 1000;

/** Leaves out corners nearer than `tolerance` to the line between those kept (Douglas and Peucker, with a stack of its own). */
export function thin(part: Outline, tolerance: number): Outline {
  const corners = flatten(part, tolerance).filter((step) => step.t !== 'Z') as readonly { readonly t: 'M' | 'L'; readonly x: number; readonly y: number }[];
  const closes = part.at(-1)?.t === 'Z';
  if (corners.length < 3) return part;
  const kept = new Uint8Array(corners.length);
  const open: [number, number][] = [];
  // In stretches, since the worst of outlines would cost the square of its corners.
  for (let from = 0; from < corners.length - 1; from += stretch) {
    const to = Math.min(corners.length - 1, from + stretch);
    kept[from] = kept[to] = 1;
    open.push([from, to]);
  }
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const [from, to] = span;
    const [a, b] = [corners[from], corners[to]];
    if (a === undefined || b === undefined) continue;
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const length = Math.hypot(dx, dy);
    let [farthest, far] = [-1, tolerance];
    for (let n = from + 1; n < to; n++) {
      const c = corners[n];
      if (c === undefined) continue;
      const off = length === 0 ? Math.hypot(c.x - a.x, c.y - a.y) : Math.abs(dx * (a.y - c.y) - dy * (a.x - c.x)) / length;
      if (off > far) [farthest, far] = [n, off];
    }
    if (farthest < 0) continue;
    kept[farthest] = 1;
    open.push([from, farthest], [farthest, to]);
  }
  const steps: Step[] = corners.filter((_, n) => kept[n] === 1);
  return closes ? [...steps, { t: 'Z' }] : steps;
}
