import { type RefObject, useEffect, useState } from 'react';

/** CSS px of an element's inside, kept current; both 0 before it stands, and while it is hidden the last size stays. */
export function useSize(ref: RefObject<HTMLElement | null>): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const read = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width > 0 && height > 0) setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    };
    read();
    const watching = new ResizeObserver(read);
    watching.observe(element);
    return () => watching.disconnect();
  }, [ref]);
  return size;
}
