import type { HandleId } from '../geometry/handles.ts';
import type { Point } from '../geometry/box.ts';

/** What the pointer does, in pixels of the canvas and with the keys held; the browser's events without the browser. */
export type PointerInput = {
  /** From the upper left corner of the canvas, pixels. */
  readonly at: Point;
  /** From the window's corner, pixels: what hit tests want. */
  readonly client: Point;
  readonly button: number;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly control: boolean;
  /** The handle of the selection that was pressed; `turn` is the one for turning. */
  readonly handle: HandleId | 'turn' | null;
};

/** Something the hand does from press to release. Coordinates come as `PointerInput`. */
export type Gesture = {
  move(input: PointerInput): void;
  /** Let go: what was shown becomes an edit. */
  end(input: PointerInput): void;
  /** Esc or a lost pointer: all is as before. */
  cancel(): void;
};

/** Pixels a press must move before it is a drag: less is a hand that shakes. */
export const dragFrom = 4;
/** Pixels around the pointer a thin line is still hit in. */
export const hitReach = 5;
/** Pixels within which edges take hold of each other. */
export const snapReach = 6;
