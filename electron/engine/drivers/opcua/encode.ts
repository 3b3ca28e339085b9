import { refused, type Result } from '#shared/model/fault.ts';
import { builtIn } from './decode.ts';

/** What goes into a Variant; the library's own types for 64-bit integers and localized text. */
export type Encoded = { readonly dataType: number; readonly value: unknown };

const integerRanges: ReadonlyMap<number, readonly [number, number]> = new Map([
  [builtIn.sbyte, [-128, 127]],
  [builtIn.byte, [0, 255]],
  [builtIn.int16, [-32_768, 32_767]],
  [builtIn.uint16, [0, 65_535]],
  [builtIn.int32, [-2_147_483_648, 2_147_483_647]],
  [builtIn.uint32, [0, 4_294_967_295]],
  [builtIn.int64, [-(2 ** 63), 2 ** 63 - 1024]],
  [builtIn.uint64, [0, 2 ** 64 - 2048]],
]);

/**
 * Converts a value to the data type of its node: integers are rounded (half away from zero) and refused outside the
 * type's range, a Boolean is false for 0 and true for anything else, DateTime takes UTC epoch ms or ISO text. Numbers
 * written as text are taken for number nodes. Refuses what has no form in that type.
 */
export function encodeValue(dataType: number, value: number | string, tagId: string): Result<Encoded, 'out-of-range' | 'rejected-by-device'> {
  const unfit = (kind: string): Result<Encoded, 'out-of-range'> =>
    refused('out-of-range', `${value} cannot be written to ${tagId}: its node takes ${kind}.`);
  const done = (encoded: unknown): Result<Encoded, never> => ({ ok: true, value: { dataType, value: encoded } });
  const number = typeof value === 'number' ? value : value.trim() === '' ? Number.NaN : Number(value);
  const range = integerRanges.get(dataType);
  if (range !== undefined) {
    if (!Number.isFinite(number)) return unfit('whole numbers');
    const whole = Math.sign(number) * Math.round(Math.abs(number));
    if (whole < range[0] || whole > range[1]) return unfit(`whole numbers from ${range[0]} to ${range[1]}`);
    if (dataType === builtIn.int64 || dataType === builtIn.uint64) {
      const bits = BigInt.asUintN(64, BigInt(whole));
      return done([Number(bits >> 32n), Number(bits & 0xffff_ffffn)]);
    }
    return done(whole + 0);
  }
  switch (dataType) {
    case builtIn.boolean:
      if (value === 'true' || value === 'false') return done(value === 'true');
      return Number.isNaN(number) ? unfit('0 or 1') : done(number !== 0);
    case builtIn.float:
      if (Number.isFinite(number) && Math.abs(number) > 3.402_823_5e38) return unfit('numbers up to 3.4e38');
      return Number.isFinite(number) ? done(number) : unfit('numbers');
    case builtIn.double:
      return Number.isFinite(number) ? done(number) : unfit('numbers');
    case builtIn.string:
    case builtIn.xmlElement:
      return done(String(value));
    case builtIn.localizedText:
      return done({ text: String(value) });
    case builtIn.dateTime: {
      const time = typeof value === 'number' || !Number.isNaN(number) ? number : Date.parse(value);
      // 1601 to 9999: what OPC 10000-6, 5.2.2.5 can carry.
      const fits = time >= -11_644_473_600_000 && time <= 253_402_300_799_000;
      return fits ? done(new Date(time)) : unfit('times from 1601 to 9999');
    }
    default:
      return refused('rejected-by-device', `${tagId} cannot be written: its node has a data type Firstout cannot write (${dataType}).`);
  }
}
