import { brightest, type GroundShadow } from './hull.ts';
import type { Drawn } from './pen.ts';

/** Where the light comes from: high, from the south-east, over the shoulder of who looks north. */
const light = normalised([0.42, -0.58, 0.78]);
/** Cells of the height map are so large at least, m, and at most so many along a side. */
const leastCellM = 0.25;
const mostCells = 512;

function normalised([x, y, z]: readonly [number, number, number]): readonly [number, number, number] {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}

/** What stands over each cell of the ground, row by row from south to north; infinite where nothing does. */
type CellMap = {
  readonly columns: number;
  readonly rows: number;
  readonly west: number;
  readonly south: number;
  /** m. */
  readonly cell: number;
  /** The highest point, m. */
  readonly heights: Float32Array;
  /** The lowest point above the ground, m over it, and that of what keeps the key light off. */
  readonly over: Float32Array;
  readonly between: Float32Array;
};

/** Shadows fall on this height, m; what lies this far below it casts none. */
const ground = 0.1;
const sunk = -0.2;

/**
 * Bakes the light into brightness bytes: a key light, the sky's share by how far a face looks up, and ambient occlusion found
 * in a map of heights, so that feet, corners and what stands under a deck are darker. Nothing is lit while drawing.
 *
 * Half a million vertices and points pass through here: their numbers go by one by one, since Chromium makes an array of each
 * that is taken apart.
 */
export function shade(drawn: Drawn, solidFrom: (index: number) => boolean): { readonly looks: Uint8Array; readonly shadow: GroundShadow } {
  const map = cellMap(drawn, solidFrom);
  const { normals, isGround: grounds, tones, holds } = drawn;
  const count = drawn.owners.length;
  const looks = new Uint8Array(count * 4);
  for (let v = 0; v < count; v++) {
    const nx = normals[v * 3] as number;
    const ny = normals[v * 3 + 1] as number;
    const nz = normals[v * 3 + 2] as number;
    const key = Math.max(0, nx * light[0] + ny * light[1] + nz * light[2]);
    const isGround = grounds[v] === 255;
    const lit = isGround && nz > 0.9 ? 1 : 0.46 + 0.22 * (nz * 0.5 + 0.5) + 0.5 * key;
    const open = isGround && nz > 0.9 ? 1 : openness(map, drawn.positions, v, nx, ny);
    looks[v * 4] = Math.min(255, Math.round(((lit * open * (tones[v] as number)) / brightest) * 255));
    looks[v * 4 + 1] = holds[v] as number;
    looks[v * 4 + 2] = isGround ? 255 : 0;
  }
  return { looks, shadow: groundShadow(map) };
}

function extent({ positions }: Drawn): readonly [number, number, number, number] {
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (let i = 0; i < positions.length; i += 3) {
    const x = positions[i] as number;
    const y = positions[i + 1] as number;
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < south) south = y;
    if (y > north) north = y;
  }
  return positions.length === 0 ? [0, 0, 1, 1] : [west, south, Math.max(east, west + 0.1), Math.max(north, south + 0.1)];
}

function cellMap(drawn: Drawn, solidFrom: (index: number) => boolean): CellMap {
  const [west, south, east, north] = extent(drawn);
  const cell = Math.max(leastCellM, Math.max(east - west, north - south) / mostCells);
  const columns = Math.ceil((east - west) / cell) + 1;
  const rows = Math.ceil((north - south) / cell) + 1;
  const heights = new Float32Array(columns * rows).fill(-Infinity);
  const over = new Float32Array(columns * rows).fill(Infinity);
  const between = new Float32Array(columns * rows).fill(Infinity);
  const sx = light[0] / light[2];
  const sy = light[1] / light[2];
  const map = { columns, rows, west, south, cell, heights, over, between };
  // A place outside the map is −1, where an array holds nothing and takes nothing.
  overTriangles(drawn, solidFrom, (x, y, z) => {
    const at = cellAt(map, x, y);
    if (z > (heights[at] as number)) heights[at] = z;
    const high = z - ground;
    if (high < sunk) return;
    if (high < (over[at] as number)) over[at] = high;
    const shaded = cellAt(map, x - sx * high, y - sy * high);
    if (high < (between[shaded] as number)) between[shaded] = high;
  }, cell * 0.7);
  return map;
}

/** The cell a place lies in, −1 outside the map. */
function cellAt({ columns, rows, west, south, cell }: CellMap, x: number, y: number): number {
  const column = Math.floor((x - west) / cell);
  const row = Math.floor((y - south) / cell);
  return column < 0 || row < 0 || column >= columns || row >= rows ? -1 : row * columns + column;
}

/** Calls with points spread over every solid triangle, at most `step` apart. */
function overTriangles({ positions, indices }: Drawn, solidFrom: (index: number) => boolean, visit: (x: number, y: number, z: number) => void, step: number): void {
  for (let i = 0; i < indices.length; i += 3) {
    if (!solidFrom(i)) continue;
    const a = (indices[i] as number) * 3;
    const b = (indices[i + 1] as number) * 3;
    const c = (indices[i + 2] as number) * 3;
    const ax = positions[a] as number;
    const ay = positions[a + 1] as number;
    const az = positions[a + 2] as number;
    const ux = (positions[b] as number) - ax;
    const uy = (positions[b + 1] as number) - ay;
    const uz = (positions[b + 2] as number) - az;
    const vx = (positions[c] as number) - ax;
    const vy = (positions[c + 1] as number) - ay;
    const vz = (positions[c + 2] as number) - az;
    const longest = Math.sqrt(Math.max(ux * ux + uy * uy, vx * vx + vy * vy, (ux - vx) * (ux - vx) + (uy - vy) * (uy - vy)));
    const n = Math.min(400, Math.ceil(longest / step));
    const part = n === 0 ? 0 : 1 / n;
    for (let p = 0; p <= n; p++) {
      const s = p * part;
      for (let q = 0; q <= n - p; q++) {
        const t = q * part;
        visit(ax + ux * s + vx * t, ay + uy * s + vy * t, az + uz * s + vz * t);
      }
    }
  }
}

const aroundX = Array.from({ length: 8 }, (_, i) => Math.cos((Math.PI * i) / 4));
const aroundY = Array.from({ length: 8 }, (_, i) => Math.sin((Math.PI * i) / 4));

const heightAt = (map: CellMap, x: number, y: number): number => map.heights[cellAt(map, x, y)] ?? -Infinity;

/** 1 in the open, less where something higher stands near in front of a face, or above it. */
function openness(map: CellMap, positions: Float32Array, v: number, nx: number, ny: number): number {
  const z = positions[v * 3 + 2] as number;
  // A little in front of the face, where its own body is not in the way.
  const ox = (positions[v * 3] as number) + nx * map.cell * 1.5;
  const oy = (positions[v * 3 + 1] as number) + ny * map.cell * 1.5;
  let hidden = 0;
  for (let i = 0; i < 8; i++) {
    const dx = aroundX[i] as number;
    const dy = aroundY[i] as number;
    const near = (heightAt(map, ox + dx * 0.7, oy + dy * 0.7) - z) / 1.2;
    const far = (heightAt(map, ox + dx * 2, oy + dy * 2) - z) / 3;
    hidden += Math.min(1, Math.max(0, near, far));
  }
  const above = heightAt(map, ox, oy) - z;
  return (1 - 0.42 * (hidden / 8)) * (above > 0.5 ? 0.88 : 1);
}

/** Darkness of the ground: where something stands close over it, and where the key light is kept off; the lowest is the darkest. Three passes of blur make it soft. */
function groundShadow({ west, south, cell, columns, rows, over, between }: CellMap): GroundShadow {
  const dark = new Float32Array(columns * rows);
  for (let at = 0; at < dark.length; at++) dark[at] = Math.max(0.62 * Math.exp(-(over[at] as number) / 1.1), 0.4 * Math.exp(-(between[at] as number) / 9));
  for (let pass = 0; pass < 3; pass++) blur(dark, columns, rows, Math.max(1, Math.round(0.3 / cell)));
  const darkness = new Uint8Array(dark.length);
  for (let at = 0; at < dark.length; at++) darkness[at] = Math.round(255 * Math.min(1, dark[at] as number));
  return { darkness, columns, rows, at: [west, south], size: [columns * cell, rows * cell] };
}

function blur(values: Float32Array, columns: number, rows: number, reach: number): void {
  const line = new Float32Array(Math.max(columns, rows));
  const along = (from: number, step: number, count: number): void => {
    for (let i = 0; i < count; i++) {
      let sum = 0;
      for (let k = -reach; k <= reach; k++) sum += values[from + Math.min(count - 1, Math.max(0, i + k)) * step] as number;
      line[i] = sum / (2 * reach + 1);
    }
    for (let i = 0; i < count; i++) values[from + i * step] = line[i] as number;
  };
  for (let row = 0; row < rows; row++) along(row * columns, 1, columns);
  for (let column = 0; column < columns; column++) along(column, columns, rows);
}
