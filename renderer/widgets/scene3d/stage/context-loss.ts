/** A driver that starts anew takes a second or two; what takes longer does not come back by itself, ms. */
const patienceMs = 4000;
/** A card that gives up twice gives up a third time. */
const mostLosses = 2;

export type ContextEvents = {
  /** The graphics card is gone for now (true), or back with nothing of what it held (false). */
  readonly onPause: (isPaused: boolean) => void;
  /** It is gone for good: a sentence. Told once. */
  readonly onLost: (reason: string) => void;
};

/** Calls after so many ms; the answer calls it off. */
type After = (ms: number, call: () => void) => () => void;

const afterOnPage: After = (ms, call) => {
  const timer = window.setTimeout(call, ms);
  return () => window.clearTimeout(timer);
};

/** Watches a canvas for the loss of its graphics context. */
export function watchContext(canvas: Pick<HTMLCanvasElement, 'addEventListener' | 'removeEventListener'>, { onPause, onLost }: ContextEvents, after: After = afterOnPage): { /** Nothing can be drawn now. */ isLost(): boolean; /** Nor ever again. */ isOver(): boolean; stop(): void } {
  let losses = 0;
  let isLost = false;
  let isOver = false;
  let stopWaiting: () => void = () => undefined;
  const giveUp = (reason: string): void => {
    stopWaiting();
    if (isOver) return;
    isOver = true;
    onLost(reason);
  };
  const whenLost = (event: Event): void => {
    // Without this the browser would not give it back.
    event.preventDefault();
    isLost = true;
    losses++;
    if (losses >= mostLosses) return giveUp('The graphics card gave up twice, so the map is shown instead.');
    onPause(true);
    stopWaiting = after(patienceMs, () => giveUp(`The graphics card gave up and was not back within ${patienceMs / 1000} s, so the map is shown instead.`));
  };
  const whenRestored = (): void => {
    if (isOver) return;
    stopWaiting();
    isLost = false;
    onPause(false);
  };
  canvas.addEventListener('webglcontextlost', whenLost);
  canvas.addEventListener('webglcontextrestored', whenRestored);
  return {
    isLost: () => isLost,
    isOver: () => isOver,
    stop() {
      stopWaiting();
      canvas.removeEventListener('webglcontextlost', whenLost);
      canvas.removeEventListener('webglcontextrestored', whenRestored);
    },
  };
}
