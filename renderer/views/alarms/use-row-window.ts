import { useLayoutEffect, useState } from 'react';

/** Rows drawn beyond the edges, so that a turn of the wheel finds them there. */
const overscan = 6;

export type RowWindow = {
  /** Rows to draw: from `first` up to, without, `end`. */
  readonly first: number;
  readonly end: number;
  /** Rows wholly in sight: from `firstWhole` up to, without, `endWhole`. */
  readonly firstWhole: number;
  readonly endWhole: number;
};

/** The rows of a scroller in sight; all of one height. Costs the same for ten rows and for 100,000. */
export function rowWindow(scrollTop: number, height: number, rowHeight: number, count: number): RowWindow {
  const within = (row: number): number => Math.min(count, Math.max(0, row));
  return {
    first: within(Math.floor(scrollTop / rowHeight) - overscan),
    end: within(Math.ceil((scrollTop + height) / rowHeight) + overscan),
    firstWhole: within(Math.ceil(scrollTop / rowHeight)),
    endWhole: within(Math.floor((scrollTop + height) / rowHeight)),
  };
}

type Place = { readonly top: number; readonly height: number };

/**
 * Follows the scroller that is given `ref`; renders only when other rows come into sight. `show` scrolls as little as it takes
 * to bring a row wholly into sight.
 */
export function useRowWindow(rowHeight: number, count: number): RowWindow & { readonly ref: (element: HTMLElement | null) => void; readonly show: (row: number) => void } {
  const [scroller, ref] = useState<HTMLElement | null>(null);
  const [{ top, height }, setPlace] = useState<Place>({ top: 0, height: 0 });
  useLayoutEffect(() => {
    if (scroller === null) return undefined;
    // Asked for only when it scrolls or changes its size: reading it after each change of the rows would lay the page out at once.
    const look = (): void =>
      setPlace((before) => {
        const now = { top: scroller.scrollTop, height: scroller.clientHeight };
        return isSame(rowWindow(now.top, now.height, rowHeight, Infinity), rowWindow(before.top, before.height, rowHeight, Infinity)) ? before : now;
      });
    look();
    scroller.addEventListener('scroll', look, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(scroller);
    return () => {
      scroller.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, [scroller, rowHeight]);
  const show = (row: number): void => {
    if (scroller === null) return;
    const [above, below] = [row * rowHeight, (row + 1) * rowHeight];
    if (above < scroller.scrollTop) scroller.scrollTo({ top: above });
    else if (below > scroller.scrollTop + scroller.clientHeight) scroller.scrollTo({ top: below - scroller.clientHeight });
  };
  return { ...rowWindow(top, height, rowHeight, count), ref, show };
}

const isSame = (a: RowWindow, b: RowWindow): boolean => a.first === b.first && a.end === b.end && a.firstWhole === b.firstWhole && a.endWhole === b.endWhole;
