/**
 * Windows of a spectrum. `hann` is the usual choice; `flat-top` reads amplitudes right between two lines; `blackman-harris`
 * shows a small line beside a great one; `rectangular` only for signals that fit the window a whole number of times.
 */
export const windowNames = ['hann', 'hamming', 'blackman-harris', 'flat-top', 'rectangular'] as const;
export type WindowName = (typeof windowNames)[number];

/** Cosine terms a0, a1, … of a sum Σ (−1)^k a_k cos(2πkn/N), as in secondary texts on Harris (1978) and, flat top, on D'Antona and Ferrero (2006). */
const terms: Readonly<Record<WindowName, readonly number[]>> = {
  rectangular: [1],
  hann: [0.5, 0.5],
  hamming: [0.54, 0.46],
  'blackman-harris': [0.35875, 0.48829, 0.14128, 0.01168],
  'flat-top': [0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368],
};

export type SpectrumWindow = {
  readonly name: WindowName;
  /** One weight a sample. */
  readonly weight: Float64Array<ArrayBuffer>;
  /** Σ weight: what a line's amplitude is divided by. */
  readonly sum: number;
  /** Equivalent noise bandwidth in lines: what a sum of squared amplitudes is divided by. 1 for the rectangular one, 1.5 for Hann. */
  readonly noiseLines: number;
};

/** The periodic form of a window (period `length`), as spectra need it; the symmetric form is for filters. */
export function createWindow(name: WindowName, length: number): SpectrumWindow {
  const weight = new Float64Array(length);
  let sum = 0;
  let squares = 0;
  for (let n = 0; n < length; n++) {
    let value = 0;
    terms[name].forEach((term, k) => (value += (k % 2 === 0 ? term : -term) * Math.cos((2 * Math.PI * k * n) / length)));
    weight[n] = value;
    sum += value;
    squares += value * value;
  }
  return { name, weight, sum, noiseLines: (length * squares) / (sum * sum) };
}

/** How much of its amplitude a tone `lines` beside a line reads there, 1 at 0: the transform of the window. For lengths of some tens and more. */
export function windowResponse(name: WindowName, lines: number): number {
  const sinc = (x: number): number => (Math.abs(x) < 1e-12 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
  const [first = 1, ...rest] = terms[name];
  return rest.reduce((sum, term, at) => sum + (term / 2) * (sinc(lines - at - 1) + sinc(lines + at + 1)), first * sinc(lines)) / first;
}
