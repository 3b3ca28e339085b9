import { limits } from '../limits.ts';
import { ModelRefused } from '../model-refused.ts';
import { createPartPaths } from '../part-paths.ts';
import type { WorkCount } from '../work-count.ts';
import type { GltfDocument, GltfNode } from './gltf-document.ts';
import { compose, identity, type Matrix, multiply } from './matrix.ts';

/** A node with a mesh, placed. */
export type PlacedNode = { readonly node: GltfNode; readonly mesh: number; readonly name: string; readonly path: string; readonly world: Matrix };

/** Nodes of the file's scene that have meshes, in its order, each once: a node below two others, or below itself, is refused. */
export function placeNodes(document: GltfDocument, up: Matrix, count: WorkCount): PlacedNode[] {
  const paths = createPartPaths();
  const placed: PlacedNode[] = [];
  const seen = new Uint8Array(document.nodes.length);
  const waiting = rootsOf(document)
    .toReversed()
    .map((index) => ({ index, above: '', world: up, depth: 0 }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { index, above, depth } = next;
    const node = document.nodes[index];
    if (node === undefined) throw new ModelRefused(`it names node ${index} and has ${document.nodes.length}`);
    if (seen[index] === 1) throw new ModelRefused(`its node ${index} stands in more than one place, or below itself`);
    seen[index] = 1;
    if (depth > limits.depth) throw new ModelRefused(`its nodes stand more than ${limits.depth} deep in each other`);
    count.nodes(1);
    const { name, path } = paths.path(above, node.name, `node ${index}`);
    const world = multiply(next.world, localOf(node));
    if (node.mesh !== undefined) placed.push({ node, mesh: node.mesh, name, path, world: node.skin === undefined ? world : up });
    for (const child of node.children.toReversed()) waiting.push({ index: child, above: path, world, depth: depth + 1 });
  }
  return placed;
}

function rootsOf({ scene, scenes, nodes }: GltfDocument): readonly number[] {
  const chosen = scenes[scene ?? 0];
  if (scene !== undefined && chosen === undefined) throw new ModelRefused(`it names scene ${scene} and has ${scenes.length}`);
  if (chosen !== undefined) return chosen.nodes;
  const children = new Set(nodes.flatMap((node) => node.children));
  return nodes.flatMap((_, index) => (children.has(index) ? [] : [index]));
}

function localOf({ matrix, translation, rotation, scale }: GltfNode): Matrix {
  if (matrix !== undefined) return Float64Array.from(matrix);
  if (translation === undefined && rotation === undefined && scale === undefined) return identity();
  return compose(translation ?? [0, 0, 0], rotation ?? [0, 0, 0, 1], scale ?? [1, 1, 1]);
}
