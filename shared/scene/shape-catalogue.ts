import type { Direction, Size } from '../model/scene.ts';
import type { Shape } from '../model/scene-shapes.ts';

/**
 * How a shape fills its box. `round`: stands round, along and across are its diameter. `lying`: a cylinder along its length.
 * `box`: anything else.
 */
export type ShapeForm = 'round' | 'lying' | 'box';

/**
 * A nozzle as parts of the body: along and across from -0.5 to 0.5 of the size, up from 0 (the body's underside, above the
 * legs) to 1 (its top), and the way out.
 */
export type NozzleSpec = readonly [along: number, across: number, up: number, out: Direction];

export type ShapeSpec = {
  readonly form: ShapeForm;
  /** Along, across, high, m, where a part gives none. */
  readonly size: Size;
  /** Height of what it stands on, m, where a part gives none. */
  readonly legs: number;
  readonly nozzles: Readonly<Record<string, NozzleSpec>>;
};

const top: NozzleSpec = [0, 0, 1, 'up'];
const bottom: NozzleSpec = [0, 0, 0, 'down'];
/** Of what stands round: `in` high, `out` low, and one to each side at a quarter and three quarters of the height. */
const standing = {
  top,
  bottom,
  in: [-0.5, 0, 0.88, 'west'],
  out: [0.5, 0, 0.08, 'east'],
  east: [0.5, 0, 0.25, 'east'],
  north: [0, 0.5, 0.25, 'north'],
  west: [-0.5, 0, 0.25, 'west'],
  south: [0, -0.5, 0.25, 'south'],
  'east-high': [0.5, 0, 0.78, 'east'],
  'north-high': [0, 0.5, 0.78, 'north'],
  'west-high': [-0.5, 0, 0.78, 'west'],
  'south-high': [0, -0.5, 0.78, 'south'],
} as const satisfies ShapeSpec['nozzles'];
/** Of what lies: its ends, and upper and lower side near both of them. */
const lying = {
  in: [-0.5, 0, 0.5, 'west'],
  out: [0.5, 0, 0.5, 'east'],
  top,
  bottom,
  'top-west': [-0.35, 0, 1, 'up'],
  'top-east': [0.35, 0, 1, 'up'],
  'bottom-west': [-0.35, 0, 0, 'down'],
  'bottom-east': [0.35, 0, 0, 'down'],
} as const satisfies ShapeSpec['nozzles'];
const sides = {
  top,
  east: [0.5, 0, 0.5, 'east'],
  north: [0, 0.5, 0.5, 'north'],
  west: [-0.5, 0, 0.5, 'west'],
  south: [0, -0.5, 0.5, 'south'],
} as const satisfies ShapeSpec['nozzles'];
const inline = { in: [-0.5, 0, 0.3, 'west'], out: [0.5, 0, 0.3, 'east'] } as const satisfies ShapeSpec['nozzles'];
const none = {};

const shape = (form: ShapeForm, size: Size, legs: number, nozzles: ShapeSpec['nozzles']): ShapeSpec => ({ form, size, legs, nozzles });

/** Usual size, supports and nozzles of every shape. */
export const shapeCatalogue: Readonly<Record<Shape, ShapeSpec>> = {
  tank: shape('round', [4, 4, 5], 0, standing),
  'open-tank': shape('round', [4, 4, 3], 0, standing),
  vessel: shape('round', [1.4, 1.4, 3.4], 0.7, standing),
  drum: shape('lying', [3, 1.3, 2.1], 0.8, lying),
  silo: shape('round', [4, 4, 11], 3.4, standing),
  hopper: shape('round', [2, 2, 2.4], 0.6, standing),
  column: shape('round', [1.8, 1.8, 14], 1, standing),
  evaporator: shape('round', [3.2, 3.2, 10], 1.6, {
    ...standing,
    vapour: top,
    shell: [0.5, 0, 0.34, 'east'],
    condensate: [0, -0.5, 0.2, 'south'],
    feed: [-0.5, 0, 0.55, 'west'],
    slurry: bottom,
  }),
  separator: shape('round', [2.6, 2.6, 5], 1, standing),
  boiler: shape('lying', [6, 2.8, 3.5], 0.5, {
    ...lying,
    steam: [-0.05, 0, 1, 'up'],
    water: [0.25, 0.5, 0.4, 'north'],
    burner: [-0.5, 0, 0.4, 'west'],
    flue: [0.42, 0, 1, 'up'],
    blowdown: [0.1, 0, 0, 'down'],
  }),
  'cooling-tower': shape('box', [7, 4, 4.6], 0, { in: [0, 0.5, 0.72, 'north'], out: [0, -0.5, 0.08, 'south'], 'make-up': [-0.5, 0, 0.1, 'west'] }),
  stack: shape('round', [0.8, 0.8, 16], 0, { in: [-0.5, 0, 0.12, 'west'], bottom, top }),
  exchanger: shape('lying', [3.2, 0.7, 1.3], 0.6, {
    ...lying,
    'shell-in': [-0.3, 0, 1, 'up'],
    'shell-out': [0.3, 0, 0, 'down'],
    'tube-in': [-0.46, 0, 0, 'down'],
    'tube-out': [-0.46, 0, 1, 'up'],
  }),
  'plate-exchanger': shape('box', [1.4, 0.6, 1.6], 0.1, {
    in: [-0.5, 0.25, 0.85, 'west'],
    out: [-0.5, -0.25, 0.85, 'west'],
    'cold-in': [-0.5, -0.25, 0.15, 'west'],
    'cold-out': [-0.5, 0.25, 0.15, 'west'],
  }),
  heater: shape('box', [1.6, 1.4, 1.8], 0.5, { ...inline, steam: [0, 0.5, 0.8, 'north'], condensate: [0, 0.5, 0.15, 'north'], top }),
  filter: shape('round', [0.9, 0.9, 2], 0.6, standing),
  cyclone: shape('round', [1.6, 1.6, 5], 1.6, { in: [-0.5, 0.3, 0.85, 'west'], out: top, bottom }),
  scrubber: shape('round', [1.8, 1.8, 6], 0.4, standing),
  dryer: shape('box', [7, 2.2, 4], 0.9, {
    feed: [-0.4, 0, 1, 'up'],
    air: [-0.2, 0.5, 0.1, 'north'],
    exhaust: [0.3, 0, 1, 'up'],
    product: [0.5, 0, 0.2, 'east'],
    return: [0.1, 0, 1, 'up'],
  }),
  centrifuge: shape('box', [2.8, 1.7, 1.9], 0.4, { feed: [-0.42, 0, 0.9, 'up'], liquor: [0.1, -0.5, 0.15, 'south'], salt: [0.28, 0, 0, 'down'], pusher: [0.5, 0, 0.5, 'east'] }),
  'rotary-valve': shape('box', [0.7, 0.7, 0.7], 0, { in: top, out: bottom }),
  pump: shape('box', [1.5, 0.6, 0.8], 0, { in: [0.5, 0, 0.45, 'east'], out: [0.34, 0, 0.95, 'up'] }),
  'vertical-pump': shape('round', [0.5, 0.5, 1.3], 0, { in: [-0.5, 0, 0.12, 'west'], out: [0.5, 0, 0.12, 'east'], top }),
  motor: shape('lying', [1.4, 0.9, 1.1], 0.15, { shaft: [0.5, 0, 0.5, 'east'], cable: [0, 0.5, 0.6, 'north'] }),
  'vertical-motor': shape('round', [0.5, 0.5, 0.9], 0, { shaft: bottom, cable: [0.5, 0, 0.6, 'east'] }),
  gearbox: shape('box', [1, 1, 1], 0.15, { in: [-0.5, 0, 0.5, 'west'], out: [0.5, 0, 0.5, 'east'], top }),
  bearing: shape('lying', [0.45, 0.7, 1.5], 0.8, { oil: top, drain: bottom }),
  compressor: shape('box', [1.6, 2.4, 2.4], 0.4, { suction: [0.5, 0, 0.52, 'east'], discharge: [0, 0.3, 1, 'up'], shaft: [-0.5, 0, 0.52, 'west'] }),
  'screw-compressor': shape('box', [2.2, 1.2, 1.6], 0.1, { out: [0.3, 0, 1, 'up'], 'water-in': [0.5, -0.2, 0.2, 'east'], 'water-out': [0.5, 0.2, 0.2, 'east'], cable: [-0.5, 0, 0.8, 'west'] }),
  fan: shape('box', [1.9, 1.5, 1.7], 0.2, { in: [0.5, 0, 0.5, 'east'], out: [0.2, 0.5, 0.8, 'north'], up: [0.2, 0, 1, 'up'] }),
  'axial-fan': shape('round', [2.6, 2.6, 0.9], 0, { top, bottom }),
  'hydraulic-unit': shape('box', [2, 1.2, 1.3], 0.15, { ...sides, pressure: [0.5, 0.2, 0.8, 'east'], return: [0.5, -0.2, 0.8, 'east'] }),
  accumulator: shape('round', [0.35, 0.35, 1.5], 0.2, { bottom, top }),
  'cylinder-drive': shape('lying', [1.3, 0.4, 0.5], 0.1, { rod: [-0.5, 0, 0.5, 'west'], head: [0.5, 0, 0.5, 'east'], port: [0.25, 0, 1, 'up'] }),
  conveyor: shape('box', [6, 0.8, 1.2], 0.6, { feed: [-0.42, 0, 1, 'up'], discharge: [0.46, 0, 0, 'down'] }),
  'screw-conveyor': shape('lying', [4, 0.6, 1.2], 0.6, { feed: [-0.42, 0, 1, 'up'], discharge: [0.42, 0, 0, 'down'] }),
  'belt-conveyor': shape('box', [8, 0.9, 1.3], 0.8, { feed: [-0.44, 0, 1, 'up'], discharge: [0.48, 0, 0.2, 'east'] }),
  agitator: shape('round', [0.6, 0.6, 1.4], 0, { cable: [0.5, 0, 0.7, 'east'] }),
  valve: shape('box', [0.4, 0.3, 0.5], 0, { ...inline, air: [0, 0, 1, 'up'] }),
  'control-valve': shape('box', [0.5, 0.35, 0.8], 0, { ...inline, in: [-0.5, 0, 0.2, 'west'], out: [0.5, 0, 0.2, 'east'], air: [0, 0, 1, 'up'] }),
  'relief-valve': shape('box', [0.4, 0.3, 0.9], 0, { in: bottom, out: [0.5, 0, 0.3, 'east'] }),
  instrument: shape('round', [0.2, 0.2, 0.4], 0, { bottom }),
  header: shape('lying', [4, 0.5, 1.2], 0.7, lying),
  silencer: shape('round', [0.8, 0.8, 1.8], 0, { bottom, top }),
  cabinet: shape('box', [0.6, 0.8, 2], 0.1, { top, bottom }),
  panel: shape('box', [0.25, 0.7, 1.5], 0.6, { top, bottom }),
  transformer: shape('box', [2.4, 1.8, 2.4], 0.2, { high: [-0.3, 0, 1, 'up'], low: [0.5, 0, 0.8, 'east'] }),
  switchboard: shape('box', [4.8, 0.8, 2.2], 0.1, { top, 'top-west': [-0.4, 0, 1, 'up'], 'top-east': [0.4, 0, 1, 'up'] }),
  'cable-tray': shape('box', [6, 0.4, 0.1], 0, { in: [-0.5, 0, 0.5, 'west'], out: [0.5, 0, 0.5, 'east'] }),
  rack: shape('box', [12, 2.4, 5], 0, none),
  platform: shape('box', [3, 2, 1], 0, none),
  stairs: shape('box', [3.4, 0.9, 3], 0, none),
  ladder: shape('box', [0.3, 0.5, 4], 0, none),
  railing: shape('box', [4, 0.06, 1.1], 0, none),
  skid: shape('box', [4, 2, 0.2], 0, none),
  plinth: shape('box', [2, 1, 0.3], 0, none),
  bund: shape('box', [8, 8, 0.6], 0, none),
  kerb: shape('box', [6, 4, 0.15], 0, none),
  truck: shape('box', [8.5, 2.5, 3.4], 0, none),
  box: shape('box', [1, 1, 1], 0, { ...sides, bottom }),
  cylinder: shape('round', [1, 1, 1], 0, standing),
  cone: shape('round', [1, 1, 1], 0, { top, bottom }),
  sphere: shape('round', [1, 1, 1], 0, standing),
};
