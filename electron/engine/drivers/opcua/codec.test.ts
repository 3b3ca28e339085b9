import { DataType, Variant, VariantArrayType } from 'node-opcua-client';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtIn, isOverflow, numberOf, qualityOf } from './decode.ts';
import { encodeValue } from './encode.ts';

const integers = ['sbyte', 'byte', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64'] as const;
const bounds = {
  sbyte: [-128, 127],
  byte: [0, 255],
  int16: [-32_768, 32_767],
  uint16: [0, 65_535],
  int32: [-2_147_483_648, 2_147_483_647],
  uint32: [0, 4_294_967_295],
  int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  uint64: [0, Number.MAX_SAFE_INTEGER],
} as const;
const noText = (): number => Number.NaN;
const decode = (dataType: DataType, value: unknown): number | undefined =>
  numberOf(new Variant({ dataType, arrayType: VariantArrayType.Scalar, value }), 'float', false, noText);

describe('Numbers on the way to an OPC UA server and back', () => {
  test('the built-in types have the numbers of the library', () => {
    for (const [name, number] of Object.entries(builtIn)) expect(DataType[number]?.toLowerCase()).toBe(name.toLowerCase());
  });

  test.each(integers)('every whole number of %s comes back as it went', (name) => {
    const [min, max] = bounds[name];
    fc.assert(
      fc.property(fc.maxSafeInteger(), (number) => {
        const within = min + (Math.abs(number) % (max - min + 1));
        const encoded = encodeValue(builtIn[name], within, 'T');
        expect(encoded.ok && decode(encoded.value.dataType, encoded.value.value)).toBe(within);
      }),
    );
    for (const edge of [min, max]) {
      const encoded = encodeValue(builtIn[name], edge, 'T');
      expect(encoded.ok && decode(encoded.value.dataType, encoded.value.value)).toBe(edge);
    }
  });

  test.each(integers.slice(0, 6))('%s refuses what lies outside its range', (name) => {
    const [min, max] = bounds[name];
    for (const outside of [min - 1, max + 1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(encodeValue(builtIn[name], outside, 'T')).toMatchObject({ ok: false, fault: { code: 'out-of-range' } });
    }
  });

  test('64-bit integers beyond 2^53 come rounded to the nearest double, the sign kept', () => {
    expect(decode(DataType.Int64, [0x8000_0000, 0])).toBe(-(2 ** 63));
    expect(decode(DataType.UInt64, [0xffff_ffff, 0xffff_ffff])).toBe(2 ** 64);
    expect(decode(DataType.Int64, [0x0020_0000, 1])).toBe(2 ** 53);
  });

  test('an array without an element has no number, with one it has, and an empty one has none', () => {
    const array = new Variant({ dataType: DataType.Double, arrayType: VariantArrayType.Array, value: new Float64Array([4.5]) });
    expect(numberOf(array, 'float', false, noText)).toBeUndefined();
    expect(numberOf(array, 'float', true, noText)).toBe(4.5);
    expect(numberOf(new Variant({ dataType: DataType.Double, arrayType: VariantArrayType.Array, value: new Float64Array([]) }), 'float', true, noText)).toBeUndefined();
  });

  test('a number of a text tag is its text, any number of a bool tag but 0 is 1', () => {
    const texts: string[] = [];
    const textIndex = (text: string): number => texts.push(text) - 1;
    const number = new Variant({ dataType: DataType.Int16, value: 7 });
    expect(numberOf(number, 'text', false, textIndex)).toBe(0);
    expect(texts).toEqual(['7']);
    expect(numberOf(number, 'bool', false, textIndex)).toBe(1);
  });

  test('the quality is the status code without its info bits, and the overflow bit counts only as a data value', () => {
    expect(qualityOf(0x8034_0480)).toBe(0x8034_0000);
    expect(isOverflow(0x0000_0480)).toBe(true);
    expect(isOverflow(0x0000_0080)).toBe(false);
  });
});
