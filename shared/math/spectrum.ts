import { createFourier, type Fourier } from './spectrum-fft.ts';
import { createWindow, type SpectrumWindow, type WindowName } from './spectrum-window.ts';

export type SpectrumSettings = {
  readonly window: WindowName;
  /** Samples a segment, a power of two. */
  readonly length: number;
  /** Share of a segment that the next one covers again, 0 to below 1. */
  readonly overlap: number;
};

export type Spectrum = {
  /** Distance of two lines. */
  readonly stepHz: number;
  /**
   * Peak amplitude of each line from 0 Hz to half the sampling rate, in the unit of the signal: a sine of amplitude 1 right
   * on a line reads 1 there. Squares are averaged over the segments. The mean of each segment is taken off first.
   */
  readonly amplitude: Float64Array<ArrayBuffer>;
  /** Segments averaged; 0 when none was whole, then all of `amplitude` is NaN. */
  readonly averages: number;
  /** Segments left out because a sample in them was missing (NaN). */
  readonly leftOut: number;
  /** RMS of the samples used about the mean of their segment, from the samples themselves. */
  readonly rms: number;
  readonly mean: number;
  /** Equivalent noise bandwidth of the window, in lines. */
  readonly noiseLines: number;
};

/** Makes spectra of one kind; tables are made once. */
export type SpectrumMaker = {
  /** Of all segments in these samples (NaN: missing), taken at `rateHz`. Fewer samples than a segment give none. */
  make(samples: Float64Array, rateHz: number): Spectrum;
};

/**
 * Welch's method (IEEE Trans. AU-15, 1967; read in secondary texts): overlapped segments, windowed, their powers averaged.
 */
export function createSpectrumMaker({ window: name, length, overlap }: SpectrumSettings): SpectrumMaker {
  const fourier = createFourier(length);
  const window = createWindow(name, length);
  const room = new Float64Array(length);
  const hop = Math.max(1, Math.round(length * (1 - overlap)));
  return {
    make(samples, rateHz) {
      const lines = length / 2 + 1;
      const power = new Float64Array(lines);
      let averages = 0;
      let leftOut = 0;
      let squares = 0;
      let sum = 0;
      // From the end, so that what does not fill a segment is the oldest.
      for (let end = samples.length; end >= length; end -= hop) {
        const segment = samples.subarray(end - length, end);
        const mean = meanOf(segment);
        if (Number.isNaN(mean)) {
          leftOut++;
          continue;
        }
        squares += addSegment({ segment, mean, room, window, fourier, power });
        sum += mean;
        averages++;
      }
      const amplitude = power;
      for (let line = 0; line < lines; line++) amplitude[line] = averages === 0 ? Number.NaN : Math.sqrt((power[line] as number) / averages);
      return {
        stepHz: rateHz / length,
        amplitude,
        averages,
        leftOut,
        rms: averages === 0 ? Number.NaN : Math.sqrt(squares / (averages * length)),
        mean: averages === 0 ? Number.NaN : sum / averages,
        noiseLines: window.noiseLines,
      };
    },
  };
}

/** Adds one segment's squared amplitudes to `power`; answers the sum of its squares about its mean. */
function addSegment(parts: {
  readonly segment: Float64Array;
  readonly mean: number;
  readonly room: Float64Array;
  readonly window: SpectrumWindow;
  readonly fourier: Fourier;
  readonly power: Float64Array;
}): number {
  const { segment, mean, room, window, fourier, power } = parts;
  let squares = 0;
  for (let n = 0; n < segment.length; n++) {
    const swing = (segment[n] as number) - mean;
    squares += swing * swing;
    room[n] = swing * (window.weight[n] as number);
  }
  const pairs = fourier.real(room);
  const last = power.length - 1;
  for (let line = 0; line <= last; line++) {
    const re = pairs[2 * line] as number;
    const im = pairs[2 * line + 1] as number;
    // Lines 0 and half the rate have no twin at a negative frequency.
    const scale = (line === 0 || line === last ? 1 : 2) / window.sum;
    power[line]! += (re * re + im * im) * scale * scale;
  }
  return squares;
}

function meanOf(samples: Float64Array): number {
  let sum = 0;
  for (let n = 0; n < samples.length; n++) sum += samples[n] as number;
  return sum / samples.length;
}

/** RMS of everything between two frequencies, from the lines (Parseval, divided by the noise bandwidth of the window). */
export function bandRms({ amplitude, stepHz, noiseLines }: Pick<Spectrum, 'amplitude' | 'stepHz' | 'noiseLines'>, fromHz: number, toHz: number): number {
  const last = amplitude.length - 1;
  let squares = 0;
  for (let line = Math.max(0, Math.ceil(fromHz / stepHz)); line <= Math.min(last, Math.floor(toHz / stepHz + 1e-9)); line++) {
    const value = amplitude[line] as number;
    squares += value * value * (line === 0 || line === last ? 1 : 0.5);
  }
  return Math.sqrt(squares / noiseLines);
}

/** Samples that `averages` segments need. */
export const samplesFor = ({ length, overlap }: SpectrumSettings, averages: number): number => length + (averages - 1) * Math.max(1, Math.round(length * (1 - overlap)));
