import type { ChartTheme } from './chart-theme.ts';
import type { TrendMode, TrendPen } from './trend-frame.ts';

/** Where and with what the chart paints, in px of the canvas at hand. */
export type Plot = {
  readonly ctx: CanvasRenderingContext2D;
  readonly theme: ChartTheme;
  /** Canvas px of one CSS px. */
  readonly ratio: number;
  readonly left: number;
  readonly width: number;
  readonly pens: readonly TrendPen[];
  readonly mode: TrendMode;
  readonly selected: number;
};

export const chartFont = ({ theme, ratio }: Plot, weight: number, rem = 0.6875): string => `${weight} ${Math.round(rem * theme.rem * ratio)}px ${theme.family}`;

/** Pixel centres, so that a line of one px is one px wide. */
export const crisp = (at: number, ratio: number): number => Math.round(at / ratio) * ratio + ratio / 2;
