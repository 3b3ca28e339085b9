/** Sixteen numbers, column by column, as glTF has them. */
export type Matrix = Float64Array;

export const identity = (): Matrix => Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1);

export function multiply(a: Matrix, b: Matrix): Matrix {
  const out = new Float64Array(16);
  for (let column = 0; column < 4; column += 1) {
    for (let row = 0; row < 4; row += 1) {
      let sum = 0;
      for (let k = 0; k < 4; k += 1) sum += (a[k * 4 + row] ?? 0) * (b[column * 4 + k] ?? 0);
      out[column * 4 + row] = sum;
    }
  }
  return out;
}

/** Moved after turned (a quaternion x y z w, made of length 1) after scaled. */
export function compose(move: ArrayLike<number>, turn: ArrayLike<number>, scale: ArrayLike<number>): Matrix {
  const length = Math.hypot(turn[0] ?? 0, turn[1] ?? 0, turn[2] ?? 0, turn[3] ?? 0);
  const by = length > 0 ? 1 / length : 0;
  const [x, y, z, w] = [(turn[0] ?? 0) * by, (turn[1] ?? 0) * by, (turn[2] ?? 0) * by, length > 0 ? (turn[3] ?? 0) * by : 1];
  const [a, b, c] = [scale[0] ?? 1, scale[1] ?? 1, scale[2] ?? 1];
  return Float64Array.of(
    a * (1 - 2 * (y * y + z * z)), a * 2 * (x * y + z * w), a * 2 * (x * z - y * w), 0,
    b * 2 * (x * y - z * w), b * (1 - 2 * (x * x + z * z)), b * 2 * (y * z + x * w), 0,
    c * 2 * (x * z + y * w), c * 2 * (y * z - x * w), c * (1 - 2 * (x * x + y * y)), 0,
    move[0] ?? 0, move[1] ?? 0, move[2] ?? 0, 1,
  );
}

/** Of its upper left 3 × 3; negative: what it transforms is mirrored. */
export function determinant(m: Matrix): number {
  const at = (index: number): number => m[index] ?? 0;
  return at(0) * (at(5) * at(10) - at(9) * at(6)) - at(4) * (at(1) * at(10) - at(9) * at(2)) + at(8) * (at(1) * at(6) - at(5) * at(2));
}

/** Writes the points of `from` (x y z each) transformed into `to` from its element `at` on. */
export function transformPoints(m: Matrix, from: Float32Array, to: Float32Array, at: number): void {
  const [a = 0, b = 0, c = 0, , d = 0, e = 0, f = 0, , g = 0, h = 0, i = 0, , x = 0, y = 0, z = 0] = m;
  for (let n = 0; n + 2 < from.length; n += 3) {
    const px = from[n] ?? 0;
    const py = from[n + 1] ?? 0;
    const pz = from[n + 2] ?? 0;
    to[at + n] = a * px + d * py + g * pz + x;
    to[at + n + 1] = b * px + e * py + h * pz + y;
    to[at + n + 2] = c * px + f * py + i * pz + z;
  }
}

/** The same for normals, by the cofactors, so that they stand upright on what is stretched; made of length 1, up where they have none. */
export function transformNormals(m: Matrix, from: Float32Array, to: Float32Array, at: number): void {
  const [a = 0, b = 0, c = 0, , d = 0, e = 0, f = 0, , g = 0, h = 0, i = 0] = m;
  const side = determinant(m) < 0 ? -1 : 1;
  const rows = [e * i - h * f, h * c - b * i, b * f - e * c, g * f - d * i, a * i - g * c, d * c - a * f, d * h - g * e, g * b - a * h, a * e - d * b] as const;
  for (let n = 0; n + 2 < from.length; n += 3) {
    const px = from[n] ?? 0;
    const py = from[n + 1] ?? 0;
    const pz = from[n + 2] ?? 0;
    const x = side * (rows[0] * px + rows[1] * py + rows[2] * pz);
    const y = side * (rows[3] * px + rows[4] * py + rows[5] * pz);
    const z = side * (rows[6] * px + rows[7] * py + rows[8] * pz);
    const length = Math.hypot(x, y, z);
    to[at + n] = length > 0 ? x / length : 0;
    to[at + n + 1] = length > 0 ? y / length : 0;
    to[at + n + 2] = length > 0 ? z / length : 1;
  }
}
