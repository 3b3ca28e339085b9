import { deflateSync } from 'node:zlib';
import { create, type Font } from 'fontkit';
import { readFace } from './paper-fonts.ts';
import { inkColours, type PlotInk, type PlotShape } from './plot.ts';

/** Lines of a pixel that are looked at: what part of it a shape covers is told from them. */
const sublines = 4;
/** Straight pieces a curve of a letter is made of. */
const curvePieces = 5;

type Point = readonly [x: number, y: number];
type Ring = readonly Point[];
type Canvas = { readonly width: number; readonly height: number; readonly rgb: Uint8Array };

let faces: { readonly regular: Font; readonly strong: Font } | null = null;
const faceOf = (isStrong: boolean): Font => {
  faces ??= { regular: create(readFace('regular')) as Font, strong: create(readFace('strong')) as Font };
  return isStrong ? faces.strong : faces.regular;
};

/** Shapes as PNG on white, `scale` pixels a point: for papers that take no drawings, letters as outlines of our own face. */
export function drawPicture(shapes: readonly PlotShape[], widthPt: number, heightPt: number, scale: number): Buffer {
  const canvas: Canvas = { width: Math.round(widthPt * scale), height: Math.round(heightPt * scale), rgb: new Uint8Array(Math.round(widthPt * scale) * Math.round(heightPt * scale) * 3).fill(255) };
  for (const shape of shapes) {
    const rings = ringsOf(shape).map((ring) => ring.map(([x, y]): Point => [x * scale, y * scale]));
    fill(canvas, rings, shape.ink);
  }
  return png(canvas);
}

function ringsOf(shape: PlotShape): readonly Ring[] {
  if (shape.kind === 'area') {
    const { x, y, width, height } = shape;
    return [[[x, y], [x + width, y], [x + width, y + height], [x, y + height]]];
  }
  if (shape.kind === 'words') return letterRings(shape);
  return dashed(shape.points, shape.dash).flatMap((points) => points.slice(1).flatMap((to, at) => strokeRing(points[at] as Point, to, shape.width)));
}

/** A piece of a line as a rectangle, longer by half its width at both ends, so that corners are closed; always turned the same way. */
function strokeRing([x0, y0]: Point, [x1, y1]: Point, width: number): readonly Ring[] {
  const long = Math.hypot(x1 - x0, y1 - y0);
  if (long === 0) return [];
  const [ux, uy] = [((x1 - x0) / long) * (width / 2), ((y1 - y0) / long) * (width / 2)];
  return [[[x0 - ux - uy, y0 - uy + ux], [x1 + ux - uy, y1 + uy + ux], [x1 + ux + uy, y1 + uy - ux], [x0 - ux + uy, y0 - uy - ux]]];
}

/** A line as its dashes, each as long as the space behind it. */
function dashed(points: readonly Point[], dash: number | undefined): readonly (readonly Point[])[] {
  if (dash === undefined) return [points];
  const pieces: Point[][] = [];
  for (const [at, [x1, y1]] of points.slice(1).entries()) {
    const [x0, y0] = points[at] as Point;
    const long = Math.hypot(x1 - x0, y1 - y0);
    for (let from = 0; from < long; from += 2 * dash) {
      const [a, b] = [from / long, Math.min(long, from + dash) / long];
      pieces.push([[x0 + (x1 - x0) * a, y0 + (y1 - y0) * a], [x0 + (x1 - x0) * b, y0 + (y1 - y0) * b]]);
    }
  }
  return pieces;
}

function letterRings({ x, y, text, size, align, isStrong }: Extract<PlotShape, { kind: 'words' }>): readonly Ring[] {
  const font = faceOf(isStrong === true);
  const { glyphs, positions, advanceWidth } = font.layout(text);
  const unit = size / font.unitsPerEm;
  let left = x - (align === 'right' ? advanceWidth * unit : align === 'middle' ? (advanceWidth * unit) / 2 : 0);
  const rings: Point[][] = [];
  for (const [at, glyph] of glyphs.entries()) {
    const place = (gx: number, gy: number): Point => [left + (gx + (positions[at]?.xOffset ?? 0)) * unit, y - gy * unit];
    let last: Point = [0, 0];
    for (const { command, args } of glyph.path.commands) {
      const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args;
      const ring = rings.at(-1);
      if (command === 'moveTo') rings.push([place(a, b)]);
      else if (command === 'lineTo') ring?.push(place(a, b));
      else if (command === 'quadraticCurveTo') ring?.push(...curve((t) => between(between(last, [a, b], t), between([a, b], [c, d], t), t)).map(([px, py]) => place(px, py)));
      else if (command === 'bezierCurveTo') {
        const [p1, p2, p3]: Point[] = [[a, b], [c, d], [e, f]];
        ring?.push(...curve((t) => between(between(between(last, p1 as Point, t), between(p1 as Point, p2 as Point, t), t), between(between(p1 as Point, p2 as Point, t), between(p2 as Point, p3 as Point, t), t), t)).map(([px, py]) => place(px, py)));
      }
      if (args.length >= 2) last = [args.at(-2) as number, args.at(-1) as number];
    }
    left += (positions[at]?.xAdvance ?? 0) * unit;
  }
  return rings;
}

const between = ([x0, y0]: Point, [x1, y1]: Point, t: number): Point => [x0 + (x1 - x0) * t, y0 + (y1 - y0) * t];
const curve = (at: (t: number) => Point): readonly Point[] => Array.from({ length: curvePieces }, (_none, piece) => at((piece + 1) / curvePieces));

/** Fills what lies within the rings by their winding, and mixes the ink with what was there by the part of each pixel that is covered. */
function fill({ width, height, rgb }: Canvas, rings: readonly Ring[], ink: PlotInk): void {
  const edges = rings.flatMap((ring) => ring.map((from, at) => ({ from, to: ring[(at + 1) % ring.length] as Point })).filter(({ from, to }) => from[1] !== to[1]));
  if (edges.length === 0) return;
  const top = Math.max(0, Math.floor(edges.reduce((least, { from, to }) => Math.min(least, from[1], to[1]), Number.POSITIVE_INFINITY)));
  const bottom = Math.min(height - 1, Math.ceil(edges.reduce((most, { from, to }) => Math.max(most, from[1], to[1]), 0)));
  const colour = [1, 3, 5].map((at) => Number.parseInt(inkColours[ink].slice(at, at + 2), 16));
  const byRow: (typeof edges)[] = Array.from({ length: bottom - top + 1 }, () => []);
  for (const edge of edges) {
    const [first, last] = [Math.max(top, Math.floor(Math.min(edge.from[1], edge.to[1]))), Math.min(bottom, Math.floor(Math.max(edge.from[1], edge.to[1])))];
    for (let row = first; row <= last; row++) byRow[row - top]?.push(edge);
  }
  const covered = new Float64Array(width);
  for (let row = top; row <= bottom; row++) {
    covered.fill(0);
    for (let sub = 0; sub < sublines; sub++) coverLine(covered, byRow[row - top] ?? [], row + (sub + 0.5) / sublines);
    for (let x = 0; x < width; x++) {
      const part = Math.min(1, covered[x] as number);
      if (part === 0) continue;
      const at = (row * width + x) * 3;
      for (let channel = 0; channel < 3; channel++) rgb[at + channel] = Math.round((rgb[at + channel] as number) * (1 - part) + (colour[channel] as number) * part);
    }
  }
}

function coverLine(covered: Float64Array, edges: readonly { readonly from: Point; readonly to: Point }[], y: number): void {
  const crossings = edges
    .filter(({ from, to }) => from[1] <= y !== to[1] <= y)
    .map(({ from, to }) => ({ x: from[0] + ((y - from[1]) / (to[1] - from[1])) * (to[0] - from[0]), turn: to[1] > from[1] ? 1 : -1 }))
    .sort((a, b) => a.x - b.x);
  for (let at = 0, winding = 0; at < crossings.length - 1; at++) {
    winding += crossings[at]?.turn ?? 0;
    if (winding === 0) continue;
    const [from, to] = [Math.max(0, crossings[at]?.x ?? 0), Math.min(covered.length, crossings[at + 1]?.x ?? 0)];
    for (let x = Math.floor(from); x < to; x++) covered[x] = (covered[x] as number) + (Math.min(to, x + 1) - Math.max(from, x)) / sublines;
  }
}

/** ISO/IEC 15948 (PNG), as known from secondary texts: 8 bits of red, green and blue, every line unfiltered. */
function png({ width, height, rgb }: Canvas): Buffer {
  const lines = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y++) lines.set(rgb.subarray(y * width * 3, (y + 1) * width * 3), y * (width * 3 + 1) + 1);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head), chunk('IDAT', deflateSync(lines)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(name: string, data: Buffer): Buffer {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(name, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(checkSum(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}

/** CRC-32 of PNG, annex D. */
function checkSum(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}
