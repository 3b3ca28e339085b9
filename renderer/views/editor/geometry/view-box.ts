import type { Box, Point } from './box.ts';

/** The part of the drawing that is seen: its upper left corner in user units, and pixels for each user unit. */
export type Sight = { readonly x: number; readonly y: number; readonly zoom: number };
export type Size = { readonly width: number; readonly height: number };

export const leastZoom = 0.05;
export const mostZoom = 16;

const within = (zoom: number): number => Math.min(mostZoom, Math.max(leastZoom, zoom));

/** All of a box in the middle of a window of so many pixels, with a margin in pixels around it. */
export function sightOn(box: Box, window: Size, margin = 24): Sight {
  const room = { width: Math.max(1, window.width - 2 * margin), height: Math.max(1, window.height - 2 * margin) };
  const zoom = within(Math.min(room.width / Math.max(1, box.width), room.height / Math.max(1, box.height)));
  return { x: box.x + box.width / 2 - window.width / 2 / zoom, y: box.y + box.height / 2 - window.height / 2 / zoom, zoom };
}

/** Nearer or further by a factor; the point of the drawing under the pointer (in pixels of the window) stays there. */
export function zoomedAt(sight: Sight, pointer: Point, factor: number): Sight {
  const zoom = within(sight.zoom * factor);
  return { x: sight.x + pointer.x / sight.zoom - pointer.x / zoom, y: sight.y + pointer.y / sight.zoom - pointer.y / zoom, zoom };
}

/** Moved with the hand: by so many pixels. */
export const pannedBy = (sight: Sight, dx: number, dy: number): Sight => ({
  ...sight,
  x: sight.x - dx / sight.zoom,
  y: sight.y - dy / sight.zoom,
});

export const toDrawing = (sight: Sight, pixel: Point): Point => ({ x: sight.x + pixel.x / sight.zoom, y: sight.y + pixel.y / sight.zoom });
export const toPixels = (sight: Sight, point: Point): Point => ({
  x: (point.x - sight.x) * sight.zoom,
  y: (point.y - sight.y) * sight.zoom,
});
export const boxToPixels = (sight: Sight, box: Box): Box => ({
  ...toPixels(sight, box),
  width: box.width * sight.zoom,
  height: box.height * sight.zoom,
});

/** The `viewBox` that shows this sight in a window of so many pixels. */
export const viewBoxOf = (sight: Sight, window: Size): string =>
  [sight.x, sight.y, window.width / sight.zoom, window.height / sight.zoom].map((value) => Math.round(value * 1000) / 1000).join(' ');
