import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNumber } from './ascii-words.ts';

const read = (text: string): readonly [number, number] => {
  const cursor = { bytes: Buffer.from(text), at: 0 };
  return [readNumber(cursor), cursor.at];
};

describe('a number in a text', () => {
  it('is the one that stands there, however it is written, and the cursor stands behind it', () => {
    const written = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.float({ noNaN: true, noDefaultInfinity: true }).chain((value) => fc.integer({ min: 0, max: 17 }).map((digits) => value.toExponential(digits))),
      fc.tuple(fc.constantFrom('', '+', '-'), fc.integer({ min: 0, max: 99_999_999 }), fc.constantFrom('', '.', '.5', '.0625', '.000000001'), fc.constantFrom('', 'e3', 'E-7', 'e+12', 'e-30', 'e40')).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(written, fc.constantFrom('', ' ', '\n7', '\t1 2'), (text, after) => {
        expect(read(text + after)).toEqual([Number(text), text.length]);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['', '-', '.', 'e5', '1e', '1e+', '1.2.3', '1,5', 'zero', '--1', '1e5x', '0x', '1_000'])('is none where “%s” stands', (text) => expect(read(text)).toEqual([Number.NaN, text.length]));
});
