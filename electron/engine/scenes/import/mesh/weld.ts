/** Which vertices are one, by the number of the first of them in order: `same[v]` below `count`, and `first[n]` the vertex that stands for n. */
export type Weld = { readonly same: Uint32Array; readonly first: Uint32Array; readonly count: number };

/**
 * Finds vertices that lie within a millionth of the whole of each other and, where `tags` are given, have the same tag.
 * Two that lie close but in two cells of the grid stay two: a triangle more, never one less.
 */
export function weld(positions: Float32Array, tags: Uint32Array | null): Weld {
  const vertices = positions.length / 3;
  const { min, step } = gridOf(positions);
  const size = 2 ** Math.ceil(Math.log2(Math.max(4, vertices * 2)));
  const table = new Int32Array(size).fill(-1);
  const cells = new Int32Array(vertices * 3);
  for (let at = 0; at < cells.length; at += 1) cells[at] = Math.round(((positions[at] ?? 0) - (min[at % 3] ?? 0)) / step);
  const same = new Uint32Array(vertices);
  const first = new Uint32Array(vertices);
  let count = 0;
  for (let vertex = 0; vertex < vertices; vertex += 1) {
    const tag = tags?.[vertex] ?? 0;
    const [x, y, z] = [cells[vertex * 3] ?? 0, cells[vertex * 3 + 1] ?? 0, cells[vertex * 3 + 2] ?? 0];
    let slot = hash(x, y, z, tag) & (size - 1);
    for (;;) {
      const known = table[slot] ?? -1;
      if (known < 0) {
        table[slot] = count;
        first[count] = vertex;
        same[vertex] = count;
        count += 1;
        break;
      }
      const other = first[known] ?? 0;
      if (cells[other * 3] === x && cells[other * 3 + 1] === y && cells[other * 3 + 2] === z && (tags?.[other] ?? 0) === tag) {
        same[vertex] = known;
        break;
      }
      slot = (slot + 1) & (size - 1);
    }
  }
  return { same, first: first.slice(0, count), count };
}

function gridOf(positions: Float32Array): { readonly min: readonly [number, number, number]; readonly step: number } {
  const min: [number, number, number] = [Infinity, Infinity, Infinity];
  const max = [-Infinity, -Infinity, -Infinity];
  for (let at = 0; at < positions.length; at += 1) {
    const axis = at % 3;
    const value = positions[at] ?? 0;
    if (value < (min[axis] ?? 0)) min[axis] = value;
    if (value > (max[axis] ?? 0)) max[axis] = value;
  }
  const extent = Math.max(...max.map((most, axis) => most - (min[axis] ?? 0)), 0);
  return { min, step: extent > 0 ? extent / 1_000_000 : 1 };
}

/** Mixes four numbers into 32 bits, each bit of them into all. */
function hash(x: number, y: number, z: number, tag: number): number {
  let mixed = 0x9e3779b9;
  for (const part of [x, y, z, tag]) {
    mixed = Math.imul(mixed ^ part, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    mixed ^= mixed >>> 16;
  }
  return mixed >>> 0;
}
