import { z } from 'zod';
import { AlarmId, AssetId, TagId } from './ids.ts';
import { shapes } from './scene-shapes.ts';

/** Letters, digits and _ . - : what pipes, tours and people call a thing of a scene by. */
const name = z.string().regex(/^[A-Za-z0-9][\w.-]{0,79}$/, 'letters, digits and _ . - only, beginning with a letter or digit');
const words = z.string().min(1).max(120);
const sentence = z.string().min(1).max(500);

/** Farthest from the origin, m. Beyond some kilometres single precision shows as trembling. */
export const farthestM = 5000;
const coordinate = z.number().min(-farthestM).max(farthestM);
const length = z.number().min(0.01).max(2000);
const degrees = z.number().min(-360).max(360);

export const SceneId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'small letters, digits and - only');
export type SceneId = z.infer<typeof SceneId>;

/** Metres east, north and up from the scene's origin. */
export const Point = z.tuple([coordinate, coordinate, coordinate]);
export type Point = z.infer<typeof Point>;
/** Along, across and high, m: the box a part fills before it is turned. Of a thing that stands round, along and across are its diameter. */
export const Size = z.tuple([length, length, length]);
export type Size = z.infer<typeof Size>;

/** Least and greatest value that stand for empty and full, or cold and hot. */
const range = z.tuple([z.number(), z.number()]).refine(([from, to]) => from < to, 'the lesser number first, then the greater');

export const floorKinds = ['concrete', 'grating', 'road', 'gravel', 'grass', 'water'] as const;
/** A level piece of ground or deck. */
export const Floor = z.strictObject({
  name: words.optional(),
  kind: z.enum(floorKinds).default('concrete'),
  /** South-west corner; `up` is its upper face. */
  at: Point,
  /** East and north. */
  size: z.tuple([length, length]),
  /** Below its upper face, m; edges of a deck with a drop below get a railing by a part of shape `railing`, not by themselves. */
  thickness: z.number().min(0.01).max(10).default(0.15),
});
export type Floor = z.infer<typeof Floor>;

export const sides = ['east', 'north', 'west', 'south'] as const;
export const Building = z.strictObject({
  name: words,
  asset: AssetId.optional(),
  /** South-west corner at the ground. */
  at: Point,
  /** East, north, up. */
  size: Size,
  /** `full`; `low`: 1.2 m, to look in over them; `cut`: the two sides towards the eye are left away; `frame`: columns and beams alone. */
  walls: z.enum(['full', 'low', 'cut', 'frame']).default('low'),
  roof: z.boolean().default(false),
  /** Sides without a wall. */
  open: z.array(z.enum(sides)).max(4).default([]),
  /** Doors: on which side, how far along it from its west or south end, and how wide, m. */
  doors: z.array(z.strictObject({ side: z.enum(sides), along: z.number().min(0).max(2000), width: z.number().min(0.5).max(30).default(1.2) })).max(40).default([]),
});
export type Building = z.infer<typeof Building>;

export const directions = ['east', 'north', 'west', 'south', 'up', 'down'] as const;
/** Of a part before it is turned: east is along, north is across. */
export type Direction = (typeof directions)[number];
/** A place where a pipe ends: along, across and up from the middle of the part's foot, and the way out of it. */
export const Nozzle = z.strictObject({ at: Point, out: z.enum(directions) });
export type Nozzle = z.infer<typeof Nozzle>;

export const ScenePart = z.strictObject({
  shape: z.enum(shapes),
  /** What it is of the plant: picked, coloured and labelled as that. */
  asset: AssetId.optional(),
  /** What pipes call it; the asset where absent. Needed for a further part of an asset only where pipes end at it. */
  id: name.optional(),
  name: words.optional(),
  /** Middle of its foot. Its supports stand below: `at` is where it touches what it stands on. */
  at: Point,
  /** Anticlockwise seen from above; 0: its length lies east and west, and its front looks east. */
  turn: degrees.default(0),
  /** That of its shape where absent. */
  size: Size.optional(),
  /** Height of legs, saddle or skirt under it, m; part of the size. Its shape's where absent. */
  legs: z.number().min(0).max(60).optional(),
  /**
   * How much higher its east end stands than its west end before it is turned, m, less than 0 for lower: of conveyors, cable
   * trays and railings (`slopingShapes`). The lower end is `size` high, and legs reach down to the foot everywhere.
   */
  rise: z.number().min(-200).max(200).optional(),
  /** Contents, 0 to 1 of its height between the tag's `range`, or `levelRange`. */
  level: TagId.optional(),
  levelRange: range.optional(),
  /** What its surface is coloured by in heat mode where nothing else is chosen. */
  heat: TagId.optional(),
  /** Nozzles besides those of its shape, or in their place. */
  nozzles: z.record(name, Nozzle).default({}),
  /** Parts of one assembly move apart together when it is exploded. */
  assembly: name.optional(),
});
export type ScenePart = z.infer<typeof ScenePart>;

export const services = ['main', 'utility', 'vapour', 'cable'] as const;
export type Service = (typeof services)[number];
/** `PART.NOZZLE`, or a point. A part's name may hold dots: the nozzle stands behind the last. */
export const PipeEnd = z.union([Point, z.string().regex(/^[\w./:-]{1,200}\.[\w-]{1,80}$/, 'a point, or PART.NOZZLE')]);
export type PipeEnd = z.infer<typeof PipeEnd>;
/** A corner: a point, or only what changes from the corner before it. */
export const Corner = z.union([
  Point,
  z
    .strictObject({ east: coordinate.optional(), north: coordinate.optional(), up: coordinate.optional() })
    .refine((corner) => Object.values(corner).some((one) => one !== undefined), 'at least one of east, north, up'),
]);
export type Corner = z.infer<typeof Corner>;

export const ScenePipe = z.strictObject({
  id: name,
  name: words.optional(),
  service: z.enum(services).default('main'),
  /** What runs in it, for people: brine, steam, 11 kV. */
  carries: words.optional(),
  /** The asset it is shown with; its ends' assets where absent. */
  asset: AssetId.optional(),
  /** Outside, m. */
  diameter: z.number().min(0.01).max(20).default(0.15),
  /** Flow is from `from` to `to` while the tag is positive. */
  from: PipeEnd,
  to: PipeEnd,
  via: z.array(Corner).max(60).default([]),
  /** A flow, or a signal that something runs. */
  flow: TagId.optional(),
  /** Flow that counts as full speed; the upper end of the tag's range where absent. */
  fullFlow: z.number().positive().optional(),
});
export type ScenePipe = z.infer<typeof ScenePipe>;

export const SceneModel = z.strictObject({
  id: name,
  /** Below `scenes/models/`, with its ending: glb, gltf, stl, stp, step, igs, iges. */
  file: z.string().regex(/^(?!.*\.\.)[\w][\w ./-]{0,180}\.(glb|gltf|stl|stp|step|igs|iges)$/i, 'a file below scenes/models ending in glb, gltf, stl, stp, step, igs or iges'),
  at: Point.default([0, 0, 0]),
  turn: degrees.default(0),
  /** Metres of the plant for one unit of the model, after its own unit is known. */
  scale: z.number().min(1e-4).max(1e4).default(1),
  /** Which axis of the file is up; what is usual for its format where absent. */
  up: z.enum(['y', 'z']).optional(),
  /** The whole model's asset, where its nodes have none of their own. */
  asset: AssetId.optional(),
  heat: TagId.optional(),
  assembly: name.optional(),
  /** Which node of the file is which asset; nodes below it belong to it. Key: path of the node from the root. */
  nodes: z.record(z.string().min(1).max(1000), AssetId).default({}),
});
export type SceneModel = z.infer<typeof SceneModel>;

export const viewKinds = ['overview', 'unit', 'fault', 'top', 'access'] as const;
/** Where the eye stands and what it looks at. */
export const SceneView = z.strictObject({
  id: name,
  name: words,
  kind: z.enum(viewKinds).default('unit'),
  eye: Point,
  target: Point,
  /** What it shows best: offered with them, and flown to for their faults. */
  assets: z.array(AssetId).max(200).default([]),
  alarms: z.array(AlarmId).max(200).default([]),
  /** Everything but these is seen through. */
  isolate: z.array(AssetId).max(200).default([]),
});
export type SceneView = z.infer<typeof SceneView>;

/** How long a tour stays at a view, s, where it says nothing. */
export const usualStopS = 8;
export const SceneTour = z.strictObject({
  id: name,
  name: words,
  stops: z.array(z.strictObject({ view: name, seconds: z.number().min(2).max(600).default(usualStopS), says: sentence.optional() })).min(1).max(100),
});
export type SceneTour = z.infer<typeof SceneTour>;

/** A person's way on foot, drawn on the floor. */
export const SceneRoute = z.strictObject({
  id: name,
  name: words,
  /** Equipment at its end. */
  assets: z.array(AssetId).min(1).max(200),
  /** Corner by corner from where people come from. A way goes up and down by stairs and ladders. */
  points: z.array(Point).min(2).max(200),
  /** What to know or wear before going there. */
  notice: sentence.optional(),
});
export type SceneRoute = z.infer<typeof SceneRoute>;

export const isolationKinds = ['valve', 'breaker', 'drain', 'vent', 'blind', 'switch'] as const;
/** A point where energy is shut off before hands go in. */
export const Isolation = z.strictObject({
  id: name,
  /** What becomes safe by it, together with the others of the asset. */
  assets: z.array(AssetId).min(1).max(50),
  kind: z.enum(isolationKinds),
  at: Point,
  /** As it is written at the point. */
  label: words,
  /** What it holds back. */
  energy: z.enum(['electrical', 'steam', 'process', 'pressure', 'hydraulic', 'gas', 'cooling', 'gravity', 'rotation']),
  /** Which piece of equipment the point itself is, where the plant knows it. */
  device: AssetId.optional(),
  /** A tag that shows its position; it never stands for trying. */
  tag: TagId.optional(),
});
export type Isolation = z.infer<typeof Isolation>;

export const maxSceneBytes = 4 * 1024 * 1024;
export const maxSceneParts = 20_000;
export const maxScenes = 100;

/** `scenes/NAME.yaml`. The file's name is the scene's id. */
export const Scene = z.strictObject({
  id: SceneId,
  title: words,
  /** The unit or area it shows, for the way from there to the scene. */
  asset: AssetId.optional(),
  floors: z.array(Floor).max(500).default([]),
  buildings: z.array(Building).max(200).default([]),
  parts: z.array(ScenePart).max(maxSceneParts).default([]),
  pipes: z.array(ScenePipe).max(5000).default([]),
  models: z.array(SceneModel).max(50).default([]),
  views: z.array(SceneView).max(500).default([]),
  tours: z.array(SceneTour).max(50).default([]),
  routes: z.array(SceneRoute).max(500).default([]),
  isolations: z.array(Isolation).max(2000).default([]),
});
export type Scene = z.infer<typeof Scene>;

/** What a list of scenes shows. */
export const SceneEntry = z.object({ id: SceneId, title: z.string(), asset: z.string().nullable(), parts: z.number().int(), pipes: z.number().int(), models: z.number().int() });
export type SceneEntry = z.infer<typeof SceneEntry>;
