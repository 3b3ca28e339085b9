import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Q } from '#shared/model/quality.ts';
import { orders, parseAddress, type ModbusAddress, type Order } from './address.ts';
import { decodeCodeOf, decodeNumber, decodeText, encodeValue, qualityOf } from './codec.ts';

const address = (text: string): ModbusAddress => {
  const parsed = parseAddress(text);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
};
const code = (text: string): number => decodeCodeOf(address(text), 'float');
const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

/** The order of the wire, worked out the slow way: words turned round, then the bytes of each word. */
function onTheWire(bigEndian: Uint8Array, order: Order): Uint8Array {
  const words: number[][] = [];
  for (let at = 0; at < bigEndian.length; at += 2) words.push([bigEndian[at]!, bigEndian[at + 1]!]);
  if (order === 'CDAB' || order === 'DCBA') words.reverse();
  if (order === 'BADC' || order === 'DCBA') for (const word of words) word.reverse();
  return Uint8Array.from(words.flat());
}

describe('numbers out of registers', () => {
  test('123456.0 in the four orders, named after the bytes on the wire', () => {
    expect(decodeNumber(bytesOf('47F1 2000'), 0, code('holding:0:float32@ABCD'))).toBe(123_456);
    expect(decodeNumber(bytesOf('0020 F147'), 0, code('holding:0:float32@DCBA'))).toBe(123_456);
    expect(decodeNumber(bytesOf('F147 0020'), 0, code('holding:0:float32@BADC'))).toBe(123_456);
    expect(decodeNumber(bytesOf('2000 47F1'), 0, code('holding:0:float32@CDAB'))).toBe(123_456);
  });

  const cases = [
    ['int16', fc.integer({ min: -32_768, max: 32_767 }), (view: DataView, value: number) => view.setInt16(0, value), 2],
    ['uint16', fc.integer({ min: 0, max: 65_535 }), (view: DataView, value: number) => view.setUint16(0, value), 2],
    ['int32', fc.integer({ min: -2_147_483_648, max: 2_147_483_647 }), (view: DataView, value: number) => view.setInt32(0, value), 4],
    ['uint32', fc.integer({ min: 0, max: 4_294_967_295 }), (view: DataView, value: number) => view.setUint32(0, value), 4],
    ['int64', fc.maxSafeInteger(), (view: DataView, value: number) => view.setBigInt64(0, BigInt(value)), 8],
    ['uint64', fc.maxSafeNat(), (view: DataView, value: number) => view.setBigUint64(0, BigInt(value)), 8],
    ['float32', fc.float({ noNaN: true }), (view: DataView, value: number) => view.setFloat32(0, value), 4],
    ['float64', fc.double({ noNaN: true }), (view: DataView, value: number) => view.setFloat64(0, value), 8],
  ] as const;
  test.each(cases)('%s decodes what a DataView wrote, and encodes to the same bytes, in every order', (type, values, write, size) => {
    fc.assert(
      fc.property(values, fc.constantFrom(...orders), fc.integer({ min: 0, max: 5 }), (value, order, shift) => {
        const view = new DataView(new ArrayBuffer(size));
        write(view, value);
        const wire = onTheWire(new Uint8Array(view.buffer), order);
        const padded = new Uint8Array(size + 8).fill(0xa5);
        padded.set(wire, shift);
        const where = address(`holding:0:${type}@${order}`);
        expect(decodeNumber(padded, shift, decodeCodeOf(where, 'float'))).toBe(type.startsWith('float') ? value : value + 0);
        if (!Number.isFinite(value)) return;
        const encoded = encodeValue(where, value);
        expect(encoded).toEqual({ ok: true, bytes: wire });
      }),
    );
  });

  test('64-bit integers beyond 2⁵³ come as the nearest double, and uncertain', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        const view = new DataView(new ArrayBuffer(8));
        view.setBigInt64(0, value);
        const decoded = decodeNumber(new Uint8Array(view.buffer), 0, code('holding:0:int64'));
        expect(decoded).toBe(Number(value));
        expect(qualityOf(decoded, code('holding:0:int64'))).toBe(Math.abs(Number(value)) > Number.MAX_SAFE_INTEGER ? Q.uncertain : Q.good);
      }),
    );
  });

  test('a bit of a register is counted from the low end of the value, in both byte orders', () => {
    expect(decodeNumber(bytesOf('0008'), 0, code('holding:0.3'))).toBe(1);
    expect(decodeNumber(bytesOf('0008'), 0, code('holding:0.4'))).toBe(0);
    expect(decodeNumber(bytesOf('0800'), 0, code('holding:0.3@BADC'))).toBe(1);
    expect(decodeNumber(bytesOf('8000'), 0, code('holding:0.15'))).toBe(1);
  });

  test('coils are counted from the low bit of the first byte', () => {
    const data = bytesOf('CD 6B 05');
    const bits = Array.from({ length: 19 }, (_none, bit) => decodeNumber(data, bit, code('coil:0')));
    // The example of the Modbus specification, function 1: coils 20 to 38.
    expect(bits.join('')).toBe('1011001111010110101');
  });

  test('a bool on a whole register is "not zero"', () => {
    const truth = decodeCodeOf(address('holding:0'), 'bool');
    expect([
      decodeNumber(bytesOf('0000'), 0, truth),
      decodeNumber(bytesOf('0100'), 0, truth),
      decodeNumber(bytesOf('FFFF'), 0, truth),
    ]).toEqual([0, 1, 1]);
  });

  test("the device's NaN and infinities are no values", () => {
    const floats = code('holding:0:float32');
    for (const hex of ['7FC00000', '7F800000', 'FF800000'])
      expect(qualityOf(decodeNumber(bytesOf(hex), 0, floats), floats)).toBe(Q.badSensorFailure);
  });
});

describe('text in registers', () => {
  test.each(orders)('a text written in the order %s reads the same', (order) => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'Z', '9', '-', 'é'), maxLength: 9 }),
        fc.integer({ min: 18, max: 21 }),
        (text, length) => {
          const where = address(`holding:0:string(${length})@${order}`);
          const encoded = encodeValue(where, text);
          expect(encoded.ok).toBe(true);
          if (encoded.ok) expect(decodeText(encoded.bytes, 0, length, decodeCodeOf(where, 'text'))).toBe(text);
        },
      ),
    );
  });

  test('it ends at the first NUL, and the spaces that fill it up are cut', () => {
    const where = code('holding:0:string(8)');
    expect(decodeText(Buffer.from('BATCH\0xx'), 0, 8, where)).toBe('BATCH');
    expect(decodeText(Buffer.from('SALT    '), 0, 8, where)).toBe('SALT');
    expect(decodeText(Buffer.from('ABCT\0\0\0\0'), 0, 8, code('holding:0:string(8)@BADC'))).toBe('BATC');
  });
});

describe('values that do not fit', () => {
  test.each([
    ['holding:0', 65_536, 'does not fit a uint16 (0 to 65535)'],
    ['holding:0', -1, 'does not fit a uint16'],
    ['holding:0:int16', 32_767.6, 'does not fit a int16'],
    ['holding:0:int64', 2 ** 53, 'does not fit a int64'],
    ['holding:0:float32', 1e39, 'does not fit a float32'],
    ['holding:0:float32', Number.NaN, 'is not a number'],
    ['holding:0:float64', Number.POSITIVE_INFINITY, 'is not a number'],
    ['holding:0', 'high', 'is not a number'],
    ['holding:0:string(4)', 'HELLO', 'takes 5 bytes, the device keeps 4'],
  ])('%s refuses %s', (text, value, sentence) => {
    expect(encodeValue(address(text), value)).toEqual({ ok: false, sentence: expect.stringContaining(sentence) });
  });

  test('what scaling leaves of a whole number is rounded to it', () => {
    expect(encodeValue(address('holding:0'), 41.999_999)).toEqual({ ok: true, bytes: bytesOf('002A') });
  });
});
