import { z } from 'zod';
import { AlarmGuidance } from './alarm.ts';
import { AssetId, ScreenId } from './ids.ts';

/** Levels of the ISA-95 equipment hierarchy (IEC 62264-1), from the whole works down to one machine part. */
export const assetLevels = ['enterprise', 'site', 'area', 'line', 'unit', 'equipment', 'part'] as const;

/** One place or machine of the plant. Tags, alarms, screens and documents point at assets; `parent` makes the tree. */
export const AssetDefinition = z.strictObject({
  id: AssetId,
  name: z.string().min(1).max(200),
  level: z.enum(assetLevels).default('equipment'),
  /** The symbol drawn for it, a name of the symbol library: pump, valve, control-valve, motor, compressor, tank, … */
  kind: z.string().max(60).optional(),
  parent: AssetId.optional(),
  /** The screen that shows it best. */
  screen: ScreenId.optional(),
  description: z.string().max(2000).optional(),
  maker: z.string().max(200).optional(),
  model: z.string().max(200).optional(),
  serial: z.string().max(200).optional(),
  /** One console at a time has control of it and what is below, where the project's control authority is `areas`. */
  control: z.boolean().optional(),
  /** What alarms here and below say where they say nothing themselves. */
  alarms: AlarmGuidance.optional(),
});
export type AssetDefinition = z.infer<typeof AssetDefinition>;
