/** What a canvas of a screen holds. The pixels of ink are read and handed back: kept where they are at hand. */
export type CanvasKind = 'values' | 'ink';

/**
 * The runtime that stands in where Electron cannot be had (Chromium 114, pages put together by the processor) takes a new
 * canvas for each frame: of 1512 by 741 pixels the first ones handed over wait 15 ms, and the page's process took 23 % of a
 * core instead of 9 %. One that does not wait for the page's frames is kept. Chromium 156 has no such cost.
 */
const takesNewCanvas = Number(/Chrome\/(\d+)/.exec(navigator.userAgent)?.[1] ?? Infinity) < 120;

/** Of a screen that was closed: the next one is opened in its place, mostly at once, and room for a whole screen of pixels takes long to get. */
const spare: { -readonly [Kind in CanvasKind]: HTMLCanvasElement | null } = { values: null, ink: null };
const keptMs = 1000;

/** An empty canvas, of any size, with its context as it is at first. Part of no page. */
export function takeCanvas(kind: CanvasKind): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = spare[kind] ?? document.createElement('canvas');
  const isNew = canvas !== spare[kind];
  spare[kind] = null;
  const context = canvas.getContext('2d', { willReadFrequently: kind === 'ink', desynchronized: takesNewCanvas });
  if (context === null) throw new Error('The browser gives no canvas to paint the values of the screen on.');
  if (!isNew) {
    context.reset();
    return [canvas, context];
  }
  canvas.className = 'ps-overlay';
  // What it shows is told by the names of the drawing's parts.
  canvas.setAttribute('aria-hidden', 'true');
  // Its size comes with the first layout.
  canvas.width = canvas.height = 0;
  return [canvas, context];
}

/** Takes it out of the page. Where no other screen takes it soon its bitmap is freed, not only when the memory is looked through. */
export function giveBack(kind: CanvasKind, canvas: HTMLCanvasElement): void {
  canvas.remove();
  const free = (one: HTMLCanvasElement): void => void (one.width = one.height = 0);
  if (spare[kind] !== null) return free(canvas);
  spare[kind] = canvas;
  setTimeout(() => {
    if (spare[kind] !== canvas) return;
    spare[kind] = null;
    free(canvas);
  }, keptMs);
}
