import { formatClockMs, formatDay } from '../format-time.ts';
import type { PlacedMark } from './chart-marks.ts';

const shownLines = 8;

/** What the marks under the pointer say, beside it. Made for one host, which it never leaves. */
export function createMarkTip(host: HTMLElement): { show(placed: PlacedMark | null, x: number, y: number): void; destroy(): void } {
  const tip = document.createElement('div');
  tip.className = 'trend-tip';
  tip.hidden = true;
  // Marks reached by key are read out.
  tip.setAttribute('role', 'status');
  host.append(tip);
  return {
    show(placed, x, y) {
      tip.hidden = placed === null;
      if (placed === null) return;
      const lines = placed.members.slice(0, shownLines).map(({ timeMs, text, count }) => `${formatClockMs(timeMs)}  ${text}${count > 1 ? `, and ${count - 1} more` : ''}`);
      const left = placed.members.length - shownLines;
      const day = formatDay(placed.mark.timeMs);
      const text = [day, ...lines, ...(left > 0 ? [`and ${left} more`] : [])].join('\n');
      if (tip.textContent !== text) tip.textContent = text;
      tip.style.top = `${y}px`;
      tip.style.left = `${Math.max(4, Math.min(x, host.clientWidth - tip.offsetWidth - 4))}px`;
    },
    destroy: () => tip.remove(),
  };
}
