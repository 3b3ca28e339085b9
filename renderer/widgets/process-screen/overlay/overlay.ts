import { createBrush } from './brush.ts';
import type { ScreenOverlay } from './overlay-part.ts';
import { noTheme, type OverlayTheme, readOverlayTheme } from './overlay-theme.ts';
import type { Place } from './place.ts';
import { createInkLanes } from './ink-lanes.ts';
import { createInkPlate, type InkPlate, isInkWorth, settled } from './ink-plate.ts';
import { createScene } from './scene.ts';
import { createTextLine } from './text-line.ts';
import { watchDrawing } from './watch-drawing.ts';

export type MountedOverlay = ScreenOverlay & {
  /** Above the canvas, in the units and the part shown of the drawing: for alarm glyphs, which nothing may cover. */
  readonly marks: SVGSVGElement;
  dispose(): void;
};

/**
 * A canvas of the size of `root`, soon one for ink apart, and over it a second drawing for marks, in place of whatever `host` holds; `root` must
 * stand before them and fill the host by the end of the task. From then on the canvas follows size, zoom,
 * the part shown, theme and fonts by itself, and paints what was touched once at the end of the task that touched it, so
 * that what changes in one frame is seen together.
 */
export function mountOverlay(root: SVGSVGElement, host: HTMLElement): MountedOverlay {
  const [canvas, context] = newCanvas();
  /** Made once nothing but values changes: a screen that is opened, or looked at for a moment, has one canvas. */
  let ink: { readonly canvas: HTMLCanvasElement; readonly plate: InkPlate } | null = null;
  const marks = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  marks.setAttribute('class', 'ps-marks-layer');
  marks.setAttribute('preserveAspectRatio', root.getAttribute('preserveAspectRatio') ?? 'xMidYMid meet');

  host.classList.add('process-screen-host');
  // In the page from the beginning: only there the canvas has the figures of one width that its styles ask for.
  host.replaceChildren(canvas, marks);
  let stopWatching: (() => void) | null = null;
  let isDisposed = false;
  let isWaiting = false;
  let mustRenew = true;
  const makeTile = (): HTMLCanvasElement => document.createElement('canvas');
  const brush = createBrush(context, noTheme);
  let theme: OverlayTheme | null = null;
  let grow = 1;
  let areFontsNew = false;
  /** Takes over colours and sizes where they are others; what is on the screen is written anew then. */
  const renew = (): void => {
    mustRenew = false;
    const nextTheme = readOverlayTheme(host, makeTile, context);
    const nextGrow = Number.parseFloat(root.style.getPropertyValue('--text-grow')) || 1;
    if (nextTheme === theme && nextGrow === grow && !areFontsNew) return;
    const isFirst = theme === null;
    theme = nextTheme;
    grow = nextGrow;
    areFontsNew = false;
    brush.renew(theme, grow);
    ink?.plate.renew(theme, grow);
    if (!isFirst) scene.looksChanged();
  };
  const flush = (): void => {
    isWaiting = false;
    if (isDisposed || stopWatching === null || canvas.width === 0 || !root.isConnected) return;
    if (mustRenew) renew();
    scene.paint();
    if (ink === null && scene.calm() >= settled && isInkWorth(canvas.width, canvas.height)) separateInk();
  };
  const separateInk = (): void => {
    // Its pixels are read and handed back: kept where they are at hand.
    const [inkCanvas, inkContext] = newCanvas({ willReadFrequently: true });
    marks.before(inkCanvas);
    [inkCanvas.width, inkCanvas.height] = [canvas.width, canvas.height];
    const plate = createInkPlate(inkContext, noTheme);
    if (theme !== null) plate.renew(theme, grow);
    ink = { canvas: inkCanvas, plate };
    lanes.useGround(plate.ground);
    scene.useInk(plate);
    scene.paint();
  };
  const request = (): void => {
    if (isWaiting || isDisposed) return;
    isWaiting = true;
    queueMicrotask(flush);
  };
  const placeOf = (element: SVGElement): Place | null => {
    if (!isSeen(element)) return null;
    const matrix = (element as SVGGraphicsElement).getCTM();
    if (matrix === null) return null;
    const { width, height } = canvas;
    const [kx, ky] = [width / Math.max(1, root.clientWidth), height / Math.max(1, root.clientHeight)];
    return { alpha: alphaOf(element), a: matrix.a * kx, b: matrix.b * ky, c: matrix.c * kx, d: matrix.d * ky, e: matrix.e * kx, f: matrix.f * ky };
  };
  const lanes = createInkLanes(request);
  const scene = createScene<SVGElement>({ brush, placeOf, request, lanes });
  const looksChanged = (): void => {
    mustRenew = true;
    request();
  };
  const fit = (width: number, height: number): void => {
    for (const one of ink === null ? [canvas] : [canvas, ink.canvas]) {
      if (one.width !== width) one.width = width;
      if (one.height !== height) one.height = height;
    }
    brush.forget();
    scene.resize(width, height);
    // A size is told after the frame's own work: what is painted later than now would be one frame without values.
    flush();
  };
  const showPart = (): void => {
    const viewBox = root.getAttribute('viewBox');
    if (viewBox !== null) marks.setAttribute('viewBox', viewBox);
    scene.placesChanged();
  };
  const watch = (): (() => void) =>
    watchDrawing({
      root,
      canvas,
      onSize: fit,
      onPart: showPart,
      onLooks: looksChanged,
      onFonts() {
        areFontsNew = true;
        looksChanged();
      },
      onPlaces: (moved) => scene.placesChanged(moved),
      onOutline: (element, isOutlined) => scene.setOutlined(element, isOutlined),
      isHost: scene.has,
    });

  const attach = (): void => {
    if (isDisposed) return;
    stopWatching = watch();
    showPart();
  };
  queueMicrotask(attach);

  const overlay: MountedOverlay = {
    marks,
    lanes,
    add(element, part) {
      element.setAttribute('data-live', '');
      return scene.add(element, part);
    },
    width(style, text) {
      if (mustRenew) renew();
      return brush.metrics.width(style, text);
    },
    text(element, options) {
      const line = createTextLine(overlay, element, { x: options.x, y: options.y, anchor: options.anchor ?? 'start', spans: [options] });
      return {
        set(text, tone) {
          line.put(0, text, tone);
          line.done();
        },
      };
    },
    dispose() {
      isDisposed = true;
      stopWatching?.();
      canvas.remove();
      ink?.canvas.remove();
      marks.remove();
      host.classList.remove('process-screen-host');
      // Bitmaps are given back at once, not when the memory is looked through.
      canvas.width = canvas.height = 0;
      if (ink !== null) ink.canvas.width = ink.canvas.height = 0;
    },
  };
  return overlay;
}

/**
 * The runtime that stands in where Electron cannot be had (Chromium 114, pages put together by the processor) takes a new
 * canvas for each frame: of 1512 by 741 pixels the first ones handed over wait 15 ms, and the page's process took 23 % of a
 * core instead of 9 %. One that does not wait for the page's frames is kept. Chromium 156 has no such cost.
 */
const takesNewCanvas = Number(/Chrome\/(\d+)/.exec(navigator.userAgent)?.[1] ?? Infinity) < 120;

function newCanvas(settings: CanvasRenderingContext2DSettings = {}): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = document.createElement('canvas');
  canvas.className = 'ps-overlay';
  // What it shows is told by the names of the drawing's parts.
  canvas.setAttribute('aria-hidden', 'true');
  // Its size comes with the first layout.
  canvas.width = canvas.height = 0;
  const context = canvas.getContext('2d', { ...settings, desynchronized: takesNewCanvas });
  if (context === null) throw new Error('The browser gives no canvas to paint the values of the screen on.');
  return [canvas, context];
}

/** What screen-view.css dims instead of hiding in an editor, and what a binding makes unavailable. */
function alphaOf(element: Element): number {
  if (element.closest('.is-off-view, .is-off-state') !== null) return 0.35;
  return element.closest('.is-disabled') === null ? 1 : 0.5;
}

/** False inside anything that is not displayed or made invisible. */
function isSeen(element: Element): boolean {
  // Chromium keeps boxes for the contents of a group that is not displayed, and calls them visible: what hides groups is asked itself.
  if (element.closest('.process-screen:not(.is-editing) :is(.is-off-view, .is-off-state), .process-screen [display="none"]') !== null) return false;
  // Chromium below 121 knows the older name of the option only.
  const options = { checkVisibilityCSS: true, visibilityProperty: true };
  return element.checkVisibility(options);
}
