import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from 'react';

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

/** Follows the scroller; renders only when other rows come into sight. `show` scrolls as little as it takes to bring a row wholly into sight. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, rowHeight: number, count: number): RowWindow & { readonly show: (row: number) => void } {
  const read = useCallback((): RowWindow => {
    const element = scroller.current;
    return rowWindow(element?.scrollTop ?? 0, element?.clientHeight ?? 0, rowHeight, count);
  }, [scroller, rowHeight, count]);
  const [, setKey] = useState('');
  const look = useCallback((): void => setKey(Object.values(read()).join(' ')), [read]);
  useLayoutEffect(look, [look]);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    element.addEventListener('scroll', look, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, [scroller, look]);
  const show = useCallback(
    (row: number): void => {
      const element = scroller.current;
      if (element === null) return;
      const [top, bottom] = [row * rowHeight, (row + 1) * rowHeight];
      if (top < element.scrollTop) element.scrollTop = top;
      else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
    },
    [scroller, rowHeight],
  );
  return { ...read(), show };
}
