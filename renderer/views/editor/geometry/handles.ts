import type { Box, Point } from './box.ts';

/** Where one takes hold of a box to resize it, by compass. */
export const handleIds = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const;
export type HandleId = (typeof handleIds)[number];

/** How far across and down a handle sits: 0 left or top, 0.5 middle, 1 right or bottom. */
const seats: Readonly<Record<HandleId, Point>> = {
  nw: { x: 0, y: 0 },
  n: { x: 0.5, y: 0 },
  ne: { x: 1, y: 0 },
  e: { x: 1, y: 0.5 },
  se: { x: 1, y: 1 },
  s: { x: 0.5, y: 1 },
  sw: { x: 0, y: 1 },
  w: { x: 0, y: 0.5 },
};

export const handlePoint = (box: Box, handle: HandleId): Point => ({
  x: box.x + box.width * seats[handle].x,
  y: box.y + box.height * seats[handle].y,
});

export type ResizeRules = {
  /** Width to height stays as it was; with a side handle the other side follows around the middle. */
  readonly keepsRatio?: boolean;
  /** The middle stays where it is. */
  readonly fromCentre?: boolean;
  /** Least width and height; a box is never turned inside out. */
  readonly least?: number;
};

/** The box after its handle was dragged by (dx, dy). The opposite side, or the middle, keeps its place exactly. */
export function resizedBox(from: Box, handle: HandleId, dx: number, dy: number, rules: ResizeRules = {}): Box {
  const { keepsRatio = false, fromCentre = false, least = 1 } = rules;
  const seat = seats[handle];
  const times = fromCentre ? 2 : 1;
  let width = seat.x === 0.5 ? from.width : Math.max(least, from.width + (seat.x === 1 ? dx : -dx) * times);
  let height = seat.y === 0.5 ? from.height : Math.max(least, from.height + (seat.y === 1 ? dy : -dy) * times);
  if (keepsRatio && from.width > 0 && from.height > 0) {
    const factors = { x: width / from.width, y: height / from.height };
    const asked = seat.x === 0.5 ? factors.y : seat.y === 0.5 ? factors.x : Math.max(factors.x, factors.y);
    const factor = Math.max(asked, least / from.width, least / from.height);
    width = from.width * factor;
    height = from.height * factor;
  }
  return {
    x: kept(from.x, from.width, width, seat.x, fromCentre),
    y: kept(from.y, from.height, height, seat.y, fromCentre),
    width,
    height,
  };
}

/** Where the box begins so that what stays put does: the opposite side, or the middle. */
function kept(start: number, before: number, after: number, seat: number, fromCentre: boolean): number {
  if (fromCentre || seat === 0.5) return start + (before - after) / 2;
  return seat === 1 ? start : start + before - after;
}

/** The angle in degrees a pointer was turned by about a centre, −180 to 180, clockwise positive as y points down. */
export function turnedBy(centre: Point, from: Point, to: Point): number {
  const angle = ((Math.atan2(to.y - centre.y, to.x - centre.x) - Math.atan2(from.y - centre.y, from.x - centre.x)) * 180) / Math.PI;
  return angle > 180 ? angle - 360 : angle <= -180 ? angle + 360 : angle;
}

/** An angle in steps of so many degrees. */
export const inSteps = (degrees: number, step: number): number => Math.round(degrees / step) * step || 0;
