import { type Extent, fitViewport, panBy, type Point, type Viewport, zoomAt, zoomOf, zoomStep } from './viewport.ts';

export type ViewportInput = {
  /** Takes wheel, pointers and keys; must be able to get the focus for keys. */
  readonly host: HTMLElement;
  readonly extent: Extent;
  get(): Viewport;
  set(viewport: Viewport): void;
  /** The drawing's own element: from page pixels to its units. Null while it has no size. */
  toDrawing(clientX: number, clientY: number): Point | null;
  /** True where a press belongs to a part of the drawing: it may be dragged to a trend from there. */
  isPart(target: Element): boolean;
};

/** Movement that makes a press a drag, px. */
const slop = 4;

/**
 * Zoom and pan of a drawing: wheel at the pointer, drag of empty ground (or the middle button anywhere), two fingers, and
 * keys + − 0 and Shift with arrows while the panel has the focus. Gives back how to stop.
 */
export function listenToViewport(input: ViewportInput): () => void {
  const { host, extent } = input;
  const fingers = new Map<number, Point>();
  let drag: { readonly pointer: number; at: Point; isMoving: boolean } | null = null;
  let spread: { readonly distance: number; readonly centre: Point } | null = null;

  const nearer = (factor: number, clientX: number, clientY: number): void => {
    const at = input.toDrawing(clientX, clientY);
    if (at !== null) input.set(zoomAt(input.get(), extent, factor, at));
  };
  const nearerAtCentre = (factor: number): void => {
    const { x, y, width, height } = input.get();
    input.set(zoomAt(input.get(), extent, factor, { x: x + width / 2, y: y + height / 2 }));
  };
  /** Moves the ground with the pointer. */
  const follow = (from: Point, to: Point): void => {
    const [a, b] = [input.toDrawing(from.x, from.y), input.toDrawing(to.x, to.y)];
    if (a !== null && b !== null) input.set(panBy(input.get(), extent, a.x - b.x, a.y - b.y));
  };
  const pinch = (): void => {
    const [one, other] = [...fingers.values()];
    if (one === undefined || other === undefined) return;
    const centre = { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
    const distance = Math.hypot(one.x - other.x, one.y - other.y);
    if (spread !== null && spread.distance > 0 && distance > 0) {
      follow(spread.centre, centre);
      nearer(distance / spread.distance, centre.x, centre.y);
    }
    spread = { distance, centre };
  };

  const onWheel = (event: WheelEvent): void => {
    if (event.deltaY === 0) return;
    event.preventDefault();
    // A wheel's notch is some 100 px, a touch pad's pinch a few: both feel alike this way.
    nearer(Math.exp(-Math.max(-150, Math.min(150, event.deltaY)) * (event.ctrlKey ? 0.01 : 0.002)), event.clientX, event.clientY);
  };
  const onDown = (event: PointerEvent): void => {
    const at = { x: event.clientX, y: event.clientY };
    if (event.pointerType === 'touch') {
      fingers.set(event.pointerId, at);
      spread = null;
      if (fingers.size > 1) drag = null;
    }
    const onPart = event.target instanceof Element && input.isPart(event.target);
    const takes = event.button === 1 || (event.button === 0 && (!onPart || event.pointerType === 'touch'));
    if (!takes || fingers.size > 1 || zoomOf(input.get(), extent) <= 1) return;
    if (event.button === 1) event.preventDefault();
    drag = { pointer: event.pointerId, at, isMoving: false };
  };
  const onMove = (event: PointerEvent): void => {
    const at = { x: event.clientX, y: event.clientY };
    if (fingers.has(event.pointerId)) {
      fingers.set(event.pointerId, at);
      if (fingers.size === 2) return pinch();
    }
    if (drag === null || drag.pointer !== event.pointerId) return;
    if (!drag.isMoving) {
      if (Math.hypot(at.x - drag.at.x, at.y - drag.at.y) < slop) return;
      drag.isMoving = true;
      host.setPointerCapture(event.pointerId);
      host.classList.add('is-panning');
    }
    follow(drag.at, at);
    drag.at = at;
  };
  const onUp = (event: PointerEvent): void => {
    fingers.delete(event.pointerId);
    spread = null;
    if (drag?.pointer !== event.pointerId) return;
    if (drag.isMoving) {
      host.classList.remove('is-panning');
      // The press that moved the ground picks nothing.
      host.addEventListener('click', swallow, { capture: true, once: true });
      requestAnimationFrame(() => host.removeEventListener('click', swallow, { capture: true }));
    }
    drag = null;
  };
  const swallow = (event: Event): void => event.stopPropagation();
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const { width, height } = input.get();
    const by: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-width / 10, 0], ArrowRight: [width / 10, 0], ArrowUp: [0, -height / 10], ArrowDown: [0, height / 10] };
    const pan = event.shiftKey ? by[event.key] : undefined;
    if (pan !== undefined) input.set(panBy(input.get(), extent, pan[0], pan[1]));
    else if (event.key === '+' || event.key === '=') nearerAtCentre(zoomStep);
    else if (event.key === '-') nearerAtCentre(1 / zoomStep);
    else if (event.key === '0') input.set(fitViewport(extent));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  host.addEventListener('wheel', onWheel, { passive: false });
  host.addEventListener('pointerdown', onDown);
  host.addEventListener('pointermove', onMove);
  host.addEventListener('pointerup', onUp);
  host.addEventListener('pointercancel', onUp);
  host.addEventListener('keydown', onKey);
  return () => {
    host.removeEventListener('wheel', onWheel);
    host.removeEventListener('pointerdown', onDown);
    host.removeEventListener('pointermove', onMove);
    host.removeEventListener('pointerup', onUp);
    host.removeEventListener('pointercancel', onUp);
    host.removeEventListener('keydown', onKey);
  };
}
