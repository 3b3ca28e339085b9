import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** No row the store writes is longer. */
const maxRowBytes = 4 * 1024 * 1024;
const leafOfTable = 13;

export type FoundRow = { readonly rowid: number; readonly values: readonly unknown[] };

/**
 * Rows of tables in the pages of a database file, found without the trees that lead to them: for what a damaged inner page
 * hides. Pages that are free may still have old rows on them, so the caller lets rows found in another way go first, and
 * believes only what a checksum vouches for. The log beside the file is not looked at. Format: "Database File Format" of
 * SQLite (read in the original), b-tree leaf cells and records.
 */
export class PageRows {
  private readonly file: number;
  private readonly pageBytes: number;
  readonly pageCount: number;
  private readonly more: Buffer;

  constructor(path: string) {
    this.file = openSync(path, 'r');
    const head = Buffer.alloc(100);
    readSync(this.file, head, 0, 100, 0);
    const size = head.readUInt16BE(16);
    // Where the first page is damaged too the size is what the store makes files with.
    this.pageBytes = size >= 512 && (size & (size - 1)) === 0 ? size : 4096;
    this.pageCount = Math.floor(fstatSync(this.file).size / this.pageBytes);
    this.more = Buffer.alloc(this.pageBytes);
  }

  /** Calls for each row on a page, the first of which is 1; rows that are cut off or make no sense are left out. */
  each(number: number, take: (row: FoundRow) => void): void {
    const page = Buffer.alloc(this.pageBytes);
    if (!this.read(number, page)) return;
    const start = number === 1 ? 100 : 0;
    if (page[start] !== leafOfTable) return;
    const count = page.readUInt16BE(start + 3);
    if (start + 8 + count * 2 > this.pageBytes) return;
    for (let cell = 0; cell < count; cell++) {
      const row = this.rowAt(page, page.readUInt16BE(start + 8 + cell * 2));
      if (row !== null) take(row);
    }
  }

  close(): void {
    closeSync(this.file);
  }

  private read(number: number, into: Buffer): boolean {
    return readSync(this.file, into, 0, this.pageBytes, (number - 1) * this.pageBytes) === this.pageBytes;
  }

  private rowAt(page: Buffer, at: number): FoundRow | null {
    const [length, afterLength] = varint(page, at);
    const [rowid, from] = varint(page, afterLength);
    if (!(length > 0 && length <= maxRowBytes) || !(rowid > 0)) return null;
    const most = this.pageBytes - 35;
    const least = Math.floor(((this.pageBytes - 12) * 32) / 255) - 23;
    const wanted = least + ((length - least) % (this.pageBytes - 4));
    const local = length <= most ? length : wanted <= most ? wanted : least;
    if (from + local > this.pageBytes) return null;
    const payload = Buffer.alloc(length);
    page.copy(payload, 0, from, from + local);
    let next = local < length && from + local + 4 <= this.pageBytes ? page.readUInt32BE(from + local) : 0;
    for (let filled = local; filled < length;) {
      if (next < 2 || next > this.pageCount || !this.read(next, this.more)) return null;
      next = this.more.readUInt32BE(0);
      filled += this.more.copy(payload, filled, 4, Math.min(this.pageBytes, 4 + length - filled));
    }
    const values = recordOf(payload);
    return values === null ? null : { rowid, values };
  }
}

/** A number of SQLite's varying length and the place behind it; NaN past the end or where it is above 2^53. */
function varint(bytes: Buffer, at: number): readonly [number, number] {
  let value = 0;
  for (let end = at; end < at + 8; end++) {
    const byte = bytes[end];
    if (byte === undefined) break;
    value = value * 128 + (byte & 127);
    if (byte < 128) return [value <= Number.MAX_SAFE_INTEGER ? value : Number.NaN, end + 1];
  }
  return [Number.NaN, at];
}

const integerBytes = [0, 1, 2, 3, 4, 6, 8] as const;

/** The values of a record, null when it is none. Integers of 8 bytes come as the nearest double. */
function recordOf(payload: Buffer): unknown[] | null {
  const [headBytes, first] = varint(payload, 0);
  if (!(headBytes <= payload.length)) return null;
  const values: unknown[] = [];
  let place = headBytes;
  for (let at = first; at < headBytes;) {
    const [type, after] = varint(payload, at);
    if (!(type >= 0) || type === 10 || type === 11) return null;
    const bytes = type >= 12 ? Math.floor((type - 12) / 2) : type === 7 ? 8 : (integerBytes[type] ?? 0);
    if (place + bytes > payload.length) return null;
    if (type === 0) values.push(null);
    else if (type === 7) values.push(payload.readDoubleBE(place));
    else if (type === 8 || type === 9) values.push(type - 8);
    else if (type < 7) values.push(bytes === 8 ? Number(payload.readBigInt64BE(place)) : payload.readIntBE(place, bytes));
    else if (type % 2 === 0) values.push(payload.subarray(place, place + bytes));
    else values.push(payload.toString('utf8', place, place + bytes));
    place += bytes;
    at = after;
  }
  return values;
}
