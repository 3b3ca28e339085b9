import { formatClockMs, formatDay } from '../format-time.ts';
import type { PlacedMark } from './chart-marks.ts';
import type { TrendMark } from './trend-frame.ts';

const mostEvents = 8;
/** More than anybody writes on one moment; as many as a tip can show on the lowest screen. */
const mostNotes = 16;

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
      const text = [formatDay(placed.mark.timeMs), ...tipLines(placed.members)].join('\n');
      if (tip.textContent !== text) tip.textContent = text;
      tip.style.top = `${y}px`;
      tip.style.left = `${Math.max(4, Math.min(x, host.clientWidth - tip.offsetWidth - 4))}px`;
    },
    destroy: () => tip.remove(),
  };
}

/**
 * One line each for marks that stand as one, given oldest first: what people wrote before all else, so that no flood
 * hides it, then alarms and actions. Of many the most urgent ones are told, oldest first again, and how many are left.
 */
export function tipLines(members: readonly TrendMark[]): readonly string[] {
  const notes = members.filter(({ kind }) => kind === 'note');
  const events = members.filter(({ kind }) => kind !== 'note');
  const told = new Set(events.toSorted((a, b) => urgency(a) - urgency(b)).slice(0, mostEvents));
  return [...notes.slice(0, mostNotes).map(line), ...more(notes.slice(mostNotes), 'notes'), ...events.filter((one) => told.has(one)).map(line), ...more(events.filter((one) => !told.has(one)), null)];
}

/** Actions of people after alarms of every priority: they are many where somebody acknowledged a flood. */
const urgency = ({ kind, priority }: TrendMark): number => (kind === 'alarm' ? priority : 5);
const line = ({ timeMs, text, count }: TrendMark): string => `${formatClockMs(timeMs)}  ${text}${count > 1 ? `, and ${count - 1} more` : ''}`;

function more(untold: readonly TrendMark[], name: string | null): readonly string[] {
  const left = untold.reduce((sum, { count }) => sum + count, 0);
  return left === 0 ? [] : [`and ${left} more${name === null ? '' : ` ${name}`}`];
}
