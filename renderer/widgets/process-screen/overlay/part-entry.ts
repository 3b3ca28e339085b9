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
  isShown: boolean;
  isDirty: boolean;
  isInView: boolean;
  isPainted: boolean;
};

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
  isShown: false,
  isDirty: false,
  isInView: false,
  isPainted: false,
});
