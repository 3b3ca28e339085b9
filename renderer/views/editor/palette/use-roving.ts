import { type FocusEventHandler, type KeyboardEventHandler, type RefObject, useEffect, useRef } from 'react';

type Roving = {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly onKeyDown: KeyboardEventHandler;
  readonly onFocus: FocusEventHandler;
};

const ways: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * Makes many buttons one stop of the Tab key: arrow keys go to the nearest one that way, Home and End to the first and
 * last. Which one has the stop is written on the page's elements, since lists here are long and change with every word.
 */
export function useRoving(selector: string): Roving {
  const ref = useRef<HTMLDivElement>(null);
  const items = (): HTMLElement[] =>
    [...(ref.current?.querySelectorAll<HTMLElement>(selector) ?? [])].filter((item) => item.getClientRects().length > 0);
  const settle = (stop: HTMLElement | null): void => {
    const all = items();
    const chosen = stop !== null && all.includes(stop) ? stop : (all.find((item) => item.tabIndex === 0) ?? all[0]);
    for (const item of all) item.tabIndex = item === chosen ? 0 : -1;
  };
  useEffect(() => settle(null));
  return {
    ref,
    onFocus: ({ target }) => target instanceof HTMLElement && target.matches(selector) && settle(target),
    onKeyDown(event) {
      const from = event.target;
      if (!(from instanceof HTMLElement) || !from.matches(selector) || event.ctrlKey || event.altKey || event.metaKey) return;
      const all = items();
      const way = Object.hasOwn(ways, event.key) ? ways[event.key] : undefined;
      const next =
        event.key === 'Home' ? all[0] : event.key === 'End' ? all.at(-1) : way === undefined ? undefined : nearest(all, from, way);
      if (next === undefined) return;
      event.preventDefault();
      next.focus();
    },
  };
}

/** The nearest one in that direction; sideways the next or the one before where nothing stands beside it. */
function nearest(all: readonly HTMLElement[], from: HTMLElement, [right, down]: readonly [number, number]): HTMLElement | undefined {
  if (down === 0) return all[all.indexOf(from) + right];
  const here = from.getBoundingClientRect();
  let best: { readonly item: HTMLElement; readonly far: number } | null = null;
  for (const item of all) {
    const there = item.getBoundingClientRect();
    const along = (there.top - here.top) * down;
    if (along < here.height / 2) continue;
    const far = along * 4 + Math.abs(there.left - here.left);
    if (best === null || far < best.far) best = { item, far };
  }
  return best?.item;
}
