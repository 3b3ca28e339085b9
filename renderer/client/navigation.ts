import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ViewParams } from './view-props.ts';

/** Views of this console; the registry in `renderer/views/registry.ts` has one entry for each. */
export type ViewId = 'overview' | 'process' | 'alarms' | 'trends' | 'plant3d' | 'incidents' | 'runbooks' | 'explorer' | 'diagnose' | 'simulation' | 'editor';

export type NavigationPlace = { readonly view: ViewId; readonly params: ViewParams };

export type Navigation = NavigationPlace & {
  /** Screen of the current place; null outside the process view. */
  readonly screen: string | null;
  /** Rises with every `open`, so that opening the same place again brings it to the front. */
  readonly visit: number;
  /**
   * Shows a view. The process view has one panel (dock tab) for each screen: `open('process', { screen })` brings its tab
   * to the front or adds it. `open('trends', { tags })` adds pens. Without params the workspace comes back as it was left.
   */
  readonly open: (view: ViewId, params?: ViewParams) => void;
  /** A place that is no more: its tab is closed. `count` rises with each. */
  readonly left: (NavigationPlace & { readonly count: number }) | null;
  readonly leave: (view: ViewId, params: ViewParams) => void;
  readonly back: () => void;
  readonly forward: () => void;
};

const keptPlaces = 100;

export function createNavigation(first: NavigationPlace = { view: 'process', params: {} }): StoreApi<Navigation> {
  let places: NavigationPlace[] = [first];
  let at = 0;
  return createStore<Navigation>((set) => {
    const show = (place: NavigationPlace): void =>
      set((now) => ({ ...place, screen: place.params.screen ?? null, visit: now.visit + 1 }));
    const step = (by: number): void => {
      const place = places[at + by];
      if (place === undefined) return;
      at += by;
      show(place);
    };
    return {
      ...first,
      screen: first.params.screen ?? null,
      visit: 0,
      open(view, params = {}) {
        const place = { view, params };
        places = [...places.slice(Math.max(0, at + 2 - keptPlaces), at + 1), place];
        at = places.length - 1;
        show(place);
      },
      left: null,
      leave: (view, params) => set((now) => ({ left: { view, params, count: (now.left?.count ?? 0) + 1 } })),
      back: () => step(-1),
      forward: () => step(1),
    };
  });
}

/** The navigation of this window. */
export const navigation = createNavigation();
