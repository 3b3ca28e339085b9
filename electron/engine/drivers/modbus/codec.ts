import { Q } from '#shared/model/quality.ts';
import type { TagType } from '#shared/model/tag.ts';
import type { ModbusAddress, Order, ValueType } from './address.ts';

/**
 * How to decode one value, packed into a small integer so that a block's tags are plain typed arrays:
 * low nibble the kind, then bit 4 word swap, bit 5 byte swap, bits 8–11 the bit of a register.
 */
export type DecodeCode = number;

const kindOf: Readonly<Record<ValueType, number>> = {
  bool: 1,
  uint16: 2,
  int16: 3,
  uint32: 4,
  int32: 5,
  uint64: 6,
  int64: 7,
  float32: 8,
  float64: 9,
  string: 10,
};
const coilKind = 0;
const truthKind = 11;
const wordSwap = 16;
const byteSwap = 32;

/** The code of an address; a bool tag on a whole register reads "not zero". */
export function decodeCodeOf(address: ModbusAddress, tagType: TagType): DecodeCode {
  const order = orderBits(address.order);
  if (address.table === 'coil' || address.table === 'discrete') return coilKind;
  if (address.bit !== null) return kindOf.bool | order | (address.bit << 8);
  if (tagType === 'bool') return truthKind | order;
  return kindOf[address.type] | order;
}

function orderBits(order: Order): number {
  return (order === 'CDAB' || order === 'DCBA' ? wordSwap : 0) | (order === 'BADC' || order === 'DCBA' ? byteSwap : 0);
}

export const isStringCode = (code: DecodeCode): boolean => (code & 15) === kindOf.string;
export const isCoilCode = (code: DecodeCode): boolean => (code & 15) === coilKind;

const scratch = new DataView(new ArrayBuffer(8));

const word = (data: Uint8Array, at: number, code: DecodeCode): number =>
  (code & byteSwap) === 0 ? (data[at]! << 8) | data[at + 1]! : (data[at + 1]! << 8) | data[at]!;

/** Two registers as an unsigned number. */
function doubleWord(data: Uint8Array, at: number, code: DecodeCode): number {
  const first = word(data, at, code);
  const second = word(data, at + 2, code);
  return (code & wordSwap) === 0 ? first * 65_536 + second : second * 65_536 + first;
}

/** Upper half of a four-register value; `lowHalf` is the other. Word swap turns all four words round. */
const highHalf = (data: Uint8Array, at: number, code: DecodeCode): number => doubleWord(data, (code & wordSwap) === 0 ? at : at + 4, code);
const lowHalf = (data: Uint8Array, at: number, code: DecodeCode): number => doubleWord(data, (code & wordSwap) === 0 ? at + 4 : at, code);

/**
 * The number at byte `at` of a reply's data (for a coil: bit `at`). 64-bit integers beyond ±2⁵³ come rounded to the
 * nearest double. A string gives NaN here: it is text. Allocates nothing.
 */
export function decodeNumber(data: Uint8Array, at: number, code: DecodeCode): number {
  switch (code & 15) {
    case coilKind:
      return (data[at >> 3]! >> (at & 7)) & 1;
    case kindOf.bool:
      return (word(data, at, code) >> (code >> 8)) & 1;
    case truthKind:
      return word(data, at, code) === 0 ? 0 : 1;
    case kindOf.uint16:
      return word(data, at, code);
    case kindOf.int16:
      return (word(data, at, code) << 16) >> 16;
    case kindOf.uint32:
      return doubleWord(data, at, code);
    case kindOf.int32:
      return doubleWord(data, at, code) | 0;
    case kindOf.uint64:
      return highHalf(data, at, code) * 4_294_967_296 + lowHalf(data, at, code);
    case kindOf.int64:
      return signedOf(highHalf(data, at, code), lowHalf(data, at, code));
    case kindOf.float32:
      scratch.setUint32(0, doubleWord(data, at, code));
      return scratch.getFloat32(0);
    case kindOf.float64:
      scratch.setUint32(0, highHalf(data, at, code));
      scratch.setUint32(4, lowHalf(data, at, code));
      return scratch.getFloat64(0);
    default:
      return Number.NaN;
  }
}

/**
 * Two's complement of two halves. A negative number is built from its magnitude: adding a large negative upper half to
 * a positive lower one would round twice.
 */
function signedOf(high: number, low: number): number {
  if (high < 0x8000_0000) return high * 4_294_967_296 + low;
  const borrow = low === 0 ? 0 : 1;
  const magnitudeHigh = 0xffff_ffff - high + (1 - borrow);
  const magnitudeLow = low === 0 ? 0 : 4_294_967_296 - low;
  return -(magnitudeHigh * 4_294_967_296 + magnitudeLow);
}

/**
 * The quality a decoded number deserves: not finite means the device's own "no value" (bad, sensor failure); a 64-bit
 * integer beyond ±2⁵³ was rounded (uncertain).
 */
export function qualityOf(value: number, code: DecodeCode): number {
  if (!Number.isFinite(value)) return Q.badSensorFailure;
  const kind = code & 15;
  if ((kind === kindOf.uint64 || kind === kindOf.int64) && Math.abs(value) > Number.MAX_SAFE_INTEGER) return Q.uncertain;
  return Q.good;
}

/** Text of `length` bytes at `at`: UTF-8, up to the first NUL, trailing spaces cut. */
export function decodeText(data: Uint8Array, at: number, length: number, code: DecodeCode): string {
  const bytes = Buffer.allocUnsafe(length + (length & 1));
  for (let index = 0; index < bytes.length; index++) bytes[index] = data[at + textByte(index, bytes.length, code)]!;
  const nul = bytes.subarray(0, length).indexOf(0);
  return bytes.toString('utf8', 0, nul < 0 ? length : nul).trimEnd();
}

/** Where character `index` of a text stands among its `padded` bytes: word swap turns pairs of registers round. */
function textByte(index: number, padded: number, code: DecodeCode): number {
  let at = (code & byteSwap) === 0 ? index : index ^ 1;
  // The last register of an odd count has no partner to change places with.
  if ((code & wordSwap) !== 0 && (at | 3) < padded) at ^= 2;
  return at;
}

export type Encoded = { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly sentence: string };

const integerRange: Readonly<Partial<Record<ValueType, readonly [number, number]>>> = {
  uint16: [0, 65_535],
  int16: [-32_768, 32_767],
  uint32: [0, 4_294_967_295],
  int32: [-2_147_483_648, 2_147_483_647],
  uint64: [0, Number.MAX_SAFE_INTEGER],
  int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
};

/**
 * The registers of a value, in the byte order of its address, or a sentence why it does not fit. Numbers for integer
 * registers are rounded to the nearest (scaling leaves 41.9999); 64-bit ones are taken up to ±2⁵³ only, where a double
 * still says exactly what is meant. Bits are not encoded here.
 */
export function encodeValue(address: ModbusAddress, value: number | string): Encoded {
  const code = kindOf[address.type] | orderBits(address.order);
  if (address.type === 'string') return encodeText(address, value, code);
  if (typeof value !== 'number' || !Number.isFinite(value))
    return { ok: false, sentence: `${JSON.stringify(value)} is not a number that a ${address.type} can hold` };
  const range = integerRange[address.type];
  if (range === undefined) return encodeFloat(address, value, code);
  const whole = Math.round(value);
  if (whole < range[0] || whole > range[1])
    return { ok: false, sentence: `${value} does not fit a ${address.type} (${range[0]} to ${range[1]})` };
  if (address.type === 'uint16' || address.type === 'int16') scratch.setInt16(0, whole);
  else if (address.type === 'uint32' || address.type === 'int32') scratch.setInt32(0, whole | 0);
  else scratch.setBigInt64(0, BigInt(whole));
  return { ok: true, bytes: ordered(address.type.endsWith('16') ? 2 : address.type.endsWith('32') ? 4 : 8, code) };
}

function encodeFloat(address: ModbusAddress, value: number, code: DecodeCode): Encoded {
  if (address.type === 'float64') {
    scratch.setFloat64(0, value);
    return { ok: true, bytes: ordered(8, code) };
  }
  if (!Number.isFinite(Math.fround(value))) return { ok: false, sentence: `${value} does not fit a float32` };
  scratch.setFloat32(0, value);
  return { ok: true, bytes: ordered(4, code) };
}

/** The first `size` bytes of the scratch (big-endian) in the order of the wire. */
function ordered(size: number, code: DecodeCode): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let index = 0; index < size; index++) {
    let at = (code & byteSwap) === 0 ? index : index ^ 1;
    if ((code & wordSwap) !== 0) at = (size / 2 - 1 - (at >> 1)) * 2 + (at & 1);
    bytes[at] = scratch.getUint8(index);
  }
  return bytes;
}

function encodeText(address: ModbusAddress, value: number | string, code: DecodeCode): Encoded {
  const text = Buffer.from(String(value), 'utf8');
  if (text.length > address.length)
    return { ok: false, sentence: `the text takes ${text.length} bytes, the device keeps ${address.length}` };
  const bytes = new Uint8Array(address.length + (address.length & 1));
  for (let index = 0; index < text.length; index++) bytes[textByte(index, bytes.length, code)] = text[index]!;
  return { ok: true, bytes };
}
