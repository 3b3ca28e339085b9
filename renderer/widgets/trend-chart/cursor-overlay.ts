import { formatClockMs, formatClock } from '../format-time.ts';
import { formatGap } from './gap-text.ts';

export type CursorName = 'a' | 'b';
export type CursorTimes = { readonly aMs: number | null; readonly bMs: number | null };

/** Cursors A and B over a plot, as elements of the page: moving one costs no painting. */
export type CursorOverlay = {
  set(times: CursorTimes): void;
  /** The span the plot shows now. */
  place(fromMs: number, toMs: number): void;
  destroy(): void;
};

type Parts = { readonly line: HTMLElement; readonly handle: HTMLElement };

/** `over` is the plot's own area; handles can be dragged, moved by arrow keys (Shift: ten times as far) and removed with Delete. */
export function createCursorOverlay(over: HTMLElement, onMove: (name: CursorName, ms: number | null) => void): CursorOverlay {
  let times: CursorTimes = { aMs: null, bMs: null };
  let [fromMs, toMs] = [0, 1];
  const shade = add(over, 'trend-cursor-shade');
  const gap = add(over, 'trend-cursor-gap num');
  const parts: Readonly<Record<CursorName, Parts>> = { a: make('a'), b: make('b') };

  function make(name: CursorName): Parts {
    const line = add(over, 'trend-cursor');
    const handle = add(over, 'trend-cursor-handle', 'button');
    handle.textContent = name.toUpperCase();
    handle.setAttribute('role', 'slider');
    handle.setAttribute('aria-label', `Cursor ${name.toUpperCase()}`);
    let isDragging = false;
    const timeAt = (clientX: number): number => {
      const { left, width } = over.getBoundingClientRect();
      return fromMs + Math.min(1, Math.max(0, (clientX - left) / width)) * (toMs - fromMs);
    };
    const stop = (event: Event): void => event.stopPropagation();
    handle.addEventListener('pointerdown', (event) => {
      stop(event);
      if (event.button !== 0) return;
      isDragging = true;
      handle.setPointerCapture(event.pointerId);
    });
    handle.addEventListener('pointermove', (event) => {
      if (!isDragging) return;
      stop(event);
      onMove(name, timeAt(event.clientX));
    });
    for (const end of ['pointerup', 'pointercancel'] as const) handle.addEventListener(end, () => void (isDragging = false));
    handle.addEventListener('dblclick', (event) => (stop(event), onMove(name, null)));
    handle.addEventListener('keydown', (event) => {
      const ms = times[name === 'a' ? 'aMs' : 'bMs'];
      const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
      if (ms === null || (by === 0 && event.key !== 'Delete')) return;
      stop(event);
      event.preventDefault();
      onMove(name, by === 0 ? null : ms + (by * (event.shiftKey ? 10 : 1) * (toMs - fromMs)) / Math.max(1, over.clientWidth));
    });
    return { line, handle };
  }
  const paint = (): void => {
    const span = toMs - fromMs;
    const width = over.clientWidth;
    const xOf = (ms: number | null): number => (ms === null ? Number.NaN : ((ms - fromMs) / span) * width);
    for (const name of ['a', 'b'] as const) {
      const ms = times[name === 'a' ? 'aMs' : 'bMs'];
      const x = xOf(ms);
      const isIn = x >= -0.5 && x <= width + 0.5;
      const { line, handle } = parts[name];
      line.hidden = handle.hidden = !isIn;
      if (!isIn || ms === null) continue;
      line.style.transform = `translateX(${Math.round(x)}px)`;
      handle.style.transform = `translateX(${Math.round(x)}px) translateX(-50%)`;
      handle.setAttribute('aria-valuenow', String(Math.round(ms)));
      handle.setAttribute('aria-valuetext', span < 60_000 ? formatClockMs(ms) : formatClock(ms));
    }
    const [a, b] = [xOf(times.aMs), xOf(times.bMs)];
    const [left, right] = [Math.max(0, Math.min(a, b)), Math.min(width, Math.max(a, b))];
    shade.hidden = gap.hidden = !(right > left);
    if (!(right > left) || times.aMs === null || times.bMs === null) return;
    shade.style.transform = `translateX(${Math.round(left)}px)`;
    shade.style.width = `${Math.round(right - left)}px`;
    gap.textContent = formatGap(Math.abs(times.bMs - times.aMs));
    gap.hidden = right - left < 80;
    gap.style.transform = `translateX(${Math.round((left + right) / 2)}px) translateX(-50%)`;
  };
  paint();
  return {
    set(next) {
      times = next;
      paint();
    },
    place(from, to) {
      fromMs = from;
      toMs = to;
      if (times.aMs !== null || times.bMs !== null) paint();
    },
    destroy() {
      for (const { line, handle } of Object.values(parts)) {
        line.remove();
        handle.remove();
      }
      shade.remove();
      gap.remove();
    },
  };
}

function add(over: HTMLElement, className: string, tag: 'div' | 'button' = 'div'): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  element.hidden = true;
  over.append(element);
  return element;
}
