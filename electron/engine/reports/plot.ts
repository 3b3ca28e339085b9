/** A moment shown on a plot. `uncertaintyMs`: the true one lies within ± so many ms; null where nobody knows. */
export type PlotMoment = { readonly timeMs: number; readonly label: string; readonly uncertaintyMs: number | null; readonly isFirstOut: boolean };

/**
 * One tag over a span, ready to be drawn. The columns are of equal time from `fromMs` to `toMs`; `first`, `min`, `max` and
 * `last` are NaN where a column has no value that is not bad, and there the line has a gap. `isBad`: something in the column
 * was bad.
 */
export type Plot = {
  readonly tag: string;
  readonly name: string;
  readonly unit: string;
  readonly decimals: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly first: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly last: Float64Array;
  readonly isBad: Uint8Array;
  /** The value holds until the next: drawn as steps. */
  readonly isStepped: boolean;
  /** Words of values; empty where values are numbers. */
  readonly states: Readonly<Record<string, string>>;
  readonly limits: readonly { readonly label: string; readonly value: number }[];
  readonly moments: readonly PlotMoment[];
  /** Where not all of the history was at hand. */
  readonly note: string;
};

/** A shape of a drawing, in points from the top left. */
export type PlotShape =
  | { readonly kind: 'line'; readonly points: readonly (readonly [x: number, y: number])[]; readonly width: number; readonly ink: PlotInk; readonly dash?: number }
  | { readonly kind: 'area'; readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly ink: PlotInk }
  | { readonly kind: 'words'; readonly x: number; readonly y: number; readonly text: string; readonly size: number; readonly align: 'left' | 'middle' | 'right'; readonly ink: PlotInk; readonly isStrong?: boolean };

export const plotInks = ['text', 'soft', 'grid', 'shade', 'band', 'data', 'first'] as const;
export type PlotInk = (typeof plotInks)[number];

/** Inks on white paper, told apart by a printer without colour, too. */
export const inkColours: Readonly<Record<PlotInk, string>> = {
  text: '#111111',
  soft: '#555555',
  grid: '#DDDDDD',
  shade: '#E6E6E6',
  band: '#F6E3C8',
  data: '#1B4F8C',
  first: '#B34700',
};
