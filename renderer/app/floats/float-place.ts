export type Area = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
export type Size = { readonly width: number; readonly height: number };
export type Place = { readonly left: number; readonly top: number };

const step = 32;
const edge = 16;
/** The row of tabs with a panel's tools stays free. */
const tabs = 40;

/** Where the nth frame opens: from the upper right of the workspace, each a step further in so that all titles can be read. */
export function firstPlace(nth: number, size: Size, area: Area): Place {
  return keptInside({ left: area.left + area.width - size.width - edge - nth * step, top: area.top + tabs + edge + nth * step }, size, area);
}

/** The same place, or the nearest at which the whole frame is in sight; of one larger than the area its upper left corner is. */
export function keptInside({ left, top }: Place, size: Size, area: Area): Place {
  const hold = (at: number, least: number, room: number): number => Math.max(least, Math.min(at, least + room));
  return { left: hold(left, area.left, area.width - size.width), top: hold(top, area.top, area.height - size.height) };
}
