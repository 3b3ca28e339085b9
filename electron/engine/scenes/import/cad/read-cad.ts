import type { Occt, OcctMesh, OcctNode, OcctResult } from 'occt-import-js';
import { maxMeshParts } from '#shared/scene/scene-mesh.ts';
import { limits } from '../limits.ts';
import { ModelRefused, splitIt } from '../model-refused.ts';
import { createPartPaths } from '../part-paths.ts';
import { type RawModel, type RawPart, type ReadOptions, type Rgb } from '../raw-model.ts';
import { toSrgb } from '../texture/linear-light.ts';
import { checkIges } from './check-iges.ts';
import { checkStep } from './check-step.ts';

/** How far triangles may be from the surface they stand for: a thousandth of the part, and 29° from one to the next. */
const fineness = { linearUnit: 'meter', linearDeflectionType: 'bounding_box_ratio', linearDeflection: 0.001, angularDeflection: 0.5 } as const;

/**
 * Reads a STEP or IGES file with OpenCascade (occt-import-js, LGPL 2.1: a package of its own beside ours, to be replaced
 * by who likes). It computes triangles of surfaces; the file's unit becomes metres. How long that takes only a timer bounds.
 */
export async function readCad(bytes: Uint8Array, format: 'step' | 'iges', options: ReadOptions): Promise<RawModel> {
  if (format === 'step') checkStep(bytes);
  else checkIges(bytes);
  const { default: loadOcct } = await import('occt-import-js');
  const occt = await loadOcct({ print: () => undefined, printErr: () => undefined });
  const result = computed(occt, bytes, format);
  const { root, meshes } = result;
  if (!result.success || root === undefined || meshes === undefined) throw new ModelRefused('OpenCascade finds nothing in it that it can read');
  if (meshes.length === 0) throw new ModelRefused('it holds no surfaces of its own; parts in other files are not read', 'Export the whole assembly as one file.');
  const parts: RawPart[] = [];
  for (const { mesh, name, path } of placed(root, meshes, options)) {
    if (parts.length >= maxMeshParts) throw new ModelRefused(`it has more than ${maxMeshParts} parts`, splitIt);
    const part = partOf(mesh, name, path, options);
    if (part !== null) parts.push(part);
  }
  return { parts, notes: [] };
}

function computed(occt: Occt, bytes: Uint8Array, format: 'step' | 'iges'): OcctResult {
  try {
    return format === 'step' ? occt.ReadStepFile(bytes, fineness) : occt.ReadIgesFile(bytes, fineness);
  } catch {
    // What it throws is a number of its own or the end of its memory: neither says anything to people.
    throw new ModelRefused('OpenCascade gave up on it: its surfaces are broken, or need more memory than is given to one model');
  }
}

type Placed = { readonly mesh: OcctMesh; readonly name: string; readonly path: string };

/** Solids in the order of the tree. Where a node has several, each stands below it, to be picked by itself. */
function placed(root: OcctNode, meshes: readonly OcctMesh[], { count }: ReadOptions): Placed[] {
  const paths = createPartPaths();
  const found: Placed[] = [];
  const waiting: { readonly node: OcctNode; readonly above: string; readonly depth: number }[] = [{ node: root, above: '', depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, above, depth } = next;
    if (depth > limits.depth) throw new ModelRefused(`its assemblies stand more than ${limits.depth} deep in each other`);
    count.nodes(1 + node.meshes.length);
    const isNameless = depth === 0 && node.name === '' && node.meshes.length === 0;
    const here = isNameless ? { name: '', path: '' } : paths.path(above, node.name, 'assembly');
    for (const index of node.meshes) {
      const mesh = meshes[index];
      if (mesh === undefined) continue;
      found.push({ mesh, ...(node.meshes.length === 1 ? here : paths.path(here.path, mesh.name, 'solid')) });
    }
    for (const child of node.children.toReversed()) waiting.push({ node: child, above: here.path, depth: depth + 1 });
  }
  return found;
}

function partOf(mesh: OcctMesh, name: string, path: string, { up, count }: ReadOptions): RawPart | null {
  const given = mesh.attributes.position.array;
  const vertices = Math.floor(given.length / 3);
  const triangles = Math.floor(mesh.index.array.length / 3);
  if (triangles === 0) return null;
  count.geometry(triangles, vertices);
  count.bytes(vertices * 24 + triangles * 12);
  const positions = vectors(given, vertices, up);
  if (!positions.every((one) => Number.isFinite(one))) throw new ModelRefused(`a position of its part “${name}” is no number (NaN or infinity)`);
  const normals = mesh.attributes.normal?.array;
  const indices = Uint32Array.from(mesh.index.array.slice(0, triangles * 3));
  for (const index of indices) if (index >= vertices) throw new ModelRefused(`a triangle of its part “${name}” has no corner`);
  return { name, path, colour: colourOf(mesh), positions, normals: normals?.length === vertices * 3 ? vectors(normals, vertices, up) : null, indices };
}

/** STEP and IGES have z up as a rule: east, north, up as it stands. */
function vectors(from: readonly number[], vertices: number, up: 'y' | 'z' | null): Float32Array {
  const out = new Float32Array(vertices * 3);
  for (let at = 0; at < vertices * 3; at += 3) {
    const y = from[at + 1] ?? 0;
    const z = from[at + 2] ?? 0;
    out[at] = from[at] ?? 0;
    out[at + 1] = up === 'y' ? -z : y;
    out[at + 2] = up === 'y' ? y : z;
  }
  return out;
}

/** The colour that most triangles have: its faces' own where they have one, else the solid's. */
function colourOf({ color, brep_faces: faces = [] }: OcctMesh): Rgb | null {
  const triangles = new Map<string, { readonly colour: readonly [number, number, number]; count: number }>();
  for (const face of faces) {
    const colour = face.color ?? color;
    if (colour === undefined) continue;
    const known = triangles.get(colour.join());
    if (known === undefined) triangles.set(colour.join(), { colour, count: face.last - face.first + 1 });
    else known.count += face.last - face.first + 1;
  }
  const most = [...triangles.values()].toSorted((a, b) => b.count - a.count)[0]?.colour ?? color;
  return most === undefined ? null : [toSrgb(most[0]), toSrgb(most[1]), toSrgb(most[2])];
}
