/** What is given up while the eye moves, so that moving stays smooth where a processor draws instead of a graphics card. */
export type Effort = {
  /** Share of the full resolution; above 1: finer than the screen. */
  readonly resolution: number;
  /** At most so many triangles. */
  readonly budget: number;
  readonly hasEdges: boolean;
};

/** Frames slower than this give something up, faster ones take it back, ms. */
const slowMs = 26;
const fastMs = 19;
const leastResolution = 0.4;
/** At most so long for a frame at rest, ms. */
const restMs = 60;
/** Where no graphics card smooths edges, a picture at rest has more places than the screen, as long as that is quick enough. */
const finer = 1.5;

export type FramePace = ReturnType<typeof createFramePace>;

/** Finds the effort by the time between frames while something moves; what stands still is drawn in full. */
export function createFramePace(isSoftware: boolean) {
  // From 0, everything, to 1, the least.
  let saved = isSoftware ? 0.5 : 0;
  let mean = Number.NaN;
  let still = 1;
  let isFine = isSoftware;
  return {
    /** `betweenMs`: from the beginning of one frame to that of the next, both of them moving. */
    moved(betweenMs: number): void {
      // A pause of the whole page tells nothing about drawing.
      if (betweenMs > 600) return;
      mean = Number.isNaN(mean) ? betweenMs : mean * 0.75 + betweenMs * 0.25;
      if (mean > slowMs) saved = Math.min(1, saved + 0.02 * Math.min(4, mean / slowMs));
      else if (mean < fastMs) saved = Math.max(0, saved - 0.01);
    },
    rested(): void {
      mean = Number.NaN;
    },
    /** What a frame at rest cost until it was drawn, ms: such frames too are kept below a tenth of a second, as values change at rest as well. */
    stood(costMs: number): void {
      if (costMs > restMs && isFine) isFine = false;
      else if (costMs > restMs) still = Math.max(0.15, still * 0.75);
      else if (costMs < restMs / 2.5) still = Math.min(1, still * 1.1);
    },
    moving: (): Effort => ({
      resolution: Math.max(leastResolution, 1 - saved * 0.9),
      budget: isSoftware ? Math.round(140_000 * (1 - saved) + 26_000) : Math.round(1_200_000 * (1 - saved) + 60_000),
      hasEdges: saved < 0.35,
    }),
    /** For a picture that may take its time, the same on every machine. */
    full: (): Effort => ({ resolution: 1, budget: 4_000_000, hasEdges: true }),
    resting: (): Effort => ({ resolution: isFine ? finer : 1, budget: Math.round((isSoftware ? 420_000 : 2_000_000) * still), hasEdges: true }),
  };
}
