import { z } from 'zod';

// Names people use on the plant: letters, digits, and the separators found in tag lists. No spaces, quotes or braces,
// so an id can stand in an expression, a file name and a URL without escaping.
const idText = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.:/-]*$/, 'letters, digits and _ . : / - only, beginning with a letter or digit');

export const AssetId = idText.brand<'AssetId'>();
export type AssetId = z.infer<typeof AssetId>;
export const TagId = idText.brand<'TagId'>();
export type TagId = z.infer<typeof TagId>;
export const DeviceId = idText.brand<'DeviceId'>();
export type DeviceId = z.infer<typeof DeviceId>;
export const AlarmId = idText.brand<'AlarmId'>();
export type AlarmId = z.infer<typeof AlarmId>;
export const ScreenId = idText.brand<'ScreenId'>();
export type ScreenId = z.infer<typeof ScreenId>;
