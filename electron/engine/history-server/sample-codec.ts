import type { HistoryColumns } from '../store/store-types.ts';
import { isWholeMicros, microsOf, postgresEpochUs } from './server-time.ts';

/** Signature, flags and length of the extension, as PostgreSQL's manual of COPY describes the binary format (15, read there). */
const signature = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
const header = Buffer.concat([signature, Buffer.alloc(8)]);
const trailer = Buffer.from([0xff, 0xff]);
const two32 = 2 ** 32;
/** Rows of one block that can be told apart in `ord`. */
export const maxBlockRows = 2 ** 20;

/** Columns that `encodeBlocks` writes, in its order. */
export const samplesIn = '(time, value, exact_ms, ord, tag, quality)';
/** Columns that `sampleDecoder` reads, in its order. */
export const samplesOut = 'time, value, exact_ms, tag, quality';

const rowBytes = 2 + 6 * 4 + 4 * 8 + 2 * 4;

/**
 * Blocks as the body of one `COPY … FROM STDIN (FORMAT binary)`: values and qualities bit for bit. `ord` is the block's
 * number times 2^20 and the row: the order of arrival. `tagOf` gives the server's number of a key.
 */
export function encodeBlocks(
  blocks: readonly { readonly seq: number; readonly columns: HistoryColumns | null }[],
  tagOf: (key: number) => number,
): Buffer {
  let rows = 0;
  for (const { columns } of blocks) rows += columns?.key.length ?? 0;
  const body = Buffer.allocUnsafe(header.length + rows * rowBytes + trailer.length);
  header.copy(body);
  let at = header.length;
  const int64 = (number: number): void => {
    const high = Math.floor(number / two32);
    body.writeInt32BE(8, at);
    body.writeInt32BE(high, at + 4);
    body.writeUInt32BE(number - high * two32, at + 8);
    at += 12;
  };
  const float64 = (number: number): void => {
    body.writeInt32BE(8, at);
    body.writeDoubleBE(number, at + 4);
    at += 12;
  };
  const int32 = (number: number): void => {
    body.writeInt32BE(4, at);
    body.writeInt32BE(number, at + 4);
    at += 8;
  };
  for (const { seq, columns } of blocks) {
    if (columns === null) continue;
    const { key, timeMs, value, quality } = columns;
    if (key.length > maxBlockRows) throw new RangeError(`Block ${seq} has ${key.length} samples, more than ${maxBlockRows}.`);
    for (let row = 0; row < key.length; row++) {
      const time = timeMs[row] as number;
      const micros = microsOf(time);
      at = body.writeInt16BE(6, at);
      int64(micros - postgresEpochUs);
      float64(value[row] as number);
      if (isWholeMicros(time, micros)) at = body.writeInt32BE(-1, at);
      else float64(time);
      int64(seq * maxBlockRows + row);
      int32(tagOf(key[row] as number));
      int32((quality[row] as number) | 0);
    }
  }
  trailer.copy(body, at);
  return body.subarray(0, at + trailer.length);
}

/** Takes one sample; `tag` is the server's number. */
export type TakeServerSample = (tag: number, timeMs: number, value: number, quality: number) => void;

/** Reads the answer to a `COPY (SELECT ${samplesOut} …) TO STDOUT (FORMAT binary)`, in pieces of any size. */
export function sampleDecoder(take: TakeServerSample): { push(piece: Buffer): void; end(): void } {
  let rest: Buffer | null = null;
  let isStarted = false;
  let isEnded = false;
  const wrong = (): Error => new Error('The history server answered with samples that cannot be read.');

  /** The row at a place; gives back where the next begins, or -1 when not all of it is there. */
  const readRow = (bytes: Buffer, start: number): number => {
    if (bytes.length < start + 2) return -1;
    const fields = bytes.readInt16BE(start);
    if (fields === -1) {
      isEnded = true;
      return start + 2;
    }
    if (fields !== 5) throw wrong();
    // All fields but `exact_ms` are of one length, so its length tells that of the row.
    const exactAt = start + 2 + 12 + 12;
    if (bytes.length < exactAt + 4) return -1;
    const exactLength = bytes.readInt32BE(exactAt);
    if (exactLength !== -1 && exactLength !== 8) throw wrong();
    const tagAt = exactAt + 4 + (exactLength === 8 ? 8 : 0);
    if (bytes.length < tagAt + 16) return -1;
    if (bytes.readInt32BE(start + 2) !== 8 || bytes.readInt32BE(start + 14) !== 8) throw wrong();
    if (bytes.readInt32BE(tagAt) !== 4 || bytes.readInt32BE(tagAt + 8) !== 4) throw wrong();
    const timeMs =
      exactLength === 8
        ? bytes.readDoubleBE(exactAt + 4)
        : (bytes.readInt32BE(start + 6) * two32 + bytes.readUInt32BE(start + 10) + postgresEpochUs) / 1000;
    if (!Number.isFinite(timeMs)) throw wrong();
    take(bytes.readInt32BE(tagAt + 4), timeMs, bytes.readDoubleBE(start + 18), bytes.readUInt32BE(tagAt + 12));
    return tagAt + 16;
  };

  return {
    push(piece) {
      const bytes: Buffer = rest === null ? piece : Buffer.concat([rest, piece]);
      rest = null;
      let at = 0;
      if (!isStarted) {
        if (bytes.length < header.length) {
          rest = bytes;
          return;
        }
        if (!bytes.subarray(0, signature.length).equals(signature) || bytes.readInt32BE(signature.length + 4) !== 0) throw wrong();
        isStarted = true;
        at = header.length;
      }
      while (at < bytes.length) {
        if (isEnded) throw wrong();
        const next = readRow(bytes, at);
        if (next < 0) break;
        at = next;
      }
      if (at < bytes.length) rest = Buffer.from(bytes.subarray(at));
    },
    end() {
      if (!isEnded || rest !== null) throw wrong();
    },
  };
}
