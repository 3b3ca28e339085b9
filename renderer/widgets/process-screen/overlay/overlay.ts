import { createBrush } from './brush.ts';
import type { ScreenOverlay } from './overlay-part.ts';
import { noTheme, type OverlayTheme, readOverlayTheme } from './overlay-theme.ts';
import type { Place } from './place.ts';
import { createInkLanes } from './ink-lanes.ts';
import { createInkPlate, type InkPlate, isInkWorth, settled } from './ink-plate.ts';
import { createScene } from './scene.ts';
import { giveBack, takeCanvas } from './screen-canvas.ts';
import { createTextLine } from './text-line.ts';
import { watchDrawing } from './watch-drawing.ts';

export type MountedOverlay = ScreenOverlay & {
  /** Above the canvas, in the units and the part shown of the drawing: for alarm glyphs, which nothing may cover. */
  readonly marks: SVGSVGElement;
  /** True once the canvas has the size of its place: before that nothing is painted. */
  isSized(): boolean;
  dispose(): void;
};

/**
 * A canvas of the size of `root`, soon one for ink apart, and over it a second drawing for marks, in place of whatever `host` holds; `root` must
 * stand before them and fill the host by the end of the task. From then on the canvas follows size, zoom,
 * the part shown, theme and fonts by itself, and paints what was touched once at the end of the task that touched it, so
 * that what changes in one frame is seen together.
 */
export function mountOverlay(root: SVGSVGElement, host: HTMLElement): MountedOverlay {
  const [canvas, context] = takeCanvas('values');
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
  let isFitted = false;
  /** Of the picture being painted, in which the drawing does not change. */
  let view: View | null = null;
  const isSized = (): boolean => isFitted && canvas.width > 0;
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
    if (isDisposed || stopWatching === null || !isSized() || !root.isConnected) return;
    if (mustRenew) renew();
    view = null;
    scene.paint();
    if (ink === null && scene.calm() >= settled && isInkWorth(canvas.width, canvas.height)) separateInk();
  };
  const separateInk = (): void => {
    // Its pixels are read and handed back: kept where they are at hand.
    const [inkCanvas, inkContext] = takeCanvas('ink');
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
    view ??= viewOf(root, canvas);
    if (!isSeen(element, view)) return null;
    const matrix = (element as SVGGraphicsElement).getCTM();
    if (matrix === null) return null;
    const { across, down } = view;
    return { alpha: alphaOf(element, view), a: matrix.a * across, b: matrix.b * down, c: matrix.c * across, d: matrix.d * down, e: matrix.e * across, f: matrix.f * down };
  };
  const lanes = createInkLanes(request);
  const scene = createScene<SVGElement>({ brush, placeOf, request, lanes });
  const looksChanged = (): void => {
    mustRenew = true;
    request();
  };
  const fit = (width: number, height: number): void => {
    isFitted = true;
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
    isSized,
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
      marks.remove();
      host.classList.remove('process-screen-host');
      giveBack('values', canvas);
      if (ink !== null) giveBack('ink', ink.canvas);
    },
  };
  return overlay;
}

/** What all places of one picture have in common; asked of each part, it would be most of what a new screen's places cost. */
type View = {
  /** Pixels of the canvas for one of the page. */
  readonly across: number;
  readonly down: number;
  /** Something of the drawing is hidden or dimmed by a class or an attribute. */
  readonly mayBeHidden: boolean;
  readonly mayBeDimmed: boolean;
};

const hiding = ':is(.is-off-view, .is-off-state, [display="none"])';
const dimming = '.is-off-view, .is-off-state, .is-disabled';

function viewOf(root: SVGSVGElement, { width, height }: HTMLCanvasElement): View {
  return {
    across: width / Math.max(1, root.clientWidth),
    down: height / Math.max(1, root.clientHeight),
    mayBeHidden: root.querySelector(hiding) !== null,
    mayBeDimmed: root.closest(dimming) !== null || root.querySelector(dimming) !== null,
  };
}

/** What screen-view.css dims instead of hiding in an editor, and what a binding makes unavailable. */
function alphaOf(element: Element, { mayBeDimmed }: View): number {
  if (!mayBeDimmed) return 1;
  if (element.closest('.is-off-view, .is-off-state') !== null) return 0.35;
  return element.closest('.is-disabled') === null ? 1 : 0.5;
}

/** False inside anything that is not displayed or made invisible. */
function isSeen(element: Element, { mayBeHidden }: View): boolean {
  // Chromium keeps boxes for the contents of a group that is not displayed, and calls them visible: what hides groups is asked itself.
  if (mayBeHidden && element.closest('.process-screen:not(.is-editing) :is(.is-off-view, .is-off-state), .process-screen [display="none"]') !== null) return false;
  // Chromium below 121 knows the older name of the option only.
  const options = { checkVisibilityCSS: true, visibilityProperty: true };
  return element.checkVisibility(options);
}
