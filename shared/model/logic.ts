import { z } from 'zod';
import { AlarmId, AssetId, TagId } from './ids.ts';

const id = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'letters, digits and _ . - only');
const name = z.string().min(1).max(200);
const expression = z.string().min(1).max(4000);

/** What flows or acts from one asset to another. A fault travels with it, downstream; some also act back (see `back`). */
export const carried = ['process', 'steam', 'power', 'air', 'cooling', 'hydraulic', 'lube', 'signal', 'mechanical'] as const;

/** `from` feeds, drives or protects `to`. */
export const Connection = z.strictObject({
  from: AssetId,
  to: AssetId,
  carries: z.enum(carried).default('process'),
  /** A fault of `to` also acts back on `from`: a blocked line raises the pressure before it. */
  back: z.boolean().default(false),
  /** How long an effect takes, s: least and most. Unknown where absent. */
  delayS: z.tuple([z.number().min(0), z.number().min(0)]).optional(),
});
export type Connection = z.infer<typeof Connection>;

/** Interlock or trip logic of the controllers: any of `causes` makes it act on `effects`. */
export const Interlock = z.strictObject({
  id,
  name,
  /** The signal that it has acted. */
  tag: TagId.optional(),
  causes: z.array(AlarmId).min(1).max(50),
  effects: z.array(AssetId).min(1).max(100),
});
export type Interlock = z.infer<typeof Interlock>;

/** A first-out group as of a hardware annunciator: the first of its alarms latches until somebody resets it. */
export const TripGroup = z.strictObject({ id, name, asset: AssetId.optional(), alarms: z.array(AlarmId).min(2).max(200) });
export type TripGroup = z.infer<typeof TripGroup>;

/** A mode of the plant in which alarms make no sense: start-up, cleaning, stand-still. True by expression. */
export const PlantState = z.strictObject({ id, name, when: expression });
export type PlantState = z.infer<typeof PlantState>;

/** Alarms that are suppressed by design together: consequences of one trip. */
export const SuppressionGroup = z.strictObject({
  id,
  name,
  when: expression,
  alarms: z.array(AlarmId).max(500).default([]),
  /** All alarms of these assets and of those below them. */
  assets: z.array(AssetId).max(100).default([]),
  except: z.array(AlarmId).max(500).default([]),
});
export type SuppressionGroup = z.infer<typeof SuppressionGroup>;

/** Class of the alarm philosophy (ISA-18.2 alarm class). */
export const AlarmClass = z.strictObject({ id, name, description: z.string().max(1000).optional(), maxShelveMin: z.number().min(0).max(10_080).optional() });
export type AlarmClass = z.infer<typeof AlarmClass>;

/** One file of the project's `logic/`: any of these lists. */
export const LogicFile = z.strictObject({
  connections: z.array(Connection).max(100_000).default([]),
  interlocks: z.array(Interlock).max(10_000).default([]),
  tripGroups: z.array(TripGroup).max(2000).default([]),
  states: z.array(PlantState).max(100).default([]),
  suppressions: z.array(SuppressionGroup).max(2000).default([]),
  classes: z.array(AlarmClass).max(100).default([]),
});
/** How the plant hangs together, what acts by itself, and what of its alarms is designed away: all files of `logic/` joined. */
export type PlantLogic = z.infer<typeof LogicFile>;
export const noLogic: PlantLogic = { connections: [], interlocks: [], tripGroups: [], states: [], suppressions: [], classes: [] };
