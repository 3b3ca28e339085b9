import type { Point } from '#shared/model/scene.ts';

/** A line of the plant that is drawn in the scene: a person's way, what is measured, or where it is cut. What lies behind equipment is dashed and faint. */
export type DrawnLine = { readonly id: string; readonly kind: 'way' | 'measure' | 'cut'; readonly points: readonly Point[] };

/** A place that is marked in the scene by a lock with its number; faint where equipment hides it. */
export type DrawnMark = { readonly id: string; readonly at: Point; readonly number: number };

export type Drawn = { readonly lines: readonly DrawnLine[]; readonly marks: readonly DrawnMark[] };
export const nothingDrawn: Drawn = { lines: [], marks: [] };
