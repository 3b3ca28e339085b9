import type { PixelBox } from './pixel-sheet.ts';
import type { Place } from './place.ts';

/** Rectangle of a part, device pixels, and how its host's units become such. */
export type PartGround = PixelBox & { readonly host: { readonly place: Place | null } };

/** A part of which a lane may paint the ink. */
export type LentPart = {
  /** Where this part stands, if its ink is on the sheet as it should be; else null. */
  ground(): PartGround | null;
  /** True where no other part has ink in this rectangle. */
  isFree(x0: number, y0: number, x1: number, y1: number): boolean;
  /**
   * Takes the part's ink away and leaves this rectangle of its own to a lane, which is closed before the scene paints the
   * part itself, or when other ink comes into the rectangle.
   */
  lend(lane: number, x0: number, y0: number, x1: number, y1: number): void;
  /** The rectangle is the scene's again, with what ink the lane left. */
  takeBack(): void;
};
