/** Kinds of signal in a plant, as their noise and steps matter to storage. */
export type Signal = 'slow-analog' | 'adc' | 'full-precision' | 'digital';

/** A number from 0 to 1 that depends on the seed and how often it was asked only (mulberry32, public domain). */
export type Chance = () => number;

export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Roughly normal, mean 0, deviation 1: the sum of four even ones, which is fast and ends at 3.5 deviations. */
const noise = (chance: Chance): number => (chance() + chance() + chance() + chance() - 2) * Math.sqrt(3);

/** 50 % slow analog, 20 % converter counts, 15 % full precision, 15 % digital, spread over the tags. */
export function signalOf(tag: number): Signal {
  const place = (tag * 7) % 20;
  return place < 10 ? 'slow-analog' : place < 14 ? 'adc' : place < 17 ? 'full-precision' : 'digital';
}

/**
 * The value of a signal second by second. Slow analog: two slow waves and noise of 0.01, rounded to 0.01. Counts of a
 * 16-bit converter: a slow wave and noise of 12 counts. Full precision: sine, noise of 0.1 and a step some times an hour.
 * Digital: changes about each 100 s.
 */
export function createSignal(kind: Signal, seed: number): () => number {
  const chance = createChance(seed);
  const centre = 20 + 60 * chance();
  const period = 600 + 3000 * chance();
  const phase = 7 * chance();
  let second = 0;
  let level = 0;
  let isOn = chance() < 0.5;
  switch (kind) {
    case 'slow-analog':
      return () => {
        const at = second++ / period + phase;
        return Math.round((centre + 2 * Math.sin(at) + 0.5 * Math.sin(at / 7) + 0.005 * noise(chance)) * 100) / 100;
      };
    case 'adc':
      return () => Math.round(32_768 + 9000 * Math.sin(second++ / period + phase) + 8 * noise(chance));
    case 'full-precision':
      return () => {
        if (chance() < 0.001) level = 10 * noise(chance);
        return centre + level + 5 * Math.sin(second++ / period + phase) + 0.1 * noise(chance);
      };
    case 'digital':
      return () => {
        if (chance() < 0.003) isOn = !isOn;
        return isOn ? 1 : 0;
      };
  }
}
