import { crc32 } from 'node:zlib';

/**
 * Binds the bytes of a chunk to its row: whose samples they are, and where their times are. It is the CRC-32 at their end,
 * mixed with both, so that a damaged row never shows one tag's samples as another's.
 */
export function bodyCheck(body: Uint8Array, key: number, timeId: number | null): number {
  const at = body.length - 4;
  const crc = (body[at] as number) | ((body[at + 1] as number) << 8) | ((body[at + 2] as number) << 16) | ((body[at + 3] as number) << 24);
  return (crc ^ Math.imul(key, 0x9e3779b1) ^ Math.imul(timeId ?? 0, 0x85ebca6b)) >>> 0;
}

/** What is known of a chunk without its bytes, NULL where nothing is good or it follows from the others (see `knownColumns`). */
export type KnownColumns = {
  readonly first_ms: number;
  readonly last_ms: number;
  readonly count: number;
  readonly bad: number;
  readonly first_good_ms: number | null;
  readonly first_good: number | null;
  readonly min_good: number | null;
  readonly max_good: number | null;
  readonly last_good_ms: number | null;
  readonly last_good: number | null;
  readonly mean_good: number | null;
  readonly good_ms: number | null;
};

const numbers = new Float64Array(13);
const bytes = new Uint8Array(numbers.buffer);

/** CRC-32 of what is known of a chunk and whose it is; SQLite itself does not notice a changed bit in a number. */
export function knownCheck(key: number, known: KnownColumns): number {
  numbers[0] = key;
  numbers[1] = known.first_ms;
  numbers[2] = known.last_ms;
  numbers[3] = known.count;
  numbers[4] = known.bad;
  numbers[5] = known.first_good_ms ?? Number.NaN;
  numbers[6] = known.first_good ?? Number.NaN;
  numbers[7] = known.min_good ?? Number.NaN;
  numbers[8] = known.max_good ?? Number.NaN;
  numbers[9] = known.last_good_ms ?? Number.NaN;
  numbers[10] = known.last_good ?? Number.NaN;
  numbers[11] = known.mean_good ?? Number.NaN;
  numbers[12] = known.good_ms ?? Number.NaN;
  return crc32(bytes);
}
