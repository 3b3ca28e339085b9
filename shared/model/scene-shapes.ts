/**
 * Things a scene is made of without a drawing from elsewhere. What each looks like is the renderer's matter
 * (`renderer/widgets/scene3d`), its usual size and nozzles are in `shared/scene/shape-catalogue.ts`.
 */
export const shapes = [
  'tank', 'open-tank', 'vessel', 'drum', 'silo', 'hopper', 'column', 'evaporator', 'separator', 'boiler', 'cooling-tower', 'stack',
  'exchanger', 'plate-exchanger', 'heater', 'filter', 'cyclone', 'scrubber', 'dryer', 'centrifuge', 'rotary-valve',
  'pump', 'vertical-pump', 'motor', 'vertical-motor', 'gearbox', 'bearing', 'compressor', 'screw-compressor', 'fan', 'axial-fan', 'hydraulic-unit', 'accumulator', 'cylinder-drive',
  'conveyor', 'screw-conveyor', 'belt-conveyor', 'agitator',
  'valve', 'control-valve', 'relief-valve', 'instrument', 'header', 'silencer',
  'cabinet', 'panel', 'transformer', 'switchboard', 'cable-tray',
  'rack', 'platform', 'stairs', 'ladder', 'railing', 'skid', 'plinth', 'bund', 'kerb', 'truck',
  'box', 'cylinder', 'cone', 'sphere',
] as const;
export type Shape = (typeof shapes)[number];

/** What may run uphill or down: all else stands level. */
export const slopingShapes: ReadonlySet<Shape> = new Set<Shape>(['conveyor', 'screw-conveyor', 'belt-conveyor', 'cable-tray', 'railing']);
