import type { DisplayRef, WindowPlace } from '#shared/model/layout.ts';
import type { ArrangedWindow } from '#shared/model/window-order.ts';

export type Rect = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
/** A monitor as the system tells it, in device-independent px of one common plane. */
export type ShownDisplay = { readonly id: number; readonly label: string; readonly bounds: Rect; readonly workArea: Rect; readonly isPrimary: boolean };
export type NumberedDisplay = ShownDisplay & { readonly number: number };

export type HomedWindow = Pick<ArrangedWindow, 'name' | 'display' | 'place'> & {
  /** The system's own number of the window's display where it was seen in this run; null before. */
  readonly homeId: number | null;
};
export type PlacedWindow = {
  readonly display: NumberedDisplay;
  readonly mode: 'full-screen' | 'maximised' | 'free';
  /** Of the window when it is not full screen or maximised. */
  readonly bounds: Rect;
  /** False while its display is away and another one lends it room. */
  readonly isHome: boolean;
};

/** Room a full-screen window takes on a display that is another window's home: what stands there stays in sight. */
const lentShare = 0.6;

/** Displays from the left, then from the top, numbered from 1. */
export function numberDisplays(displays: readonly ShownDisplay[]): readonly NumberedDisplay[] {
  return displays
    .toSorted((a, b) => a.bounds.x - b.bounds.x || a.bounds.y - b.bounds.y || a.id - b.id)
    .map((display, at) => ({ ...display, number: at + 1 }));
}

/** How a display is told again after a restart or another cabling. */
export function refOf({ number, label, bounds }: NumberedDisplay): DisplayRef {
  const trimmed = label.trim().slice(0, 120);
  return { number, ...(trimmed === '' ? {} : { label: trimmed }), size: [Math.max(1, Math.round(bounds.width)), Math.max(1, Math.round(bounds.height))] };
}

/**
 * The display a reference means, or null while it is away. Its name decides; of several with one name the number, then the
 * size. Without a name, or where the system tells none, the number decides: another monitor in the same place is the place.
 * `taken` are displays known to be the homes of others in this run: one of two monitors of a name is not taken for the other.
 */
export function findDisplay(ref: DisplayRef, displays: readonly NumberedDisplay[], taken: ReadonlySet<number> = new Set()): NumberedDisplay | null {
  const numbered = displays.find(({ number }) => number === ref.number) ?? null;
  if (ref.label === undefined) return numbered;
  const named = displays.filter((display) => display.label.trim() === ref.label);
  if (named.length === 0) return numbered !== null && numbered.label.trim() === '' ? numbered : null;
  const free = named.filter(({ id }) => !taken.has(id));
  if (free.length === 0) return null;
  const isSized = ({ bounds }: NumberedDisplay): boolean => ref.size === undefined || (bounds.width === ref.size[0] && bounds.height === ref.size[1]);
  return free.find(({ number }) => number === ref.number) ?? free.find(isSized) ?? free[0] ?? null;
}

/**
 * Where each window stands with these displays. One whose display is away stands on the display of its number, else on the
 * primary one; there a full-screen window of another display covers nobody. Null without any display. Bounds never leave the
 * work area of their display.
 */
export function placeWindows(windows: readonly HomedWindow[], displays: readonly NumberedDisplay[]): ReadonlyMap<string, PlacedWindow> | null {
  const primary = displays.find(({ isPrimary }) => isPrimary) ?? displays[0];
  if (primary === undefined) return null;
  const homes = new Map<string, NumberedDisplay | null>();
  const seen = windows.flatMap(({ homeId }) => (homeId === null ? [] : [homeId]));
  for (const window of windows) {
    const known = window.homeId === null ? undefined : displays.find(({ id }) => id === window.homeId);
    homes.set(window.name, known ?? findDisplay(window.display, displays, new Set(seen.filter((id) => id !== window.homeId))));
  }
  const placed = new Map<string, PlacedWindow>();
  for (const window of windows) {
    const home = homes.get(window.name) ?? null;
    const display = home ?? displays.find(({ number }) => number === window.display.number) ?? primary;
    const isLent = home === null && [...homes].some(([name, other]) => name !== window.name && other?.id === display.id);
    placed.set(window.name, { display, isHome: home !== null, ...placeOn(display, window.place, isLent) });
  }
  return placed;
}

function placeOn({ workArea }: NumberedDisplay, place: WindowPlace, isLent: boolean): Pick<PlacedWindow, 'mode' | 'bounds'> {
  if (place === 'maximised') return { mode: 'maximised', bounds: workArea };
  if (place !== 'full-screen') return { mode: 'free', bounds: within({ x: workArea.x + place[0], y: workArea.y + place[1], width: place[2], height: place[3] }, workArea) };
  if (!isLent) return { mode: 'full-screen', bounds: workArea };
  const [width, height] = [Math.round(workArea.width * lentShare), Math.round(workArea.height * lentShare)];
  return { mode: 'free', bounds: { x: workArea.x + workArea.width - width, y: workArea.y + workArea.height - height, width, height } };
}

/** The rectangle moved, and cut only where it is larger, so that all of it lies in the area. */
export function within(rect: Rect, area: Rect): Rect {
  const [width, height] = [Math.min(rect.width, area.width), Math.min(rect.height, area.height)];
  return {
    x: Math.min(Math.max(rect.x, area.x), area.x + area.width - width),
    y: Math.min(Math.max(rect.y, area.y), area.y + area.height - height),
    width,
    height,
  };
}

/** The place of a window that somebody put there by hand: its bounds from the upper left of the display's work area. */
export function placeFrom(bounds: Rect, { workArea }: NumberedDisplay): WindowPlace {
  const inside = within(bounds, workArea);
  return [Math.round(inside.x - workArea.x), Math.round(inside.y - workArea.y), Math.max(1, Math.round(inside.width)), Math.max(1, Math.round(inside.height))];
}

/** The display most of a window lies on; the primary one where it lies on none. */
export function displayUnder(bounds: Rect, displays: readonly NumberedDisplay[]): NumberedDisplay | null {
  let [best, most]: [NumberedDisplay | null, number] = [null, 0];
  for (const display of displays) {
    const { x, y, width, height } = display.bounds;
    const across = Math.min(bounds.x + bounds.width, x + width) - Math.max(bounds.x, x);
    const down = Math.min(bounds.y + bounds.height, y + height) - Math.max(bounds.y, y);
    const area = across > 0 && down > 0 ? across * down : 0;
    if (area > most) [best, most] = [display, area];
  }
  return best ?? displays.find(({ isPrimary }) => isPrimary) ?? displays[0] ?? null;
}
