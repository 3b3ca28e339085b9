import type { FrameBox } from './bound-frame.ts';

const nothing: FrameBox = { x: 0, y: 0, width: 0, height: 0 };

/** Bounds of what is drawn, in the element's own units; a point at its origin while the page does not lay it out. */
export function boxOf(element: SVGElement): FrameBox {
  if (!(element instanceof SVGGraphicsElement)) return nothing;
  try {
    const { x, y, width, height } = element.getBBox();
    return { x, y, width, height };
  } catch {
    // Some browsers refuse for what is not laid out.
    return nothing;
  }
}
