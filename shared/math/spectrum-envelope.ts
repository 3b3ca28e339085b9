import { createFourier, powerOfTwo } from './spectrum-fft.ts';

/**
 * Envelope of what a signal holds between two frequencies (magnitude of the analytic signal: band cut out of the transform,
 * negative frequencies left out). Shows how often something rings: the lines of a rolling bearing's defect stand in the
 * spectrum of the envelope, seldom in that of the signal. Missing samples (NaN) are 0 to the filter and NaN in the answer.
 */
export function envelopeOf(samples: Float64Array, rateHz: number, band: { readonly lowHz: number; readonly highHz: number }): Float64Array<ArrayBuffer> {
  const length = powerOfTwo(samples.length);
  const fourier = createFourier(length);
  const pairs = new Float64Array(2 * length);
  let sum = 0;
  let good = 0;
  for (const value of samples) {
    if (Number.isNaN(value)) continue;
    sum += value;
    good++;
  }
  const mean = good === 0 ? 0 : sum / good;
  for (let n = 0; n < samples.length; n++) pairs[2 * n] = Number.isNaN(samples[n] as number) ? 0 : (samples[n] as number) - mean;
  const lines = fourier.forward(pairs);
  for (let line = 0; line < length; line++) {
    const hz = (line * rateHz) / length;
    const isIn = line > 0 && line < length / 2 && hz >= band.lowHz && hz <= band.highHz;
    lines[2 * line]! *= isIn ? 2 : 0;
    lines[2 * line + 1]! *= isIn ? 2 : 0;
  }
  const analytic = fourier.inverse(lines);
  const envelope = new Float64Array(samples.length);
  for (let n = 0; n < samples.length; n++) {
    envelope[n] = Number.isNaN(samples[n] as number) ? Number.NaN : Math.hypot(analytic[2 * n] as number, analytic[2 * n + 1] as number);
  }
  return envelope;
}
