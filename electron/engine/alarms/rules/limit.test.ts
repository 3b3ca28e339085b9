import { expect, it } from 'vitest';
import { compare } from './comparing.ts';
import { limitThresholds } from './limit.ts';

it.each([
  ['high', 95, 2, false, 95, false],
  ['high', 95, 2, false, 95.1, true],
  ['high', 95, 2, true, 93.5, true],
  ['high', 95, 2, true, 93, false],
  ['low', 1.6, 0.1, false, 1.6, false],
  ['low', 1.6, 0.1, false, 1.59, true],
  ['low', 1.6, 0.1, true, 1.69, true],
  ['low', 1.6, 0.1, true, 1.71, false],
  ['low-low', 1.1, 0, true, 1.1, false],
  ['high-high', -5, 0, false, -4, true],
] as const)('%s limit %d with deadband %d, beyond before %s: %d gives %s', (kind, limit, deadband, was, value, beyond) => {
  const { how, enter, leave } = limitThresholds({ kind, limit, deadband });
  const bound = was ? leave : enter;
  expect(how === compare.above ? value > bound : value < bound).toBe(beyond);
});
