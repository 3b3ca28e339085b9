import type { Level } from './hull.ts';

export type Vec = readonly [number, number, number];

/** Triangles and edges as they are drawn, before they are shaded. */
export type Drawn = {
  readonly positions: Float32Array;
  /** Unit normals, x, y, z a vertex. */
  readonly normals: Float32Array;
  /** Own brightness of the material, 1 is clay. */
  readonly tones: Float32Array;
  readonly holds: Uint8Array;
  readonly isGround: Uint8Array;
  readonly owners: Float32Array;
  readonly indices: Uint32Array;
  readonly ranges: Uint32Array;
  readonly edges: Float32Array;
  readonly edgeOwners: Float32Array;
};

class Column<T extends Float32Array | Uint32Array | Uint8Array> {
  length = 0;
  array: T;
  readonly #grow: (length: number) => T;
  constructor(grow: (length: number) => T, first = 4096) {
    this.#grow = grow;
    this.array = grow(first);
  }
  push(value: number): void {
    if (this.length === this.array.length) {
      const next = this.#grow(this.array.length * 2);
      next.set(this.array);
      this.array = next;
    }
    this.array[this.length++] = value;
  }
  done(): T {
    return this.array.slice(0, this.length) as T;
  }
}

const floats = (): Column<Float32Array> => new Column((length) => new Float32Array(length));
const words = (): Column<Uint32Array> => new Column((length) => new Uint32Array(length));
const bytes = (): Column<Uint8Array> => new Column((length) => new Uint8Array(length));

/** Writes triangles of one thing after the other, in the thing's own frame. */
export class Pen {
  /** Brightness of what follows. */
  tone = 1;
  isGround = false;
  /** Lower and upper end of what the body holds, in its own frame, m; null: it holds nothing. */
  hold: readonly [number, number] | null = null;
  /** How much higher a place of its frame stands because the thing slopes, m, by its x and z; null: it is level. */
  lift: ((x: number, z: number) => number) | null = null;
  #owner = 0;
  #level: Level = 0;
  #cos = 1;
  #sin = 0;
  #at: Vec = [0, 0, 0];
  readonly #positions = floats();
  readonly #normals = floats();
  readonly #tones = floats();
  readonly #holds = bytes();
  readonly #grounds = bytes();
  readonly #owners = floats();
  readonly #indices = words();
  readonly #edges = floats();
  readonly #edgeOwners = floats();
  readonly #ranges: Uint32Array;

  constructor(entities: number) {
    this.#ranges = new Uint32Array(entities * 6);
  }

  /** All that follows until the next call belongs to `owner` at `level`, and stands in the frame given. Each pair once. */
  begin(owner: number, level: Level, at: Vec = [0, 0, 0], turn = 0): void {
    this.#owner = owner;
    this.#level = level;
    this.#at = at;
    [this.#cos, this.#sin] = [Math.cos(turn), Math.sin(turn)];
    [this.tone, this.hold, this.isGround, this.lift] = [1, null, false, null];
    const range = (owner * 3 + level) * 2;
    this.#ranges[range] = this.#indices.length;
    this.#ranges[range + 1] = 0;
  }

  /** Lets a level of a thing be drawn as another one of it is. */
  repeat(owner: number, level: Level, as: Level): void {
    const [to, from] = [(owner * 3 + level) * 2, (owner * 3 + as) * 2];
    this.#ranges.copyWithin(to, from, from + 2);
  }

  get isFine(): boolean {
    return this.#level === 2;
  }

  vertex(x: number, y: number, z: number, nx: number, ny: number, nz: number): number {
    const at = this.#owners.length;
    this.#place(this.#positions, x, y, z);
    this.#normals.push(nx * this.#cos - ny * this.#sin);
    this.#normals.push(nx * this.#sin + ny * this.#cos);
    this.#normals.push(nz);
    this.#tones.push(this.tone);
    this.#holds.push(this.hold === null ? 0 : 1 + Math.round(254 * Math.min(1, Math.max(0, (z - this.hold[0]) / (this.hold[1] - this.hold[0])))));
    this.#grounds.push(this.isGround ? 255 : 0);
    this.#owners.push(this.#owner);
    return at;
  }

  triangle(a: number, b: number, c: number): void {
    this.#indices.push(a);
    this.#indices.push(b);
    this.#indices.push(c);
    const count = (this.#owner * 3 + this.#level) * 2 + 1;
    this.#ranges[count] = (this.#ranges[count] as number) + 3;
  }

  /** Anticlockwise seen from outside. */
  quad(a: number, b: number, c: number, d: number): void {
    this.triangle(a, b, c);
    this.triangle(a, c, d);
  }

  /** A sharp edge; drawn of the finest level alone. */
  edge(a: Vec, b: Vec): void {
    if (this.#level !== 2) return;
    this.#place(this.#edges, a[0], a[1], a[2]);
    this.#place(this.#edges, b[0], b[1], b[2]);
    this.#edgeOwners.push(this.#owner);
    this.#edgeOwners.push(this.#owner);
  }

  done(): Drawn {
    return {
      positions: this.#positions.done(),
      normals: this.#normals.done(),
      tones: this.#tones.done(),
      holds: this.#holds.done(),
      isGround: this.#grounds.done(),
      owners: this.#owners.done(),
      indices: this.#indices.done(),
      ranges: this.#ranges,
      edges: this.#edges.done(),
      edgeOwners: this.#edgeOwners.done(),
    };
  }

  #place(column: Column<Float32Array>, x: number, y: number, z: number): void {
    column.push(this.#at[0] + x * this.#cos - y * this.#sin);
    column.push(this.#at[1] + x * this.#sin + y * this.#cos);
    column.push(this.#at[2] + z + (this.lift === null ? 0 : this.lift(x, z)));
  }
}
