/** Chance of the simulated plant: the same seed gives the same sequence for ever. */
export type Random = {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Mean 0, standard deviation 1, between -6 and 6 (sum of twelve uniforms would cost more: four are enough here). */
  gauss(): number;
};

/** A generator of 32-bit state (mulberry32, public domain, T. Ettinger 2017). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0 || 1;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  // Four uniforms have variance 4/12; scaled to 1.
  const gauss = (): number => (uniform() + uniform() + uniform() + uniform() - 2) * 1.7320508;
  return { uniform, gauss };
}
