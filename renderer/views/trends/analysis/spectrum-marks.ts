import type { SpectrumPeak } from '#shared/math/spectrum-peaks.ts';
import { median } from '#shared/math/spectrum-peaks.ts';
import { orderText } from './analysis-settings.ts';

/** A line that stands out, with the order it is of where a speed is known. Amplitude as a peak. */
export type NamedLine = { readonly hz: number; readonly amplitude: number; readonly order: number | null; readonly name: string };

/** How near a line must be to an order to be named by it: a share of it, and at least two lines. */
const nearShare = 0.015;
const nearLines = 2;
/** An order is there only where it stands this many times above the lines around it. */
const above = 3;
const around = 25;
/** Lines on either side that a line smeared by a changing speed may reach. */
const flankLines = 8;

/** The greatest line near a frequency; null where nothing stands out there. */
export function lineNear(amplitude: Float64Array, stepHz: number, hz: number): { readonly hz: number; readonly amplitude: number } | null {
  const reach = Math.max(nearLines * stepHz, hz * nearShare);
  const [from, to] = [Math.max(1, Math.ceil((hz - reach) / stepHz)), Math.min(amplitude.length - 1, Math.floor((hz + reach) / stepHz))];
  let top = -1;
  for (let line = from; line <= to; line++) if (top < 0 || (amplitude[line] as number) > (amplitude[top] as number)) top = line;
  if (top < 0) return null;
  const beside: number[] = [];
  for (let line = Math.max(1, top - around); line <= Math.min(amplitude.length - 1, top + around); line++) if (Math.abs(line - top) > 4) beside.push(amplitude[line] as number);
  return (amplitude[top] as number) > above * median(beside) ? { hz: top * stepHz, amplitude: amplitude[top] as number } : null;
}

/**
 * Peaks with the orders they are of (at a known shaft frequency), and the orders asked for that are there though no peak
 * of the list; greatest first. Without a speed a line is named by its frequency.
 */
export function nameLines(spectrum: { readonly amplitude: Float64Array; readonly stepHz: number }, peaks: readonly SpectrumPeak[], shaftHz: number | null, orders: readonly number[]): readonly NamedLine[] {
  if (shaftHz === null || !(shaftHz > 0)) return peaks.map(({ hz, amplitude }) => ({ hz, amplitude, order: null, name: `${hzWords(hz)} Hz` }));
  const { amplitude, stepHz } = spectrum;
  const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= Math.max(nearLines * stepHz, b * nearShare);
  const named = peaks.map(({ hz, amplitude: height }): NamedLine => {
    const order = orders.find((one) => isNear(hz, one * shaftHz)) ?? hz / shaftHz;
    return { hz, amplitude: height, order, name: orderText(order) };
  });
  for (const order of orders) {
    const hz = order * shaftHz;
    const line = lineNear(amplitude, stepHz, hz);
    // The flank of a line that is named already is no line of its own.
    if (line !== null && !named.some((one) => isNear(one.hz, hz) || Math.abs(one.hz - line.hz) <= flankLines * stepHz)) named.push({ ...line, order, name: orderText(order) });
  }
  return named.toSorted((a, b) => b.amplitude - a.amplitude);
}

export const hzWords = (hz: number): string => (hz >= 1000 ? hz.toFixed(0) : hz >= 10 ? hz.toFixed(1) : hz.toPrecision(3));
