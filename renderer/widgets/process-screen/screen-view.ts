import { type NodeSettings, type ScreenRole, screenRoles } from '#shared/screen/screen-model.ts';

/** From which place a screen is looked at: who looks, which layers are off, and how near. */
export type ScreenView = {
  readonly role: ScreenRole;
  readonly hiddenLayers: ReadonlySet<string>;
  /** 1: the whole screen fits its panel. */
  readonly zoom: number;
};

export type ScreenVisibility = {
  /** Takes a part whose layer, role or detail decides whether it is seen. */
  add(element: Element, settings: Pick<NodeSettings, 'layer' | 'role' | 'detail'>): void;
  setView(view: ScreenView): void;
  /** Shows or hides a part for a reason of its own, such as a binding. */
  setShown(element: Element, isShown: boolean): void;
  /** Calls with whether `host` is seen: now, and whenever that changes. */
  whenSeen(host: Element, call: (isSeen: boolean) => void): void;
};

type Part = { readonly element: Element; readonly settings: Pick<NodeSettings, 'layer' | 'role' | 'detail'> };
type Watch = { readonly host: Element; readonly call: (isSeen: boolean) => void; isSeen: boolean };

const offView = 'is-off-view';
const offState = 'is-off-state';

/**
 * What of a screen is seen. Parts are hidden by a class, so that what hides them twice does not show them once. In an editor
 * nothing is hidden, only dimmed, and every watch is told that it is seen.
 */
export function createScreenVisibility(isEditing: boolean): ScreenVisibility {
  const parts: Part[] = [];
  const watches: Watch[] = [];
  // Least first: until somebody says who looks, nobody sees what is meant for few.
  let view: ScreenView = { role: 'view', hiddenLayers: new Set(), zoom: 1 };

  const isOff = ({ layer, role, detail }: Part['settings']): boolean =>
    (layer !== null && view.hiddenLayers.has(layer)) ||
    (role !== null && screenRoles.indexOf(role) > screenRoles.indexOf(view.role)) ||
    (detail !== null && view.zoom < detail);
  const isSeen = (host: Element): boolean => isEditing || host.closest(`.${offView}, .${offState}`) === null;
  const tell = (): void => {
    for (const watch of watches) {
      const seen = isSeen(watch.host);
      if (seen === watch.isSeen) continue;
      watch.isSeen = seen;
      watch.call(seen);
    }
  };
  return {
    add(element, settings) {
      if (settings.layer === null && settings.role === null && settings.detail === null) return;
      parts.push({ element, settings });
      element.classList.toggle(offView, isOff(settings));
    },
    setView(next) {
      view = next;
      for (const { element, settings } of parts) element.classList.toggle(offView, isOff(settings));
      tell();
    },
    setShown(element, isShown) {
      if (element.classList.contains(offState) === !isShown) return;
      element.classList.toggle(offState, !isShown);
      tell();
    },
    whenSeen(host, call) {
      const seen = isSeen(host);
      watches.push({ host, call, isSeen: seen });
      call(seen);
    },
  };
}
