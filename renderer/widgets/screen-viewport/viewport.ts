/** The part of a drawing that is shown, in its user units; always of the drawing's own proportions. */
export type Viewport = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
export type Extent = { readonly width: number; readonly height: number };
export type Point = { readonly x: number; readonly y: number };

/** Nearer than this nothing is gained: a value of 17 px is as wide as a hand. */
export const nearest = 12;
/** One step of a key or a button. */
export const zoomStep = 1.25;

/** The whole drawing. */
export const fitViewport = ({ width, height }: Extent): Viewport => ({ x: 0, y: 0, width, height });

/** How near: 1 shows the whole drawing, 2 half its width. */
export const zoomOf = (viewport: Viewport, extent: Extent): number => extent.width / viewport.width;

/** Nearer by `factor` (farther below 1), with the point under the pointer staying where it is as far as the drawing's edges let it. */
export function zoomAt(viewport: Viewport, extent: Extent, factor: number, at: Point): Viewport {
  const zoom = Math.min(nearest, Math.max(1, zoomOf(viewport, extent) * factor));
  const width = extent.width / zoom;
  const height = extent.height / zoom;
  return held({ x: at.x - ((at.x - viewport.x) / viewport.width) * width, y: at.y - ((at.y - viewport.y) / viewport.height) * height, width, height }, extent);
}

export const panBy = (viewport: Viewport, extent: Extent, dx: number, dy: number): Viewport => held({ ...viewport, x: viewport.x + dx, y: viewport.y + dy }, extent);

/** Shows a part of the drawing with `margin` units around it, at most `nearestFit` times near, so that a single value does not fill the wall. */
export function zoomToBox(box: Viewport, extent: Extent, margin = 40, nearestFit = 4): Viewport {
  const wide = Math.max((box.width + 2 * margin) / extent.width, (box.height + 2 * margin) / extent.height);
  const zoom = Math.min(nearestFit, Math.max(1, 1 / wide));
  const width = extent.width / zoom;
  const height = extent.height / zoom;
  return held({ x: box.x + box.width / 2 - width / 2, y: box.y + box.height / 2 - height / 2, width, height }, extent);
}

/** No ground beyond the drawing's edges is ever shown. */
function held(viewport: Viewport, extent: Extent): Viewport {
  const hold = (at: number, size: number, whole: number): number => Math.min(Math.max(0, whole - size), Math.max(0, at));
  return { ...viewport, x: hold(viewport.x, viewport.width, extent.width), y: hold(viewport.y, viewport.height, extent.height) };
}
