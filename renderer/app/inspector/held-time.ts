/** How long the pointer or key must stay down, ms. */
export const holdMs = 800;

/** Between two frames so much counts at most, ms: a window that stood still does not know whether the finger was still down. */
const mostBetweenFrames = 200;

/** How long it was held, ms, when the next frame comes so much later. */
export const heldAfter = (heldMs: number, sinceFrameMs: number): number => heldMs + Math.min(Math.max(0, sinceFrameMs), mostBetweenFrames);
