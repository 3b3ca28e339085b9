import { correlate, type Correlation } from '#shared/math/correlate.ts';
import { type HistogramAnswer, histogramOf } from '#shared/math/histogram.ts';
import { envelopeOf } from '#shared/math/spectrum-envelope.ts';
import { type EvenGrid, evenGrid, type GridWish, type SampleRows } from '#shared/math/spectrum-grid.ts';
import { findPeaks, type SpectrumPeak } from '#shared/math/spectrum-peaks.ts';
import { createSpectrumMaker, samplesFor, type Spectrum, type SpectrumMaker, type SpectrumSettings } from '#shared/math/spectrum.ts';
import { numberOf } from '#shared/model/number-of.ts';

/** An answer is a picture, or one sentence why there is none. */
export type Refusable<Value> = ({ readonly ok: true } & Value) | { readonly ok: false; readonly sentence: string };

export type Band = { readonly lowHz: number; readonly highHz: number };
export type GridRules = Omit<GridWish, 'count'>;

export type SpectrumTask = {
  readonly kind: 'spectrum';
  readonly rows: SampleRows;
  readonly rules: GridRules;
  readonly settings: SpectrumSettings;
  readonly averages: number;
  /** The spectrum of the envelope of this band instead of the signal's; null for the signal. */
  readonly band: Band | null;
};
export type SpectrumAnswer = Refusable<{
  readonly spectrum: Spectrum;
  /** RMS of the signal itself, also where the spectrum is of an envelope. */
  readonly overallRms: number;
  readonly peaks: readonly SpectrumPeak[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  readonly how: EvenGrid['how'];
  readonly heldShare: number;
}>;

export type WaterfallTask = {
  readonly kind: 'waterfall';
  readonly rows: SampleRows;
  readonly rules: GridRules;
  readonly settings: SpectrumSettings;
  /** The end of each row's samples, UTC epoch ms, rising; the last is `rules.toMs`. */
  readonly endsMs: Float64Array;
  readonly maxHz: number;
  readonly columns: number;
};
/** Row after row of `columns` peak amplitudes from 0 Hz to `maxHz`; a row with a missing sample is all NaN. */
export type WaterfallAnswer = Refusable<{ readonly level: Float32Array<ArrayBuffer>; readonly columns: number }>;

export type PairTask = {
  readonly kind: 'pair';
  /** Values at the same even times; NaN where there is no good one. */
  readonly x: Float64Array<ArrayBuffer>;
  readonly y: Float64Array<ArrayBuffer>;
  readonly mostLag: number;
};
export type PairAnswer = Refusable<{ readonly x: Float64Array<ArrayBuffer>; readonly y: Float64Array<ArrayBuffer>; readonly correlation: Correlation }>;

export type HistogramTask = { readonly kind: 'histogram'; readonly rows: SampleRows; readonly fromMs: number; readonly toMs: number; readonly bins: number };
export type HistogramTaskAnswer = Refusable<{ readonly histogram: HistogramAnswer }>;

export type AnalysisTask = SpectrumTask | WaterfallTask | PairTask | HistogramTask;
export type AnswerOf<Task extends AnalysisTask> = Task extends SpectrumTask ? SpectrumAnswer : Task extends WaterfallTask ? WaterfallAnswer : Task extends PairTask ? PairAnswer : HistogramTaskAnswer;
export type AnalysisAnswer = SpectrumAnswer | WaterfallAnswer | PairAnswer | HistogramTaskAnswer;

export const histogramPercentiles = [0.05, 0.25, 0.5, 0.75, 0.95] as const;
const mostPeaks = 12;

/** Runs tasks; keeps the tables of the spectrum made last. Pure but for that. */
export function createTaskRunner(): (task: AnalysisTask) => AnalysisAnswer {
  let made: { readonly key: string; readonly maker: SpectrumMaker } | null = null;
  const makerOf = (settings: SpectrumSettings): SpectrumMaker => {
    const key = `${settings.window} ${settings.length} ${settings.overlap}`;
    if (made?.key !== key) made = { key, maker: createSpectrumMaker(settings) };
    return made.maker;
  };
  return (task) => {
    switch (task.kind) {
      case 'spectrum':
        return spectrumOf(task, makerOf(task.settings));
      case 'waterfall':
        return waterfallOf(task, makerOf(task.settings));
      case 'pair':
        return pairOf(task);
      case 'histogram':
        return histogramAnswer(task);
    }
  };
}

function spectrumOf({ rows, rules, settings, averages, band }: SpectrumTask, maker: SpectrumMaker): SpectrumAnswer {
  const answer = evenGrid(rows, { ...rules, count: samplesFor(settings, averages) });
  if (!answer.ok) return answer;
  const { grid } = answer;
  const rateHz = 1000 / grid.stepMs;
  if (grid.value.length < settings.length) {
    return { ok: false, sentence: `${numberOf(grid.value.length, 'point')} before this moment, but the spectrum is set to ${settings.length}. Choose fewer points or a later moment.` };
  }
  if (band !== null && !(band.lowHz < band.highHz && band.lowHz < rateHz / 2)) {
    return { ok: false, sentence: `The band of the envelope must lie below ${rateHz / 2} Hz, half the sampling rate, its lower end first.` };
  }
  const signal = maker.make(grid.value, rateHz);
  if (signal.averages === 0) return { ok: false, sentence: `Every stretch of ${settings.length} points has bad values in it (${Math.ceil(grid.missingShare * 100)} % are missing). Choose fewer points or another moment.` };
  const spectrum = band === null ? signal : maker.make(envelopeOf(grid.value, rateHz, band), rateHz);
  const peaks = findPeaks(spectrum.amplitude, spectrum.stepHz, { window: settings.window, most: mostPeaks });
  const toMs = grid.fromMs + (grid.value.length - 1) * grid.stepMs;
  return { ok: true, spectrum, overallRms: signal.rms, peaks, fromMs: grid.fromMs, toMs, stepMs: grid.stepMs, how: grid.how, heldShare: grid.heldShare };
}

function waterfallOf({ rows, rules, settings, endsMs, maxHz, columns }: WaterfallTask, maker: SpectrumMaker): WaterfallAnswer {
  const answer = evenGrid(rows, { ...rules, count: Number.MAX_SAFE_INTEGER });
  // A stretch without change or with few samples is a dark part of the picture, not the end of it.
  const level = new Float32Array(endsMs.length * columns).fill(Number.NaN);
  if (!answer.ok) return { ok: true, level, columns };
  const { value, fromMs, stepMs } = answer.grid;
  endsMs.forEach((endMs, row) => {
    const end = Math.round((endMs - fromMs) / stepMs) + 1;
    // The newest sample may come a little before the moment asked for.
    const until = end > value.length && end - value.length <= Math.max(2, rules.lateMs / stepMs) ? value.length : end;
    if (until < settings.length || until > value.length) return;
    const { amplitude, stepHz, averages } = maker.make(value.subarray(until - settings.length, until), 1000 / stepMs);
    if (averages > 0) poolLines(amplitude, stepHz, maxHz, level.subarray(row * columns, (row + 1) * columns));
  });
  return { ok: true, level, columns };
}

/** The greatest line of each column, or the nearest where a column is narrower than a line: a narrow line is never lost. NaN beyond half the sampling rate. */
export function poolLines(amplitude: Float64Array, stepHz: number, maxHz: number, out: Float32Array): void {
  const lines = maxHz / out.length / stepHz;
  for (let column = 0; column < out.length; column++) {
    const first = lines >= 1 ? Math.ceil(column * lines - 1e-9) : Math.round((column + 0.5) * lines);
    const end = lines >= 1 ? Math.ceil((column + 1) * lines - 1e-9) : first + 1;
    let most = Number.NaN;
    for (let line = first; line < end && line < amplitude.length; line++) if (!((amplitude[line] as number) <= most)) most = amplitude[line] as number;
    out[column] = most;
  }
}

function pairOf({ x, y, mostLag }: PairTask): PairAnswer {
  const correlation = correlate(x, y, mostLag);
  if (correlation.pairs < 3) return { ok: false, sentence: `Only ${correlation.pairs} moments of this span have a good value of both tags.` };
  return { ok: true, x, y, correlation };
}

function histogramAnswer({ rows, fromMs, toMs, bins }: HistogramTask): HistogramTaskAnswer {
  const histogram = histogramOf(rows, { fromMs, toMs }, { bins, percentiles: histogramPercentiles });
  return histogram === null ? { ok: false, sentence: 'This span holds no good value.' } : { ok: true, histogram };
}
