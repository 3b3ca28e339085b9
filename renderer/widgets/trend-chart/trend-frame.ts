import type { LimitKind } from '#shared/model/alarm.ts';
import type { PixelColumns } from '#shared/math/pixel-columns.ts';

export type TrendMode = 'lanes' | 'shared' | 'percent';
export type PenDraw = 'line' | 'step' | 'points';

export type TrendLimit = { readonly kind: LimitKind; readonly value: number };

/** One pen as the chart draws it. `number` (from 1) stands at the end of its line and picks its colour. */
export type TrendPen = {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly unit: string;
  readonly decimals: number;
  /** A bool or enum: in lanes it is a band with its states in words. */
  readonly isState: boolean;
  readonly draw: PenDraw;
  /** Samples farther apart than this are joined by a step, since sources send changes only; ms. */
  readonly joinMs: number;
  readonly limits: readonly TrendLimit[];
  readonly normal: readonly [number, number] | null;
  /** What 0 and 100 % mean; null when the pen has no range. */
  readonly range: readonly [number, number] | null;
  /** Words on the axis for the numbers of a bool or enum. */
  readonly states: Readonly<Record<string, string>> | null;
  /** Lane it was put in, from 1; pens of one number share it. Null: as the layout has it. */
  readonly lane: number | null;
  /** Ends of its axis when they are fixed. */
  readonly axis: readonly [number, number] | null;
  readonly isLog: boolean;
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
  /** Columns of the setpoint beside a pen; null where it has none. */
  readonly setpoints: readonly (PixelColumns | null)[];
  /** The same pens at an earlier time, drawn `shiftMs` later than they were; null while nothing is compared. */
  readonly earlier: { readonly columns: readonly (PixelColumns | null)[]; readonly shiftMs: number } | null;
  /** Place of the selected pen; −1 for none. */
  readonly selected: number;
  readonly marks: readonly TrendMark[];
};

/** A mark in the strip above the lanes: an alarm raised, what somebody did, a note. */
export type TrendMark = {
  readonly kind: 'alarm' | 'action' | 'note';
  readonly timeMs: number;
  /** End of a note on a stretch of time; null else. */
  readonly toMs: number | null;
  /** Of an alarm; 0 else. */
  readonly priority: 0 | 1 | 2 | 3 | 4;
  readonly text: string;
  /** What a click is about: the alarm's id, the number of a note; empty where there is nothing to open. */
  readonly subject: string;
  /** How many stand for this one, when they are too many to draw each. */
  readonly count: number;
};
