import { z } from 'zod';
import { WriteRule } from './control.ts';
import { HistoryPolicy } from './history.ts';
import { AssetId, DeviceId, TagId } from './ids.ts';

export const tagTypes = ['float', 'int', 'bool', 'enum', 'text'] as const;
export type TagType = (typeof tagTypes)[number];

/** What a tag means to its asset's faceplate; `measurement` when it is none of the others. */
export const tagUses = [
  'measurement',
  'pv',
  'sp',
  'out',
  'mode',
  'run',
  'open',
  'fault',
  'available',
  'local',
  'permissive',
  'command',
  'counter',
  'simulation',
] as const;
export type TagUse = (typeof tagUses)[number];

const pair = z
  .tuple([z.number(), z.number()])
  .refine(([low, high]) => low < high, 'two numbers, the lower first');

/** One signal as it stands in the project's `tags/*.yaml`. */
export const TagDefinition = z
  .strictObject({
    id: TagId,
    name: z.string().min(1).max(200),
    asset: AssetId,
    type: z.enum(tagTypes).default('float'),
    use: z.enum(tagUses).default('measurement'),
    /** Where it comes from: a device and the driver's own address, or an expression, never both. */
    device: DeviceId.optional(),
    address: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
    /** Calculated tag: an expression over other tags, written {TAG-ID}. */
    expression: z.string().max(4000).optional(),
    unit: z.string().max(24).default(''),
    decimals: z.number().int().min(0).max(6).default(1),
    /** Measuring range in engineering units; outside it a good value becomes uncertain. */
    range: pair.optional(),
    /** Normal band in engineering units. */
    normal: pair.optional(),
    /** Linear scaling from the device's number to engineering units. */
    scale: z.strictObject({ raw: pair, eu: z.tuple([z.number(), z.number()]) }).optional(),
    /** A change smaller than this, in engineering units, is not passed on. 0 passes every change of value or quality. */
    deadband: z.number().min(0).default(0),
    /** Expected time between values, ms; without one for 3 periods the value is stale. Default: the scan rate of its device group. */
    periodMs: z.number().min(1).max(86_400_000).optional(),
    /** Scan group of its device. */
    group: z.string().max(60).optional(),
    /** Words for the numbers of a bool or enum. */
    states: z.record(z.string().regex(/^-?\d+$/), z.string().max(60)).optional(),
    /** The setpoint tag drawn beside this value. */
    setpoint: TagId.optional(),
    writable: z.boolean().default(false),
    /** What stands between a person and a write; a writable tag without it takes any value of its range. */
    write: WriteRule.optional(),
    /** What of it is recorded and for how long; as `change` for the project's time where absent. */
    history: HistoryPolicy.optional(),
    description: z.string().max(2000).optional(),
  })
  .refine((tag) => !(tag.expression !== undefined && tag.device !== undefined), {
    message: 'a tag comes from a device or from an expression, not from both',
    path: ['expression'],
  })
  .refine((tag) => tag.device === undefined || tag.address !== undefined, {
    message: 'a tag with a device needs the address there',
    path: ['address'],
  });
export type TagDefinition = z.infer<typeof TagDefinition>;
