import { type RefObject, useEffect, useMemo, useState } from 'react';
import { useTimeline } from '../../client/use-client.ts';
import { usePresentNow } from '../../client/use-now.ts';
import { type Bar, columnCount } from './bar-scale.ts';

/** What the bar shows now. While it follows the present it moves by whole columns, so that it stands still in between. */
export function useBar(): Bar {
  const spanMs = useTimeline(({ barSpanMs }) => barSpanMs);
  const fixedMs = useTimeline(({ barToMs, recording }) => barToMs ?? recording?.toMs ?? null);
  const columnMs = spanMs / columnCount;
  const followedMs = usePresentNow(columnMs) + columnMs;
  const toMs = fixedMs ?? followedMs;
  return useMemo(() => ({ fromMs: toMs - spanMs, toMs }), [toMs, spanMs]);
}

/** Width of an element, CSS px; 0 before it is laid out. */
export function useWidth(ref: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    setWidth(element.clientWidth);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}
