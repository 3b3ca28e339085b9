import type { Bounds } from '#shared/scene/part-frame.ts';
import type { Extent, Viewport } from '../../screen-viewport/viewport.ts';

/** How metres of the plant become units of the map: north is up, and its upper left corner is 0, 0. A unit is a metre. */
export type MapPlace = Extent & { readonly x: (east: number) => number; readonly y: (north: number) => number; readonly east: (x: number) => number; readonly north: (y: number) => number };

/** Free ground around everything, m. */
const border = 4;

export function mapPlace([east, north, , east2, north2]: Bounds): MapPlace {
  const [left, top] = [east - border, north2 + border];
  return {
    width: Math.max(1, east2 - east) + 2 * border,
    height: Math.max(1, north2 - north) + 2 * border,
    x: (one) => one - left,
    y: (one) => top - one,
    east: (x) => x + left,
    north: (y) => top - y,
  };
}

/** CSS pixels for one unit, and where the viewport's upper left corner stands in an element of this size: the whole viewport is in sight, in the middle. */
export function fitOf(viewport: Viewport, size: Extent): { readonly scale: number; readonly left: number; readonly top: number } {
  const scale = Math.min(size.width / viewport.width, size.height / viewport.height);
  return { scale, left: (size.width - viewport.width * scale) / 2, top: (size.height - viewport.height * scale) / 2 };
}
