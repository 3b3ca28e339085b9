import { MeshoptSimplifier } from 'meshoptimizer/simplifier';
import { type MeshBounds, maxMeshTriangles, type SceneMesh, type SceneMeshPart } from '#shared/scene/scene-mesh.ts';
import { ModelRefused, makeSmaller } from '../model-refused.ts';
import { noColour, type RawModel } from '../raw-model.ts';
import { type CleanPart, cleanPart } from './clean-part.ts';
import { simplifyPart, simplifyRoughly } from './simplify-part.ts';

export type BuiltMesh = { readonly mesh: SceneMesh; readonly notes: readonly string[] };

/** From how many triangles on a coarse level is worth its bytes. */
const coarseFrom = 4000;
/** Parts of fewer triangles keep them all: a box of twelve has none to spare. */
const fewTriangles = 24;
/** Beyond this from its own origin single precision shows as trembling, m. */
const farM = 5000;

type Levels = { readonly part: CleanPart; readonly fine: Uint32Array; readonly coarse: Uint32Array };

/** Welds, simplifies to `most` triangles, makes the coarse level and lays all parts into one set of columns. */
export async function buildMesh(raw: RawModel, most = maxMeshTriangles): Promise<BuiltMesh> {
  await MeshoptSimplifier.ready;
  const notes: string[] = [...raw.notes];
  for (const { name, positions } of raw.parts) {
    if (!positions.every((one) => Number.isFinite(one))) throw new ModelRefused(`a position of its part “${name.slice(0, 80)}” is no number (NaN or infinity)`);
  }
  const parts = raw.parts.flatMap((part) => cleanPart(part) ?? []);
  if (parts.length === 0) throw new ModelRefused('nothing in it has a surface');
  const given = raw.parts.reduce((sum, part) => sum + part.indices.length / 3, 0);
  const clean = triangles(parts.map(({ indices }) => indices));
  if (clean < given) notes.push(`${given - clean} triangles without an area are left out`);
  const fine = withinBudget({ parts, total: clean, most, notes });
  const levels = withCoarse(parts, fine);
  const mesh = lay(levels);
  if (mesh.bounds.some((one) => Math.abs(one) > farM)) notes.push(`it stands more than ${farM / 1000} km from its own origin, so that fine detail may tremble: export it nearer to it`);
  return { mesh, notes };
}

const triangles = (all: readonly Uint32Array[]): number => all.reduce((sum, indices) => sum + indices.length / 3, 0);

type Budget = { readonly parts: readonly CleanPart[]; readonly total: number; readonly most: number; readonly notes: string[] };

/** Indices of each part, together at most `most` triangles; what they cost is added to the notes. */
function withinBudget({ parts, total, most, notes }: Budget): Uint32Array[] {
  if (total <= most) return parts.map(({ indices }) => indices);
  // Small parts keep what they have, so the large ones give a little more.
  const kept = parts.reduce((sum, { indices }) => sum + Math.min(indices.length / 3, fewTriangles), 0);
  const share = Math.max(0, (most * 0.98 - kept) / (total - kept));
  const target = ({ indices }: CleanPart): number => Math.floor(Math.min(indices.length / 3, fewTriangles) + Math.max(0, indices.length / 3 - fewTriangles) * share);
  let movedM = 0;
  for (const attempt of [(part: CleanPart) => simplifyPart(part, target(part), 0.02), (part: CleanPart) => simplifyPart(part, target(part), 0.25), (part: CleanPart) => simplifyRoughly(part, target(part))]) {
    movedM = 0;
    const made = parts.map((part) => {
      const { indices, movedM: moved } = attempt(part);
      movedM = Math.max(movedM, moved);
      return indices;
    });
    const count = triangles(made);
    // A part of which nothing is left would be missing without a word.
    if (count > most || made.some(({ length: left }) => left === 0)) continue;
    notes.push(`of ${total.toLocaleString('en')} triangles ${count.toLocaleString('en')} are drawn; surfaces moved by up to ${length(movedM)}`);
    return made;
  }
  throw new ModelRefused(`its ${total.toLocaleString('en')} triangles can't be made ${most.toLocaleString('en')} without losing parts of it`, makeSmaller);
}

const length = (metres: number): string => (metres < 0.01 ? `${(metres * 1000).toPrecision(2)} mm` : metres < 1 ? `${Math.round(metres * 1000)} mm` : `${metres.toPrecision(3)} m`);

/** A coarse level for all or, where it would spare little, for none. */
function withCoarse(parts: readonly CleanPart[], fine: readonly Uint32Array[]): Levels[] {
  const none = new Uint32Array();
  const all = triangles(fine);
  const coarse = parts.map(({ positions }, index) => {
    const indices = fine[index] ?? none;
    if (all < coarseFrom) return none;
    const fewer = simplifyPart({ positions, indices }, Math.max(fewTriangles, Math.floor(indices.length / 3 / 8)), 0.1).indices;
    // From afar, too, no part goes missing.
    return fewer.length === 0 ? indices : fewer;
  });
  const isWorth = all >= coarseFrom && triangles(coarse) <= all * 0.6;
  return parts.map((part, index) => ({ part, fine: fine[index] ?? none, coarse: isWorth ? (coarse[index] ?? none) : none }));
}

function lay(levels: readonly Levels[]): SceneMesh {
  // Simplifying leaves vertices over that no triangle has any more.
  const used = levels.map(({ part, fine }) => usedVertices(fine, part.positions.length / 3));
  const vertices = used.reduce((sum, { count }) => sum + count, 0);
  const positions = new Float32Array(vertices * 3);
  const normals = new Uint8Array(vertices * 4);
  const indices = new Uint32Array(triangles(levels.map(({ fine }) => fine)) * 3);
  const coarseIndices = new Uint32Array(triangles(levels.map(({ coarse }) => coarse)) * 3);
  const parts: SceneMeshPart[] = [];
  let [vertex, from, coarseFromIndex] = [0, 0, 0];
  for (const [n, { part, fine, coarse }] of levels.entries()) {
    const { place, count } = used[n] ?? usedVertices(fine, 0);
    for (const [old, to] of place.entries()) {
      if (to < 0) continue;
      for (let axis = 0; axis < 3; axis += 1) {
        positions[(vertex + to) * 3 + axis] = part.positions[old * 3 + axis] ?? 0;
        normals[(vertex + to) * 4 + axis] = part.normals[old * 4 + axis] ?? 0;
      }
    }
    for (const [at, old] of fine.entries()) indices[from + at] = vertex + (place[old] ?? 0);
    for (const [at, old] of coarse.entries()) coarseIndices[coarseFromIndex + at] = vertex + (place[old] ?? 0);
    const bounds = boundsOf(positions.subarray(vertex * 3, (vertex + count) * 3));
    parts.push({ name: part.name, path: part.path, from, count: fine.length, coarseFrom: coarseFromIndex, coarseCount: coarse.length, baseColour: part.colour ?? noColour, ...(part.colour === null ? { isColourless: true as const } : {}), bounds });
    vertex += count;
    from += fine.length;
    coarseFromIndex += coarse.length;
  }
  return { positions, normals, indices, coarseIndices, parts, bounds: boundsOf(positions) };
}

/** New number of each vertex in the order they are first used, −1 for one that is not. */
function usedVertices(indices: Uint32Array, vertices: number): { readonly place: Int32Array; readonly count: number } {
  const place = new Int32Array(vertices).fill(-1);
  let count = 0;
  for (const vertex of indices) {
    if (place[vertex] !== -1) continue;
    place[vertex] = count;
    count += 1;
  }
  return { place, count };
}

function boundsOf(positions: Float32Array): MeshBounds {
  if (positions.length === 0) return [0, 0, 0, 0, 0, 0];
  const bounds: [number, number, number, number, number, number] = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];
  for (let at = 0; at < positions.length; at += 1) {
    const axis = at % 3;
    const value = positions[at] ?? 0;
    if (value < (bounds[axis] ?? 0)) bounds[axis] = value;
    if (value > (bounds[axis + 3] ?? 0)) bounds[axis + 3] = value;
  }
  return bounds;
}
