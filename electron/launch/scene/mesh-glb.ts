import type { SceneMesh, SceneMeshPart } from '#shared/scene/scene-mesh.ts';

/** Codes of glTF 2.0 (Khronos, 3.6.2 and 5.11.5): 32 bit floats and whole numbers; what a buffer view is for. */
const float = 5126;
const uint32 = 5125;
const arrayBuffer = 34_962;
const indexBuffer = 34_963;
const align = (bytes: number): number => Math.ceil(bytes / 4) * 4;

type Node = { name: string; mesh?: number; children?: number[] };

/**
 * A mesh as binary glTF 2.0 (Khronos, 4.4: header, JSON chunk, BIN chunk), without extensions: a node for each part at
 * the path it has, its colour as a material, y up. Read again its parts have the same paths, so that a scene's `nodes`
 * stay as they are. The coarse level is left out: whoever reads it makes its own.
 */
export function meshGlb(mesh: SceneMesh): Uint8Array {
  const binary: Uint8Array[] = [];
  let bytes = 0;
  const bufferViews: object[] = [];
  const accessors: object[] = [];
  const put = (column: Float32Array | Uint32Array, target: number, accessor: object): number => {
    bufferViews.push({ buffer: 0, byteOffset: bytes, byteLength: column.byteLength, target });
    binary.push(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
    bytes += column.byteLength;
    return accessors.push({ bufferView: bufferViews.length - 1, ...accessor }) - 1;
  };
  const tree = createTree();
  const materials = createPalette();
  const meshes = mesh.parts.map((part) => {
    const { positions, normals, indices } = ownGeometry(mesh, part);
    const count = positions.length / 3;
    const attributes = {
      POSITION: put(positions, arrayBuffer, { componentType: float, count, type: 'VEC3', ...reach(positions) }),
      NORMAL: put(normals, arrayBuffer, { componentType: float, count, type: 'VEC3' }),
    };
    const material = materials.of(part);
    return { name: part.name, primitives: [{ attributes, indices: put(indices, indexBuffer, { componentType: uint32, count: indices.length, type: 'SCALAR' }), ...(material === null ? {} : { material }) }] };
  });
  for (const [index, { path }] of mesh.parts.entries()) tree.place(path, index);
  const json = {
    asset: { version: '2.0', generator: 'Firstout' },
    scene: 0,
    scenes: [{ nodes: tree.roots }],
    nodes: tree.nodes,
    meshes,
    ...(materials.list.length === 0 ? {} : { materials: materials.list }),
    accessors,
    bufferViews,
    buffers: [{ byteLength: bytes }],
  };
  return pack(Buffer.from(JSON.stringify(json)), binary, bytes);
}

/** Vertices of one part alone, turned to glTF's right, up, towards the eye. */
function ownGeometry({ positions, normals, indices }: SceneMesh, { from, count }: SceneMeshPart) {
  const place = new Map<number, number>();
  const own = new Uint32Array(count);
  for (let at = 0; at < count; at += 1) {
    const vertex = indices[from + at] as number;
    const known = place.get(vertex) ?? place.size;
    place.set(vertex, known);
    own[at] = known;
  }
  const points = new Float32Array(place.size * 3);
  const directions = new Float32Array(place.size * 3);
  for (const [vertex, to] of place) {
    points.set([positions[vertex * 3] as number, positions[vertex * 3 + 2] as number, -(positions[vertex * 3 + 1] as number)], to * 3);
    const axis = (n: number): number => ((normals[vertex * 4 + n] as number) << 24) >> 24;
    const length = Math.hypot(axis(0), axis(1), axis(2)) || 1;
    directions.set([axis(0) / length, axis(2) / length, -axis(1) / length], to * 3);
  }
  return { positions: points, normals: directions, indices: own };
}

function reach(positions: Float32Array): { readonly min: readonly number[]; readonly max: readonly number[] } {
  const min = [Infinity, Infinity, Infinity];
  const max = [-Infinity, -Infinity, -Infinity];
  for (let at = 0; at < positions.length; at += 1) {
    const axis = at % 3;
    min[axis] = Math.min(min[axis] as number, positions[at] as number);
    max[axis] = Math.max(max[axis] as number, positions[at] as number);
  }
  return { min, max };
}

/** Nodes by their paths: one that only stands above others has no mesh. */
function createTree() {
  const nodes: Node[] = [];
  const roots: number[] = [];
  const known = new Map<string, number>();
  const nodeAt = (path: string): number => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const cut = path.lastIndexOf('/');
    const node = nodes.push({ name: path.slice(cut + 1) }) - 1;
    known.set(path, node);
    if (cut < 0) roots.push(node);
    else {
      const above = nodes[nodeAt(path.slice(0, cut))] as Node;
      (above.children ??= []).push(node);
    }
    return node;
  };
  return { nodes, roots, place: (path: string, mesh: number): void => void ((nodes[nodeAt(path)] as Node).mesh = mesh) };
}

/** A material for each colour; none for a part whose file gave none. */
function createPalette() {
  const list: object[] = [];
  const known = new Map<string, number>();
  return {
    list,
    of({ baseColour, isColourless }: SceneMeshPart): number | null {
      if (isColourless === true) return null;
      const key = baseColour.join();
      const index = known.get(key) ?? list.push({ pbrMetallicRoughness: { baseColorFactor: [...baseColour.map(toLinear), 1], metallicFactor: 0, roughnessFactor: 0.8 } }) - 1;
      known.set(key, index);
      return index;
    },
  };
}

/** IEC 61966-2-1. */
function toLinear(byte: number): number {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function pack(json: Buffer, binary: readonly Uint8Array[], bytes: number): Uint8Array {
  const jsonBytes = align(json.length);
  const head = Buffer.alloc(20 + jsonBytes + 8, ' ');
  head.write('glTF', 0, 'latin1');
  head.writeUInt32LE(2, 4);
  head.writeUInt32LE(head.length + bytes, 8);
  head.writeUInt32LE(jsonBytes, 12);
  head.write('JSON', 16, 'latin1');
  json.copy(head, 20);
  head.writeUInt32LE(bytes, 20 + jsonBytes);
  head.write('BIN\0', 24 + jsonBytes, 'latin1');
  return Buffer.concat([head, ...binary]);
}
