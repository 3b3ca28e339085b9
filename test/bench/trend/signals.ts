/** A repeatable noise between −1 and 1. */
export function createNoise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** Samples of one pen: a slow swing with noise on it and a spike now and then, as measured values are. */
export function createSignal(pen: number, count: number): Float64Array {
  const noise = createNoise(pen * 7919 + 1);
  const values = new Float64Array(count);
  for (let at = 0; at < count; at++) {
    const spike = noise() > 0.999 ? 6 : 0;
    values[at] = 50 + pen * 2 + 18 * Math.sin(at / (900 + pen * 37) + pen) + 1.2 * noise() + spike;
  }
  return values;
}
