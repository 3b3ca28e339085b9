import type { StoreApi } from 'zustand/vanilla';
import type { TrendChart } from '../../widgets/trend-chart/trend-chart.ts';
import type { TrendCursors } from './trend-cursors.ts';
import type { TrendPointer } from './trend-pointer.ts';
import type { TrendSession } from './trend-session.ts';

const wheelZoom = 1.25;
/** A box narrower than this is a slip of the hand, CSS px. */
const leastBoxPx = 6;

/** Wheel zooms about the pointer, Shift and wheel or dragging pans, dragging with Shift draws a box to look into. Gives back how to stop. */
export function listenToPlot(element: HTMLElement, chart: TrendChart, session: TrendSession): () => void {
  const spanMs = (): number => {
    const { fromMs, toMs } = session.window();
    return toMs - fromMs;
  };
  const wheel = (event: WheelEvent): void => {
    event.preventDefault();
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return session.pan(((event.deltaX || event.deltaY) / chart.plotWidth) * spanMs());
    if (event.deltaY !== 0) session.zoom(event.deltaY > 0 ? wheelZoom : 1 / wheelZoom, chart.fractionAt(event.clientX));
  };
  let dragX: number | null = null;
  let box: { readonly startX: number; readonly element: HTMLElement } | null = null;
  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    if (!event.shiftKey) {
      dragX = event.clientX;
      return;
    }
    const drawn = document.createElement('div');
    drawn.className = 'trends-box';
    element.append(drawn);
    box = { startX: event.clientX, element: drawn };
  };
  const move = (event: PointerEvent): void => {
    if (box !== null) {
      const { left } = element.getBoundingClientRect();
      Object.assign(box.element.style, { left: `${Math.min(box.startX, event.clientX) - left}px`, width: `${Math.abs(event.clientX - box.startX)}px` });
      return;
    }
    if (dragX === null || event.clientX === dragX) return;
    session.pan((-(event.clientX - dragX) / chart.plotWidth) * spanMs());
    dragX = event.clientX;
    element.classList.add('is-panning');
  };
  const up = (event: PointerEvent): void => {
    dragX = null;
    element.classList.remove('is-panning');
    if (box === null) return;
    const { startX } = box;
    box.element.remove();
    box = null;
    if (event.type !== 'pointerup' || Math.abs(event.clientX - startX) < leastBoxPx) return;
    const { fromMs } = session.window();
    const [from, to] = [chart.fractionAt(Math.min(startX, event.clientX)), chart.fractionAt(Math.max(startX, event.clientX))];
    session.show({ fromMs: fromMs + from * spanMs(), toMs: fromMs + to * spanMs() });
  };
  element.addEventListener('wheel', wheel, { passive: false });
  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  return () => {
    element.removeEventListener('wheel', wheel);
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', up);
    box?.element.remove();
  };
}

type Act = () => 'passed' | void;

export type PlotKeyParts = {
  readonly session: TrendSession;
  readonly cursors: StoreApi<TrendCursors>;
  readonly pointer: TrendPointer;
  /** Null while the chart is being made. */
  readonly chart: Pick<TrendChart, 'stepMark' | 'pressMark' | 'leaveMark'> | null;
  readonly onNote: () => void;
};

/** What the keys do while the plot has focus. A cursor goes to the pointer, without one to the middle of what is shown. */
export function plotKeys({ session, cursors, pointer, chart, onNote }: PlotKeyParts): Readonly<Record<string, Act>> {
  const { fromMs, toMs } = session.window();
  const spanMs = toMs - fromMs;
  const atMs = fromMs + (pointer.fraction ?? 0.5) * spanMs;
  return {
    ArrowLeft: () => session.pan(-spanMs / 10),
    ArrowRight: () => session.pan(spanMs / 10),
    PageUp: () => session.pan(-spanMs),
    PageDown: () => session.pan(spanMs),
    '[': () => session.zoom(0.5, pointer.fraction ?? 0.5),
    ']': () => session.zoom(2, pointer.fraction ?? 0.5),
    '+': () => session.zoom(0.5, pointer.fraction ?? 0.5),
    '-': () => session.zoom(2, pointer.fraction ?? 0.5),
    End: () => session.follow(),
    A: () => cursors.setState({ aMs: atMs }),
    B: () => cursors.setState({ bMs: atMs }),
    // From event to event of the strip, later and with Shift earlier; Enter is the press of the pointer.
    m: () => passedUnless(chart?.stepMark(1)),
    M: () => passedUnless(chart?.stepMark(-1)),
    Enter: () => passedUnless(chart?.pressMark()),
    n: onNote,
    N: onNote,
    // Back to now, and from there the console's own: back to live.
    l: () => (session.state.getState().toMs === null ? 'passed' : session.follow()),
    L: () => (session.state.getState().toMs === null ? 'passed' : session.follow()),
    Escape: () => {
      if (chart?.leaveMark() === true) return undefined;
      const { aMs, bMs } = cursors.getState();
      if (aMs === null && bMs === null) return 'passed';
      cursors.setState({ aMs: null, bMs: null });
      return undefined;
    },
  };
}

const passedUnless = (isDone: boolean | undefined): 'passed' | void => (isDone === true ? undefined : 'passed');
