import { createStore } from 'zustand/vanilla';
import type { WindowName } from '#shared/math/spectrum-window.ts';
import type { Band } from './analysis-task.ts';

export const analysisTabs = ['spectrum', 'waterfall', 'xy', 'histogram'] as const;
export type AnalysisTab = (typeof analysisTabs)[number];

/** Where the speed of the shaft comes from that orders are counted by. */
export type SpeedSource = { readonly kind: 'none' } | { readonly kind: 'tag'; readonly tag: string } | { readonly kind: 'typed'; readonly rpm: number };
/** The run drawn in grey: the moment of cursor A, or so much earlier. */
export type ReferenceChoice = { readonly kind: 'none' } | { readonly kind: 'cursor-a' } | { readonly kind: 'earlier'; readonly byMs: number };

export type AnalysisSettings = {
  readonly tab: AnalysisTab;
  readonly window: WindowName;
  /** Points a spectrum, a power of two. */
  readonly length: number;
  readonly averages: number;
  /** Upper end of the frequency axis; null: half the sampling rate. */
  readonly maxHz: number | null;
  readonly amplitude: 'peak' | 'rms';
  readonly isLog: boolean;
  readonly band: Band | null;
  readonly speed: SpeedSource;
  /** Multiples of the shaft speed to mark. */
  readonly orders: readonly number[];
  readonly reference: ReferenceChoice;
  /** The pen of the XY plot's x axis by tag; null: the first other pen. */
  readonly xTag: string | null;
  readonly between: 'line' | 'hold';
};

export const lengths = [256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536] as const;
export const averageCounts = [1, 2, 4, 8, 16] as const;
export const overlap = 0.5;
export const windowWords: Readonly<Record<WindowName, string>> = { hann: 'Hann', hamming: 'Hamming', 'blackman-harris': 'Blackman–Harris', 'flat-top': 'Flat top', rectangular: 'Rectangular' };

/** Settings of the analysis panels of this window, as long as it is open. */
export const analysisSettings = createStore<AnalysisSettings>(() => ({
  tab: 'spectrum',
  window: 'hann',
  length: 4096,
  averages: 1,
  maxHz: null,
  amplitude: 'peak',
  isLog: true,
  band: null,
  speed: { kind: 'none' },
  orders: [0.5, 1, 2, 3],
  reference: { kind: 'none' },
  xTag: null,
  between: 'line',
}));

export const setAnalysis = (change: Partial<AnalysisSettings>): void => analysisSettings.setState(change);

/** Orders as typed: numbers above 0, apart by space, comma with space, or semicolon; null where something is no number. At most 12. */
export function parseOrders(text: string): readonly number[] | null {
  const parts = text.split(/[\s;×x]+|,\s+/).map((part) => part.replace(/,$/, '').replace(',', '.')).filter((part) => part !== '');
  const numbers = parts.map(Number);
  return numbers.every((number) => number > 0 && Number.isFinite(number)) && numbers.length <= 12 ? numbers : null;
}

/** An order in words: "1×", "0.46×". */
export const orderText = (order: number): string => `${Number(order.toFixed(order < 10 ? 2 : 1))}×`;

/** A figure to three digits, as amplitudes are read: "128", "26.4", "0.052". */
export function threeDigits(value: number): string {
  if (!Number.isFinite(value)) return '----';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 100) return minused(size < 1e6 ? value.toFixed(0) : value.toExponential(2));
  return minused(size >= 1e-4 ? value.toFixed(Math.min(6, 2 - Math.floor(Math.log10(size)))) : value.toExponential(1));
}

const minused = (text: string): string => text.replaceAll('-', '\u2212');
