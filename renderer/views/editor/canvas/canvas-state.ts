import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Box, Point } from '../geometry/box.ts';
import type { Guide } from '../geometry/snap.ts';
import type { Sight, Size } from '../geometry/view-box.ts';

/** What is seen of the drawing, and what the hand is doing to it: all of it gone when the pointer is let go. */
export type CanvasState = {
  readonly sight: Sight;
  readonly window: Size;
  /** Boxes of what is picked, as drawn; shifted or stretched while dragged. User units, as everything here. */
  readonly boxes: readonly Box[];
  /** Box around all of them while a handle is dragged; null: the union of `boxes`. */
  readonly stretched: Box | null;
  /** Degrees they are being turned by. */
  readonly turned: number;
  readonly guides: readonly Guide[];
  readonly marquee: Box | null;
  /** Points of a line or corners of a shape that is being drawn, the pointer's last. */
  readonly drawn: readonly Point[];
  /** Where the pointer is on the drawing; null outside. */
  readonly pointer: Point | null;
  /** What dropped tags would be bound to. */
  readonly dropTarget: Box | null;
};

export const restingCanvas = { stretched: null, turned: 0, guides: [], marquee: null, drawn: [] } as const satisfies Partial<CanvasState>;

export const createCanvasState = (): StoreApi<CanvasState> =>
  createStore<CanvasState>(() => ({
    ...restingCanvas,
    sight: { x: 0, y: 0, zoom: 1 },
    window: { width: 0, height: 0 },
    boxes: [],
    pointer: null,
    dropTarget: null,
  }));
