import type { Direction, Nozzle, Point, ScenePart, Size } from '../model/scene.ts';
import { slopingShapes } from '../model/scene-shapes.ts';
import { type NozzleSpec, type ShapeForm, shapeCatalogue } from './shape-catalogue.ts';

/** Least and greatest east, north, up, m. */
export type Bounds = readonly [number, number, number, number, number, number];
/** A unit vector east, north, up. */
export type Heading = readonly [number, number, number];

/** Where and how large a part is, with what its shape gives where it says nothing. */
export type PartFrame = {
  readonly form: ShapeForm;
  readonly at: Point;
  /** Anticlockwise seen from above, radians. */
  readonly turn: number;
  readonly size: Size;
  readonly legs: number;
  /** Its east end above its west end, m; 0 of what stands level. */
  readonly rise: number;
};

export function frameOf(part: Pick<ScenePart, 'shape' | 'at' | 'turn' | 'size' | 'legs' | 'rise'>): PartFrame {
  const spec = shapeCatalogue[part.shape];
  const size = part.size ?? spec.size;
  // Legs of a shape's own size, on a part made lower than usual, keep their share of it.
  const legs = part.legs ?? Math.min(spec.legs, (spec.legs / spec.size[2]) * size[2]);
  return { form: spec.form, at: part.at, turn: (part.turn * Math.PI) / 180, size, legs: Math.min(legs, size[2] * 0.95), rise: slopingShapes.has(part.shape) ? (part.rise ?? 0) : 0 };
}

/**
 * How far a place of a part's body is lifted where the part slopes, m: nothing at its lower end, all of the rise at the
 * other. `up` is the height in the level part: below the legs' top it is less, so that legs grow and feet stay.
 */
export function liftOf({ size, legs, rise }: PartFrame, along: number, up: number): number {
  if (rise === 0) return 0;
  const share = Math.min(1, Math.max(0, along / size[0] + 0.5));
  const grown = legs <= 0 ? 1 : Math.min(1, Math.max(0, up / legs));
  return (rise > 0 ? rise * share : -rise * (1 - share)) * grown;
}

/** A place of the plant, from a place along, across and up from the middle of a part's foot. */
export function placeOf({ at, turn }: PartFrame, [along, across, up]: Point): Point {
  const [cos, sin] = cosSin(turn);
  return [at[0] + along * cos - across * sin, at[1] + along * sin + across * cos, at[2] + up];
}

const headings: Readonly<Record<Direction, Heading>> = { east: [1, 0, 0], north: [0, 1, 0], west: [-1, 0, 0], south: [0, -1, 0], up: [0, 0, 1], down: [0, 0, -1] };

/** A direction of a turned part, in the plant. */
export function headingOf(direction: Direction, turn: number): Heading {
  const [east, north, up] = headings[direction];
  const [cos, sin] = cosSin(turn);
  return [east * cos - north * sin, east * sin + north * cos, up];
}

/** Exact at quarter turns, so that pipes from there run along the axes. */
function cosSin(turn: number): readonly [number, number] {
  const quarters = turn / (Math.PI / 2);
  const nearest = Math.round(quarters);
  if (Math.abs(quarters - nearest) > 1e-9) return [Math.cos(turn), Math.sin(turn)];
  const quarter = ((nearest % 4) + 4) % 4;
  return [quarter === 0 ? 1 : quarter === 2 ? -1 : 0, quarter === 1 ? 1 : quarter === 3 ? -1 : 0];
}

/** A nozzle of a part in the plant; null where neither the part nor its shape has one of that name. */
export function nozzleOf(part: ScenePart, name: string): { readonly at: Point; readonly heading: Heading } | null {
  const frame = frameOf(part);
  const own: Nozzle | undefined = Object.hasOwn(part.nozzles, name) ? part.nozzles[name] : undefined;
  const { nozzles } = shapeCatalogue[part.shape];
  const spec: NozzleSpec | undefined = Object.hasOwn(nozzles, name) ? nozzles[name] : undefined;
  if (own !== undefined) return { at: placeOf(frame, lifted(frame, own.at)), heading: headingOf(own.out, frame.turn) };
  if (spec === undefined) return null;
  const [along, across, high] = frame.size;
  const [x, y, z, out] = spec;
  return { at: placeOf(frame, lifted(frame, [x * along, y * across, frame.legs + z * (high - frame.legs)])), heading: headingOf(out, frame.turn) };
}

const lifted = (frame: PartFrame, [along, across, up]: Point): Point => [along, across, up + liftOf(frame, along, up)];

/** Names of all nozzles of a part, its own first. */
export const nozzleNames = (part: ScenePart): readonly string[] => [...new Set([...Object.keys(part.nozzles), ...Object.keys(shapeCatalogue[part.shape].nozzles)])];

/** The four corners of a part's foot, anticlockwise. */
export function footOf(frame: PartFrame): readonly Point[] {
  const [along, across] = [frame.size[0] / 2, frame.size[1] / 2];
  return [
    placeOf(frame, [-along, -across, 0]),
    placeOf(frame, [along, -across, 0]),
    placeOf(frame, [along, across, 0]),
    placeOf(frame, [-along, across, 0]),
  ];
}

/** The box around a part as it stands, along the axes of the plant. */
export function boundsOfPart(frame: PartFrame): Bounds {
  const [east, north, up] = frame.at;
  if (frame.form === 'round') {
    const [east2, north2] = [frame.size[0] / 2, frame.size[1] / 2];
    const reach = Math.max(east2, north2);
    return [east - reach, north - reach, up, east + reach, north + reach, up + frame.size[2]];
  }
  return boundsOfPoints([...footOf(frame), [east, north, up + frame.size[2] + Math.abs(frame.rise)]]);
}

/** The box around points; infinities the wrong way round for none. */
export function boundsOfPoints(points: readonly Point[]): Bounds {
  const bounds: [number, number, number, number, number, number] = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];
  for (const [east, north, up] of points) {
    bounds[0] = Math.min(bounds[0], east);
    bounds[1] = Math.min(bounds[1], north);
    bounds[2] = Math.min(bounds[2], up);
    bounds[3] = Math.max(bounds[3], east);
    bounds[4] = Math.max(bounds[4], north);
    bounds[5] = Math.max(bounds[5], up);
  }
  return bounds;
}

/** The box around boxes; six zeros around none. */
export function boundsOfAll(all: readonly Bounds[]): Bounds {
  if (all.length === 0) return [0, 0, 0, 0, 0, 0];
  return boundsOfPoints(all.flatMap(([a, b, c, d, e, f]): Point[] => [[a, b, c], [d, e, f]]));
}
