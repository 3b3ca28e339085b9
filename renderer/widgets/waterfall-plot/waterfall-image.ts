import type { Ramp } from '../plot-axes/ramp.ts';

/** Spectra of even steps of time: row `k` is of the samples that end at k · `stepMs`, UTC epoch ms. */
export type WaterfallRows = {
  readonly stepMs: number;
  readonly columns: number;
  /** Amplitudes of a row, 0 Hz first; null where none is known yet, NaN where there can be none. */
  row(k: number): Float32Array | null;
};

export type LevelScale = { readonly low: number; readonly high: number };

/** Paints rows `first` to `last` into pixels, the latest on top; log levels from `low` to `high`. Unknown is left clear. */
export function paintRows(pixels: Uint32Array, rows: WaterfallRows, first: number, last: number, scale: LevelScale, ramp: Ramp): void {
  const perStep = 255 / Math.log(scale.high / scale.low);
  const logLow = Math.log(scale.low);
  const { columns } = rows;
  for (let k = last; k >= first; k--) {
    const at = (last - k) * columns;
    const levels = rows.row(k);
    for (let column = 0; column < columns; column++) {
      const level = levels === null ? Number.NaN : (levels[column] as number);
      // NaN stays clear; 0 is the ground.
      pixels[at + column] = Number.isNaN(level) ? 0 : (ramp[Math.max(0, Math.min(255, Math.round((Math.log(level) - logLow) * perStep)))] as number);
    }
  }
}

/** A scale from the greatest level among rows down 52 dB, its end rounded up to 1, 2 or 5; null while nothing is known. */
export function scaleOf(rows: WaterfallRows, first: number, last: number): LevelScale | null {
  let most = 0;
  for (let k = first; k <= last; k++) {
    const levels = rows.row(k);
    if (levels === null) continue;
    // The first column holds what is left of the mean.
    for (let column = 1; column < levels.length; column++) if ((levels[column] as number) > most) most = levels[column] as number;
  }
  if (!(most > 0)) return null;
  const power = 10 ** Math.floor(Math.log10(most));
  const high = power * ([1, 2, 4, 5, 10].find((times) => times * power >= most) ?? 10);
  return { low: high / 400, high };
}

/** The greatest level of a row and its frequency; null where there is none. */
export function topOfRow(levels: Float32Array | null, maxHz: number): { readonly hz: number; readonly level: number } | null {
  if (levels === null) return null;
  let top = -1;
  for (let column = 1; column < levels.length; column++) if (!((levels[column] as number) <= (levels[top] ?? -1)) && !Number.isNaN(levels[column] as number)) top = column;
  return top < 0 ? null : { hz: ((top + 0.5) * maxHz) / levels.length, level: levels[top] as number };
}
