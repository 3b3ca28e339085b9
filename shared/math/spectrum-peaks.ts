import { type WindowName, windowResponse } from './spectrum-window.ts';

export type SpectrumPeak = {
  /** Between lines: from a parabola through the logarithms of three lines. */
  readonly hz: number;
  /** Peak amplitude of the tone there: what its greatest line reads, divided by what the window lets through so far beside it. */
  readonly amplitude: number;
  /** How far it stands above the median of the lines around it, as a factor. */
  readonly prominence: number;
};

/** Lines on either side that a peak must top: the main lobe of every window but the flat top is no wider. */
const lobe = 4;
/** Lines on either side whose median is the ground a peak stands on. */
const ground = 40;
/** 100 dB below the greatest line begins what rounding leaves behind. */
const smallest = 1e-5;

/**
 * The greatest peaks of a spectrum between two frequencies, greatest first. A peak tops the lines about it and stands
 * `least` times above the ground there, not 100 dB below the greatest of all. Lines below `lobe` are left out: there lies what is left of the mean.
 */
export function findPeaks(amplitude: Float64Array, stepHz: number, options: { readonly window: WindowName; readonly most: number; readonly least?: number; readonly fromHz?: number; readonly toHz?: number }): readonly SpectrumPeak[] {
  const { window, most, least = 5, fromHz = 0, toHz = Number.POSITIVE_INFINITY } = options;
  const peaks: SpectrumPeak[] = [];
  const floor = smallest * amplitude.reduce((top, value) => (value > top ? value : top), 0);
  const first = Math.max(lobe, Math.ceil(fromHz / stepHz));
  const last = Math.min(amplitude.length - 2, Math.floor(toHz / stepHz));
  for (let line = first; line <= last; line++) {
    if ((amplitude[line] as number) < floor || !isTop(amplitude, line)) continue;
    const prominence = (amplitude[line] as number) / groundAt(amplitude, line);
    if (prominence >= least) peaks.push({ ...topOf(amplitude, line, stepHz, window), prominence });
  }
  return peaks.toSorted((a, b) => b.amplitude - a.amplitude).slice(0, most);
}

function isTop(amplitude: Float64Array, line: number): boolean {
  const value = amplitude[line] as number;
  if (!(value > 0)) return false;
  const from = Math.max(0, line - lobe);
  const to = Math.min(amplitude.length - 1, line + lobe);
  for (let other = from; other <= to; other++) {
    const beside = amplitude[other] as number;
    // Of two equal ones the first is the peak.
    if (other < line ? beside >= value : beside > value) return false;
  }
  return true;
}

/** Median of the lines around, the peak's own lobe left out; a hair above 0 where nothing else is there. */
function groundAt(amplitude: Float64Array, line: number): number {
  const around: number[] = [];
  for (let other = Math.max(1, line - ground); other <= Math.min(amplitude.length - 1, line + ground); other++) {
    if (Math.abs(other - line) > lobe) around.push(amplitude[other] as number);
  }
  return Math.max(median(around), (amplitude[line] as number) * 1e-9);
}

export function median(values: ArrayLike<number>): number {
  if (values.length === 0) return Number.NaN;
  // Typed, since that sorts numbers without a call for each pair.
  const sorted = Float64Array.from(values).sort();
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** The place of the vertex of a parabola through the logarithms of a line and its neighbours; the line itself where a neighbour is 0. */
function topOf(amplitude: Float64Array, line: number, stepHz: number, window: WindowName): { readonly hz: number; readonly amplitude: number } {
  const [below, at, above] = [amplitude[line - 1] ?? 0, amplitude[line] as number, amplitude[line + 1] ?? 0];
  if (!(below > 0 && above > 0)) return { hz: line * stepHz, amplitude: at };
  const [a, b, c] = [Math.log(below), Math.log(at), Math.log(above)];
  const bend = a - 2 * b + c;
  if (!(bend < 0)) return { hz: line * stepHz, amplitude: at };
  const shift = Math.min(0.5, Math.max(-0.5, (a - c) / (2 * bend)));
  return { hz: (line + shift) * stepHz, amplitude: at / windowResponse(window, shift) };
}
