import Transform from 'fft.js';

/** Fourier transforms of one length, a power of two from 4; keeps its tables and its room. */
export type Fourier = {
  readonly length: number;
  /** Transform of real samples; `out` holds re, im of lines 0 to length / 2, the rest is undefined. `out` is the same array each time. */
  real(samples: Float64Array): Float64Array;
  /** Transform of re, im pairs into a new array of re, im pairs. */
  forward(pairs: Float64Array): Float64Array<ArrayBuffer>;
  /** Back from re, im pairs, divided by the length. */
  inverse(pairs: Float64Array): Float64Array<ArrayBuffer>;
};

export function createFourier(length: number): Fourier {
  const transform = new Transform(length);
  const room = new Float64Array(2 * length);
  return {
    length,
    real(samples) {
      transform.realTransform(room, samples);
      return room;
    },
    forward(pairs) {
      const out = new Float64Array(2 * length);
      transform.transform(out, pairs);
      return out;
    },
    inverse(pairs) {
      const out = new Float64Array(2 * length);
      transform.inverseTransform(out, pairs);
      return out;
    },
  };
}

/** The power of two at or above a number, at least 4. */
export const powerOfTwo = (atLeast: number): number => 2 ** Math.max(2, Math.ceil(Math.log2(Math.max(1, atLeast))));
