import fc from 'fast-check';
import { expect, it } from 'vitest';
import { limitThresholds } from './limit.ts';

const isBeyond = (kind: 'high-high' | 'high' | 'low' | 'low-low', limit: number, deadband: number, was: boolean, value: number): boolean => {
  const { sign, enter, leave } = limitThresholds({ kind, limit, deadband });
  return sign * value > (was ? leave : enter);
};

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
  expect(isBeyond(kind, limit, deadband, was, value)).toBe(beyond);
});

it('a low limit is the same comparison as it reads, to the last bit', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(number, fc.double({ noNaN: true, min: 0, max: 1e6 }), fc.boolean(), number, (limit, deadband, was, value) => {
      expect(isBeyond('low', limit, deadband, was, value)).toBe(value < (was ? limit + deadband : limit));
    }),
  );
});
