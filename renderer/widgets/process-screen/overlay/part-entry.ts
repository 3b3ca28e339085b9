import type { OverlayPart } from './overlay-part.ts';
import type { Place } from './place.ts';

/** An element of the drawing with all that is painted in its units. */
export type HostEntry<Host> = { readonly host: Host; place: Place | null; isOutlined: boolean; readonly parts: PartEntry<Host>[] };

/** A part with where it stands and what of it is due. */
export type PartEntry<Host> = {
  readonly part: OverlayPart;
  readonly host: HostEntry<Host>;
  readonly isInk: boolean;
  /** As told last, host units. */
  left: number;
  top: number;
  right: number;
  bottom: number;
  /** Where it stands now, device pixels. */
  nowX0: number;
  nowY0: number;
  nowX1: number;
  nowY1: number;
  /** The same and where it was painted last: what has to be cleared. */
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  /** The ink it left on the plate, which is all that must be cleared there. */
  inkX0: number;
  inkY0: number;
  inkX1: number;
  inkY1: number;
  /** Cells of the grid that list it; they only become more until everything is placed anew. */
  column0: number;
  row0: number;
  column1: number;
  row1: number;
  /** Its place in the order of painting. */
  rank: number;
  /** The lane that paints it meanwhile; −1 for none. */
  lane: number;
  /** Of the picture before which a lane gave it back: no other ink is in its rectangle then. */
  freedFor: number;
  isShown: boolean;
  isDirty: boolean;
  isInView: boolean;
  isPainted: boolean;
};

/** Takes over where an entry stands by what was told of it last; false where it stands there already, or nowhere. What it covered before stays in what is to be cleared. */
export function stand<Host>(entry: PartEntry<Host>): boolean {
  const { place } = entry.host;
  if (place === null || !(entry.right > entry.left)) return false;
  const { a, b, c, d, e, f } = place;
  const { left, top, right, bottom } = entry;
  const xs = b === 0 && c === 0;
  const x0 = Math.floor((xs ? Math.min(a * left, a * right) : Math.min(a * left, a * right) + Math.min(c * top, c * bottom)) + e);
  const x1 = Math.ceil((xs ? Math.max(a * left, a * right) : Math.max(a * left, a * right) + Math.max(c * top, c * bottom)) + e);
  const y0 = Math.floor((xs ? Math.min(d * top, d * bottom) : Math.min(b * left, b * right) + Math.min(d * top, d * bottom)) + f);
  const y1 = Math.ceil((xs ? Math.max(d * top, d * bottom) : Math.max(b * left, b * right) + Math.max(d * top, d * bottom)) + f);
  if (x0 === entry.nowX0 && y0 === entry.nowY0 && x1 === entry.nowX1 && y1 === entry.nowY1) return false;
  entry.nowX0 = x0;
  entry.nowY0 = y0;
  entry.nowX1 = x1;
  entry.nowY1 = y1;
  const isNew = entry.x1 <= entry.x0;
  entry.x0 = isNew ? x0 : Math.min(entry.x0, x0);
  entry.y0 = isNew ? y0 : Math.min(entry.y0, y0);
  entry.x1 = isNew ? x1 : Math.max(entry.x1, x1);
  entry.y1 = isNew ? y1 : Math.max(entry.y1, y1);
  return true;
}

/** A part that shows nothing yet and stands nowhere. */
export const newEntry = <Host>(part: OverlayPart, host: HostEntry<Host>): PartEntry<Host> => ({
  part,
  host,
  isInk: part.isInk === true,
  left: 0,
  top: 0,
  right: 0,
  bottom: 0,
  nowX0: 0,
  nowY0: 0,
  nowX1: 0,
  nowY1: 0,
  x0: 0,
  y0: 0,
  x1: 0,
  y1: 0,
  inkX0: 0,
  inkY0: 0,
  inkX1: 0,
  inkY1: 0,
  column0: 0,
  row0: 0,
  column1: -1,
  row1: -1,
  rank: 0,
  lane: -1,
  freedFor: -1,
  isShown: false,
  isDirty: false,
  isInView: false,
  isPainted: false,
});
