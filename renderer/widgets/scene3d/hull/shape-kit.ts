import type { ScenePart, Size } from '#shared/model/scene.ts';
import type { Shape } from '#shared/model/scene-shapes.ts';
import type { Pen } from './pen.ts';

/** What a shape is drawn from. Local frame: x along, y across, z up from the foot; the middle of the foot is the origin. */
export type ShapeKit = {
  readonly pen: Pen;
  readonly part: ScenePart;
  readonly size: Size;
  /** Along, across, high, m: the same as `size`, by name. */
  readonly L: number;
  readonly W: number;
  readonly H: number;
  readonly legs: number;
  /** Bolts, ribs, rails and rims are drawn; else only what gives the outline. */
  readonly isFine: boolean;
  /** Nozzles where a pipe ends. */
  readonly used: ReadonlySet<string>;
  /** How many sides a round of this radius has. */
  sides(radius: number): number;
};

export type DrawShape = (kit: ShapeKit) => void;
export type ShapeTable = Partial<Readonly<Record<Shape, DrawShape>>>;

/** Brightness of materials beside the clay of a body. */
export const tones = { body: 1, light: 1.05, pale: 1.09, steel: 0.86, frame: 0.78, dark: 0.62, rubber: 0.5, concrete: 0.84 } as const;
