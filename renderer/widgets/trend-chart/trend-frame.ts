import type { LimitKind } from '#shared/model/alarm.ts';
import type { PixelColumns } from '#shared/math/pixel-columns.ts';

export type TrendMode = 'lanes' | 'shared' | 'percent';

export type TrendLimit = { readonly kind: LimitKind; readonly value: number };

/** One pen as the chart draws it. `number` (from 1) stands at the end of its line and picks its colour. */
export type TrendPen = {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly unit: string;
  readonly decimals: number;
  /** Drawn in steps: bool, enum and text. */
  readonly isStep: boolean;
  /** Samples farther apart than this are joined by a step, since sources send changes only; ms. */
  readonly joinMs: number;
  readonly limits: readonly TrendLimit[];
  readonly normal: readonly [number, number] | null;
  /** What 0 and 100 % mean; null when the pen has no range. */
  readonly range: readonly [number, number] | null;
  /** Words on the axis for the numbers of a bool or enum. */
  readonly states: Readonly<Record<string, string>> | null;
};

/** One picture of the trend. The arrays go by the chart's pens. */
export type TrendFrame = {
  readonly fromMs: number;
  readonly toMs: number;
  /** The engine's clock; nothing is drawn past it. */
  readonly nowMs: number;
  /** When the live line was lost; lines end there. Null while it is up. */
  readonly lostMs: number | null;
  readonly columns: readonly (PixelColumns | null)[];
  /** Place of the selected pen; −1 for none. */
  readonly selected: number;
  readonly events: readonly TrendEvent[];
};

/** A mark in the strip above the lanes. */
export type TrendEvent = { readonly timeMs: number; readonly priority: 1 | 2 | 3 | 4; readonly text: string };
