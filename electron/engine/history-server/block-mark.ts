import { crc32 } from 'node:zlib';
import type { HistoryColumns } from '../store/store-types.ts';

/** A number that tells a block from another of the same number: the CRC-32 of its columns; null for one that cannot be read. */
export function blockMark(columns: HistoryColumns | null): number | null {
  if (columns === null) return null;
  let mark = 0;
  for (const column of [columns.key, columns.timeMs, columns.value, columns.quality])
    mark = crc32(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), mark);
  return mark;
}
