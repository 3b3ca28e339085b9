import { z } from 'zod';
import type { AnyDriverType } from '../../drivers/driver.ts';

const Register = z.string().regex(/^4\d{4}:(float32|uint16|bool)$/, 'a text like 40001:float32');

/** A driver type for loading projects only: it has schemas and makes no links. */
export const testDriver: AnyDriverType = {
  name: 'test',
  title: 'Test driver',
  optionsSchema: z.strictObject({ host: z.string().min(1), port: z.number().int().min(1).max(65_535), unit: z.number().default(1) }),
  addressSchema: z.union([Register, z.strictObject({ table: z.enum(['holding', 'input']), register: z.number().int().min(0) })]),
  checkTag: (tag, address) => (tag.type === 'float' && String(address).endsWith(':bool') ? 'a bit cannot be read as a float' : null),
  create() {
    throw new Error('the test driver makes no links');
  },
};
