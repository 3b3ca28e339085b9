/** Cosine of 40°: faces that meet at more than that have an edge between them. */
const edgeCosine = Math.cos((40 * Math.PI) / 180);
/** Faces looked through at one corner; where more meet (the tip of a fan), each keeps its own normal. */
const mostFaces = 64;

/**
 * Normals for corners of triangles: the mean by area of the faces that meet there without an edge.
 *
 * @param same per vertex of `indices`, a number that vertices at the same place share, below `places`
 * @returns three a corner, in the order of `indices`, of length 1; zero for a triangle without area
 */
export function makeNormals(positions: Float32Array, indices: Uint32Array, same: Uint32Array, places: number): Float32Array {
  const faces = indices.length / 3;
  const crosses = new Float64Array(faces * 3);
  const lengths = new Float64Array(faces);
  const starts = new Uint32Array(places + 1);
  for (let face = 0; face < faces; face += 1) {
    lengths[face] = writeCross(positions, indices, face, crosses);
    for (let corner = 0; corner < 3; corner += 1) {
      const place = same[indices[face * 3 + corner] ?? 0] ?? 0;
      starts[place + 1] = (starts[place + 1] ?? 0) + 1;
    }
  }
  for (let place = 0; place < places; place += 1) starts[place + 1] = (starts[place + 1] ?? 0) + (starts[place] ?? 0);
  const next = starts.slice();
  const meeting = new Uint32Array(indices.length);
  for (let corner = 0; corner < indices.length; corner += 1) {
    const place = same[indices[corner] ?? 0] ?? 0;
    const at = next[place] ?? 0;
    meeting[at] = Math.floor(corner / 3);
    next[place] = at + 1;
  }
  const normals = new Float32Array(indices.length * 3);
  for (let corner = 0; corner < indices.length; corner += 1) {
    const face = Math.floor(corner / 3);
    const place = same[indices[corner] ?? 0] ?? 0;
    const from = starts[place] ?? 0;
    const to = starts[place + 1] ?? 0;
    writeMean(crosses, lengths, face, to - from > mostFaces ? null : meeting.subarray(from, to), normals, corner * 3);
  }
  return normals;
}

/** Writes the cross product of two sides, twice the area long, and gives its length. */
function writeCross(positions: Float32Array, indices: Uint32Array, face: number, to: Float64Array): number {
  const a = (indices[face * 3] ?? 0) * 3;
  const b = (indices[face * 3 + 1] ?? 0) * 3;
  const c = (indices[face * 3 + 2] ?? 0) * 3;
  const at = (index: number): number => positions[index] ?? 0;
  const [ux, uy, uz] = [at(b) - at(a), at(b + 1) - at(a + 1), at(b + 2) - at(a + 2)];
  const [vx, vy, vz] = [at(c) - at(a), at(c + 1) - at(a + 1), at(c + 2) - at(a + 2)];
  const x = uy * vz - uz * vy;
  const y = uz * vx - ux * vz;
  const z = ux * vy - uy * vx;
  to[face * 3] = x;
  to[face * 3 + 1] = y;
  to[face * 3 + 2] = z;
  return Math.hypot(x, y, z);
}

function writeMean(crosses: Float64Array, lengths: Float64Array, face: number, meeting: Uint32Array | null, to: Float32Array, at: number): void {
  const [ox, oy, oz, own] = [crosses[face * 3] ?? 0, crosses[face * 3 + 1] ?? 0, crosses[face * 3 + 2] ?? 0, lengths[face] ?? 0];
  if (own === 0) return;
  let [x, y, z] = meeting === null ? [ox, oy, oz] : [0, 0, 0];
  for (const other of meeting ?? []) {
    const [cx, cy, cz] = [crosses[other * 3] ?? 0, crosses[other * 3 + 1] ?? 0, crosses[other * 3 + 2] ?? 0];
    if (ox * cx + oy * cy + oz * cz < edgeCosine * own * (lengths[other] ?? 0)) continue;
    x += cx;
    y += cy;
    z += cz;
  }
  const length = Math.hypot(x, y, z);
  to[at] = x / length;
  to[at + 1] = y / length;
  to[at + 2] = z / length;
}
