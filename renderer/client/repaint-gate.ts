/** A number may repaint this often, ms (four times a second); the first change after as long a quiet goes at once. */
export const repaintIntervalMs = 250;

/**
 * Decides when something that changed may be painted: at once when its last paint is `repaintIntervalMs` ago or more,
 * else after the answered number of ms. 0 means now. `lastPaintMs` is −Infinity before the first paint.
 */
export function repaintDelayMs(lastPaintMs: number, nowMs: number): number {
  return Math.max(0, lastPaintMs + repaintIntervalMs - nowMs);
}
