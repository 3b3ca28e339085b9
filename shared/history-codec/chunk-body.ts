import { BitReader } from './bit-stream.ts';
import { readNumbers } from './number-column.ts';
import { readQualities } from './quality-column.ts';
import type { HistorySeries } from './series.ts';
import { readTimes } from './time-column.ts';

/** What the bytes of a chunk begin with: the version of its format. */
export const chunkMark = 2;
/** A time column by itself begins with this instead. */
export const timesMark = 0x72;
/** Rows are counted in 16 bits. */
export const maxChunkRows = 65_535;

/** What the bytes of a chunk or time column say of themselves; `areTimesOutside` of a chunk alone. */
export type BodyHead = { readonly mark: number; readonly rows: number; readonly areTimesOutside: boolean };

/** Null where there are too few bytes for any, or not whole words. */
export function headOf(bytes: Uint8Array): BodyHead | null {
  if (bytes.length < 8 || bytes.length % 4 !== 0) return null;
  return { mark: bytes[0] as number, rows: (bytes[1] as number) | ((bytes[2] as number) << 8), areTimesOutside: ((bytes[3] as number) & 1) === 1 };
}

/**
 * Reads what follows the head of a chunk: times where they are inside, qualities, values, into columns of exactly `rows`
 * rows, the qualities 0 before. False when no writer made these bits.
 */
export function readColumns(from: BitReader, { timeMs, value, quality }: HistorySeries, rows: number, areTimesOutside: boolean): boolean {
  if (!areTimesOutside && !readTimes(from, timeMs, rows)) return false;
  return readQualities(from, quality, rows) && readNumbers(from, value, rows);
}

/**
 * Reads a chunk, and the time column it shares with others where its times are outside, into columns of exactly its rows,
 * the qualities 0 before. The CRC-32 at the end of each is not looked at. False, and anything in the columns, unless the
 * bytes are as a writer makes them: of these rows, and neither longer nor shorter than they say.
 */
export function readChunk(chunk: Uint8Array, times: Uint8Array | null, into: HistorySeries): boolean {
  const rows = into.timeMs.length;
  const head = headOf(chunk);
  if (head?.mark !== chunkMark || head.rows !== rows || head.areTimesOutside !== (times !== null)) return false;
  if (times !== null) {
    const timesHead = headOf(times);
    if (timesHead?.mark !== timesMark || timesHead.rows !== rows) return false;
    const from = behindHead(times, 24);
    if (!readTimes(from, into.timeMs, rows) || !from.isAtEnd) return false;
  }
  const from = behindHead(chunk, 25);
  return readColumns(from, into, rows, head.areTimesOutside) && from.isAtEnd;
}

function behindHead(bytes: Uint8Array, bits: number): BitReader {
  const from = new BitReader(bytes.subarray(0, bytes.length - 4));
  from.moveTo(bits);
  return from;
}
