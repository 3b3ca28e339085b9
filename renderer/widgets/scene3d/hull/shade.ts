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

/** The highest point of everything over each cell of the ground, m. */
type HeightMap = { readonly heights: Float32Array; readonly columns: number; readonly rows: number; readonly west: number; readonly south: number; readonly cell: number };

/**
 * Bakes the light into brightness bytes: a key light, the sky's share by how far a face looks up, and ambient occlusion found
 * in a map of heights, so that feet, corners and what stands under a deck are darker. Nothing is lit while drawing.
 */
export function shade(drawn: Drawn, solidFrom: (index: number) => boolean): { readonly looks: Uint8Array; readonly shadow: GroundShadow } {
  const map = heightMap(drawn, solidFrom);
  const count = drawn.owners.length;
  const looks = new Uint8Array(count * 4);
  for (let v = 0; v < count; v++) {
    const [nx, ny, nz] = [drawn.normals[v * 3] as number, drawn.normals[v * 3 + 1] as number, drawn.normals[v * 3 + 2] as number];
    const key = Math.max(0, nx * light[0] + ny * light[1] + nz * light[2]);
    const isGround = drawn.isGround[v] === 255;
    const lit = isGround && nz > 0.9 ? 1 : 0.46 + 0.22 * (nz * 0.5 + 0.5) + 0.5 * key;
    const open = isGround && nz > 0.9 ? 1 : openness(map, drawn.positions, v, nx, ny);
    looks[v * 4] = Math.min(255, Math.round(((lit * open * (drawn.tones[v] as number)) / brightest) * 255));
    looks[v * 4 + 1] = drawn.holds[v] as number;
    looks[v * 4 + 2] = isGround ? 255 : 0;
  }
  return { looks, shadow: groundShadow(drawn, solidFrom, map) };
}

function extent({ positions }: Drawn): readonly [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < positions.length; i += 3) {
    const [x, y] = [positions[i] as number, positions[i + 1] as number];
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < south) south = y;
    if (y > north) north = y;
  }
  return positions.length === 0 ? [0, 0, 1, 1] : [west, south, Math.max(east, west + 0.1), Math.max(north, south + 0.1)];
}

function heightMap(drawn: Drawn, solidFrom: (index: number) => boolean): HeightMap {
  const [west, south, east, north] = extent(drawn);
  const cell = Math.max(leastCellM, Math.max(east - west, north - south) / mostCells);
  const [columns, rows] = [Math.ceil((east - west) / cell) + 1, Math.ceil((north - south) / cell) + 1];
  const heights = new Float32Array(columns * rows).fill(-Infinity);
  overTriangles(drawn, solidFrom, (x, y, z) => {
    const at = Math.floor((y - south) / cell) * columns + Math.floor((x - west) / cell);
    if (z > (heights[at] as number)) heights[at] = z;
  }, cell * 0.7);
  return { heights, columns, rows, west, south, cell };
}

/** Calls with points spread over every solid triangle, at most `step` apart. */
function overTriangles({ positions, indices }: Drawn, solidFrom: (index: number) => boolean, visit: (x: number, y: number, z: number) => void, step: number): void {
  for (let i = 0; i < indices.length; i += 3) {
    if (!solidFrom(i)) continue;
    const [a, b, c] = [(indices[i] as number) * 3, (indices[i + 1] as number) * 3, (indices[i + 2] as number) * 3];
    const [ax, ay, az] = [positions[a] as number, positions[a + 1] as number, positions[a + 2] as number];
    const [ux, uy, uz] = [(positions[b] as number) - ax, (positions[b + 1] as number) - ay, (positions[b + 2] as number) - az];
    const [vx, vy, vz] = [(positions[c] as number) - ax, (positions[c + 1] as number) - ay, (positions[c + 2] as number) - az];
    const n = Math.min(400, Math.ceil(Math.max(Math.hypot(ux, uy), Math.hypot(vx, vy), Math.hypot(ux - vx, uy - vy)) / step));
    for (let p = 0; p <= n; p++) {
      const s = n === 0 ? 0 : p / n;
      for (let q = 0; q <= n - p; q++) {
        const t = n === 0 ? 0 : q / n;
        visit(ax + ux * s + vx * t, ay + uy * s + vy * t, az + uz * s + vz * t);
      }
    }
  }
}

const around = Array.from({ length: 8 }, (_, i) => [Math.cos((Math.PI * i) / 4), Math.sin((Math.PI * i) / 4)] as const);

/** 1 in the open, less where something higher stands near in front of a face, or above it. */
function openness({ heights, columns, rows, west, south, cell }: HeightMap, positions: Float32Array, v: number, nx: number, ny: number): number {
  const [x, y, z] = [positions[v * 3] as number, positions[v * 3 + 1] as number, positions[v * 3 + 2] as number];
  const heightAt = (px: number, py: number): number => {
    const [column, row] = [Math.floor((px - west) / cell), Math.floor((py - south) / cell)];
    if (column < 0 || row < 0 || column >= columns || row >= rows) return -Infinity;
    return heights[row * columns + column] as number;
  };
  // A little in front of the face, where its own body is not in the way.
  const [ox, oy] = [x + nx * cell * 1.5, y + ny * cell * 1.5];
  let hidden = 0;
  for (const [dx, dy] of around) {
    const near = (heightAt(ox + dx * 0.7, oy + dy * 0.7) - z) / 1.2;
    const far = (heightAt(ox + dx * 2, oy + dy * 2) - z) / 3;
    hidden += Math.min(1, Math.max(0, near, far));
  }
  const over = heightAt(ox, oy) - z;
  return (1 - 0.42 * (hidden / around.length)) * (over > 0.5 ? 0.88 : 1);
}

/** Darkness of the ground: where something stands close over it, and where the key light is kept off. Three passes of blur make it soft. */
function groundShadow(drawn: Drawn, solidFrom: (index: number) => boolean, { west, south, cell, columns, rows }: HeightMap): GroundShadow {
  const dark = new Float32Array(columns * rows);
  const ground = 0.1;
  const [sx, sy] = [light[0] / light[2], light[1] / light[2]];
  const put = (x: number, y: number, value: number): void => {
    const [column, row] = [Math.floor((x - west) / cell), Math.floor((y - south) / cell)];
    if (column < 0 || row < 0 || column >= columns || row >= rows) return;
    const at = row * columns + column;
    if (value > (dark[at] as number)) dark[at] = value;
  };
  overTriangles(drawn, solidFrom, (x, y, z) => {
    const high = z - ground;
    if (high < -0.2) return;
    put(x, y, 0.62 * Math.exp(-high / 1.1));
    put(x - sx * high, y - sy * high, 0.4 * Math.exp(-high / 9));
  }, cell * 0.8);
  for (let pass = 0; pass < 3; pass++) blur(dark, columns, rows, Math.max(1, Math.round(0.3 / cell)));
  return { darkness: Uint8Array.from(dark, (one) => Math.round(255 * Math.min(1, one))), columns, rows, at: [west, south], size: [columns * cell, rows * cell] };
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
