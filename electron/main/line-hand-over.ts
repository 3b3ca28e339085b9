/** Hands the page a line to the engine whenever it wants one. */
export type LineHandOver = {
  /** The page asks: it has just loaded, or the line it had ended. */
  ask(): void;
  /** An engine is up. */
  engineUp(): void;
  /** The engine ended, and every line to it with it: a message port does not tell its page so. */
  engineEnded(): void;
};

/**
 * `give` opens a line to the engine that runs and hands it to the page; answers whether it could. A page that asks while
 * the engine starts gets one line, not one for its question and another for the engine's start.
 */
export function createLineHandOver(give: () => Promise<boolean>): LineHandOver {
  /** Counts the engines that came up; null while none runs. */
  let engine: number | null = null;
  let engines = 0;
  let isWanted = false;
  let isGiven = false;
  let isOpening = false;
  const handOver = async (): Promise<void> => {
    if (engine === null || !isWanted || isOpening) return;
    const asked = engine;
    isOpening = true;
    const wasGiven = await give();
    isOpening = false;
    if (wasGiven && engine === asked) [isWanted, isGiven] = [false, true];
    // That engine ended meanwhile. The next one gives the line, now or when it is up.
    else if (engine !== asked) void handOver();
  };
  return {
    ask() {
      isWanted = true;
      void handOver();
    },
    engineUp() {
      engine = engines++;
      void handOver();
    },
    engineEnded() {
      engine = null;
      if (isGiven) isWanted = true;
      isGiven = false;
    },
  };
}
