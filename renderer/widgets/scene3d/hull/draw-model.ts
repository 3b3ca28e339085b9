import type { LoadedModel } from '../scene-entity.ts';
import { placeMesh } from '../place-mesh.ts';
import type { Pen, Vec } from './pen.ts';
import { box, cross, dot, minus, unit } from './solids.ts';

/** Edges of models with more triangles than this are not looked for. */
const mostEdgeTriangles = 120_000;
const sharp = Math.cos((32 * Math.PI) / 180);

/** Every node of a model as entities from `firstOwner` on: its triangles, fewer of them for the second level, its box for the first. */
export function drawModel(pen: Pen, { model, mesh }: LoadedModel, firstOwner: number): void {
  const { point, cos, sin } = placeMesh(model);
  const made = new Int32Array(mesh.positions.length / 3);
  const touched: number[] = [];
  const signed = new Int8Array(mesh.normals.buffer, mesh.normals.byteOffset, mesh.normals.length);
  const hasEdges = mesh.indices.length / 3 <= mostEdgeTriangles;
  const vertexOf = (v: number): number => {
    const known = made[v] as number;
    if (known > 0) return known - 1;
    const [x, y, z] = point(mesh.positions[v * 3] as number, mesh.positions[v * 3 + 1] as number, mesh.positions[v * 3 + 2] as number);
    const [nx, ny, nz] = [(signed[v * 4] as number) / 127, (signed[v * 4 + 1] as number) / 127, (signed[v * 4 + 2] as number) / 127];
    const at = pen.vertex(x, y, z, nx * cos - ny * sin, nx * sin + ny * cos, nz);
    made[v] = at + 1;
    touched.push(v);
    return at;
  };
  const write = (indices: Uint32Array, from: number, count: number): void => {
    for (let i = from; i < from + count; i += 3) pen.triangle(vertexOf(indices[i] as number), vertexOf(indices[i + 1] as number), vertexOf(indices[i + 2] as number));
  };
  mesh.parts.forEach((part, index) => {
    const owner = firstOwner + index;
    // A vertex has one owner; nodes that share some get their own copies.
    for (const v of touched) made[v] = 0;
    touched.length = 0;
    pen.begin(owner, 0);
    const [low, high] = [point(part.bounds[0], part.bounds[1], part.bounds[2]), point(part.bounds[3], part.bounds[4], part.bounds[5])];
    box(pen, low.map((one, k) => Math.min(one, high[k] as number)) as unknown as Vec, low.map((one, k) => Math.max(one, high[k] as number)) as unknown as Vec);
    pen.begin(owner, 1);
    if (part.coarseCount > 0) write(mesh.coarseIndices, part.coarseFrom, part.coarseCount);
    else write(mesh.indices, part.from, part.count);
    pen.begin(owner, 2);
    write(mesh.indices, part.from, part.count);
    if (hasEdges) edgesOf(pen, mesh.positions, mesh.indices, part.from, part.count, point);
  });
}

function edgesOf(pen: Pen, positions: Float32Array, indices: Uint32Array, from: number, count: number, place: (x: number, y: number, z: number) => Vec): void {
  // Vertices at one place are one corner, whatever their normals.
  const corners = new Map<string, number>();
  const places: Vec[] = [];
  const cornerOf = (v: number): number => {
    const [x, y, z] = [positions[v * 3] as number, positions[v * 3 + 1] as number, positions[v * 3 + 2] as number];
    const key = `${Math.round(x * 1e4)},${Math.round(y * 1e4)},${Math.round(z * 1e4)}`;
    const known = corners.get(key);
    if (known !== undefined) return known;
    corners.set(key, places.length);
    places.push([x, y, z]);
    return places.length - 1;
  };
  const seen = new Map<number, Vec | null>();
  for (let i = from; i < from + count; i += 3) {
    const [a, b, c] = [cornerOf(indices[i] as number), cornerOf(indices[i + 1] as number), cornerOf(indices[i + 2] as number)];
    const normal = unit(cross(minus(places[b] as Vec, places[a] as Vec), minus(places[c] as Vec, places[a] as Vec)));
    for (const [one, other] of [[a, b], [b, c], [c, a]] as const) {
      const key = Math.min(one, other) * 0x400_0000 + Math.max(one, other);
      const first = seen.get(key);
      if (first === undefined) seen.set(key, normal);
      else if (first !== null && dot(first, normal) > sharp) seen.set(key, null);
    }
  }
  for (const [key, normal] of seen) {
    if (normal === null) continue;
    const [a, b] = [places[Math.floor(key / 0x400_0000)] as Vec, places[key % 0x400_0000] as Vec];
    pen.edge(place(...a), place(...b));
  }
}
