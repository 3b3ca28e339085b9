import type { PlacedMark } from './chart-marks.ts';
import type { TrendMark } from './trend-frame.ts';

/** The key path to the marks, which are painted and no elements of the page: a ring about one of them, and its tip. */
export type MarkFocus = {
  /** Moves the ring to the next later (1) or earlier (−1) mark in sight; from none to the first or the last. False where there is none. */
  step(marks: readonly PlacedMark[], by: 1 | -1): boolean;
  /** What stands under the ring, oldest first; null where no mark has it. */
  members(): readonly TrendMark[] | null;
  /** The marks were painted anew: the ring goes along with its own, and away with it. */
  follow(marks: readonly PlacedMark[]): void;
  /** Takes the ring away; false when there was none. */
  leave(): boolean;
  destroy(): void;
};

const firstMs = ({ members, mark }: PlacedMark): number => members[0]?.timeMs ?? mark.timeMs;

/** The mark next later (1) or earlier (−1) than a time, the first or last one from no time; null where there is none. Marks come oldest first. */
export function markBeside(marks: readonly PlacedMark[], fromMs: number | null, by: 1 | -1): PlacedMark | null {
  if (fromMs === null) return marks.at(by === 1 ? 0 : -1) ?? null;
  return (by === 1 ? marks.find((one) => firstMs(one) > fromMs) : marks.findLast((one) => firstMs(one) < fromMs)) ?? null;
}

/** `show` puts the tip beside a mark, or takes it away; `place` gives where a mark stands in the host, CSS px. */
export function createMarkFocus(host: HTMLElement, place: (placed: PlacedMark) => { readonly x: number; readonly y: number }, show: (placed: PlacedMark | null) => void): MarkFocus {
  const ring = document.createElement('div');
  ring.className = 'trend-mark-ring';
  ring.hidden = true;
  host.append(ring);
  let at: PlacedMark | null = null;
  const put = (placed: PlacedMark | null): void => {
    at = placed;
    ring.hidden = placed === null;
    show(placed);
    if (placed === null) return;
    const { x, y } = place(placed);
    ring.style.translate = `${x}px ${y}px`;
  };
  const leave = (): boolean => {
    if (at === null) return false;
    put(null);
    return true;
  };
  host.addEventListener('blur', leave);
  return {
    step(marks, by) {
      const next = markBeside(marks, at === null ? null : firstMs(at), by);
      if (next !== null) put(next);
      return at !== null;
    },
    members: () => at?.members ?? null,
    follow(marks) {
      if (at === null) return;
      const [mine] = at.members;
      put(marks.find(({ members }) => members.some((one) => one.timeMs === mine?.timeMs && one.kind === mine.kind && one.subject === mine.subject)) ?? null);
    },
    leave,
    destroy() {
      host.removeEventListener('blur', leave);
      ring.remove();
    },
  };
}
