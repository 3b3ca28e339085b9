import type { SeriesTable } from '../series/series-table.ts';

/** Uniform in [0, 1), the same sequence for the same seed (mulberry32, public domain, T. Ettinger 2017). */
export function createChance(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const gauss = (chance: () => number): number => (chance() + chance() + chance() + chance() + chance() + chance() + chance() + chance() - 4) * Math.sqrt(1.5);

export type Cascade = { readonly table: SeriesTable; readonly root: string; readonly onsetRow: number };
export type CascadeOptions = { readonly rows?: number; /** Without: nothing happens at all. */ readonly hasFault?: boolean; readonly hasDrift?: boolean };

/**
 * A recording of a made-up plant: tags that hang on each other by gains, delays and lags in a random tree, each with its own
 * noise (white or hanging together over time), some quantised, some (with `hasDrift`) swinging slowly. At a random row the
 * root, `T0`, jumps or ramps away by 6 to 16 of its own spreads.
 */
export function createCascade(seed: number, { rows = 1500, hasFault = true, hasDrift = false }: CascadeOptions = {}): Cascade {
  const chance = createChance(seed);
  const tags = 8 + Math.floor(chance() * 30);
  const affected = Math.max(3, Math.floor(tags * (0.3 + 0.5 * chance())));
  const onsetRow = Math.floor(rows * (0.3 + 0.4 * chance()));
  const [isRamp, size] = [chance() < 0.4, 6 + 10 * chance()];
  const course: Float64Array[] = [Float64Array.from({ length: rows }, (_none, row) => rootAt(hasFault ? row - onsetRow : -1, isRamp, size))];
  for (let tag = 1; tag < tags; tag++) course.push(tag < affected ? follow(course[Math.floor(chance() * tag)] ?? new Float64Array(rows), chance) : new Float64Array(rows));
  const columns = course.map((values, tag) => noisy(values, 100 + 5 * tag, hasDrift, chance));
  const order = Array.from({ length: tags }, (_none, tag) => ({ tag, by: chance() })).toSorted((a, b) => a.by - b.by);
  return {
    table: { timeMs: Float64Array.from({ length: rows }, (_none, row) => row * 1000), tags: order.map(({ tag }) => `T${tag}`), columns: order.map(({ tag }) => columns[tag] ?? new Float64Array(rows)) },
    root: 'T0',
    onsetRow,
  };
}

function rootAt(since: number, isRamp: boolean, size: number): number {
  if (since < 0) return 0;
  return isRamp ? Math.min(size, (size * since) / 120) : size * (1 - Math.exp(-since / 5));
}

/** What follows its parent with a gain, 2 to 16 rows later, by a first-order lag of 3 to 43 rows. */
function follow(parent: Float64Array, chance: () => number): Float64Array {
  const [gain, lag, delay] = [(0.6 + 0.8 * chance()) * (chance() < 0.5 ? -1 : 1), 3 + chance() * 40, 2 + Math.floor(chance() * 15)];
  let last = 0;
  return Float64Array.from(parent, (_value, row) => (last += ((row < delay ? 0 : gain * (parent[row - delay] ?? 0)) - last) / lag));
}

function noisy(values: Float64Array, centre: number, hasDrift: boolean, chance: () => number): Float64Array {
  const memory = chance() < 0.4 ? 0 : 0.5 + 0.45 * chance();
  const step = chance() < 0.2 ? 0.5 : 0;
  const [swing, phase] = [hasDrift && chance() < 0.2 ? 1.2 : 0, chance() * 6];
  let error = 0;
  return values.map((value, row) => {
    error = memory * error + Math.sqrt(1 - memory * memory) * gauss(chance);
    const read = centre + value + error + swing * Math.sin(phase + row / 400);
    return step === 0 ? read : Math.round(read / step) * step;
  });
}
