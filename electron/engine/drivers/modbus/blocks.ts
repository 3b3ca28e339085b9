import { pushSample, type SampleBatch } from '#shared/model/sample-batch.ts';
import type { DriverTag } from '../driver.ts';
import { spanOf, type ModbusAddress, type Table } from './address.ts';
import { decodeCodeOf, decodeNumber, decodeText, isCoilCode, isStringCode, qualityOf, type DecodeCode } from './codec.ts';

/** One tag of the device, ready to be read. */
export type Point = {
  readonly tag: DriverTag<ModbusAddress>;
  readonly unit: number;
  readonly code: DecodeCode;
  /** Registers or bits it takes. */
  readonly span: number;
};

/** Registers or bits that travel in one read request, and the tags in it. Columns of equal length, one row a tag. */
export type Block = {
  readonly unit: number;
  readonly table: Table;
  readonly start: number;
  readonly count: number;
  readonly points: readonly Point[];
  /** Dense tag indices. */
  readonly tag: Uint32Array;
  /** Byte of the value in the reply's data; the bit for coils and discrete inputs. */
  readonly at: Uint32Array;
  readonly code: Uint16Array;
};

export type BlockLimits = {
  readonly maxRegistersPerRead: number;
  readonly maxBitsPerRead: number;
  /** Registers read needlessly; sixteen times as many bits. */
  readonly maxGap: number;
};

const readFunction: Readonly<Record<Table, number>> = { coil: 1, discrete: 2, holding: 3, input: 4 };

export function pointOf(tag: DriverTag<ModbusAddress>, defaultUnit: number): Point {
  return {
    tag,
    unit: tag.address.unit ?? defaultUnit,
    code: decodeCodeOf(tag.address, tag.type),
    span: spanOf(tag.address),
  };
}

/**
 * The fewest requests, near enough, that read these points: neighbours of one unit and table are joined, over gaps of
 * up to `maxGap`, up to the longest request. A value is never cut in two, so it is never half old and half new.
 */
export function planBlocks(points: readonly Point[], limits: BlockLimits): Block[] {
  const sorted = [...points].sort(
    (a, b) =>
      a.unit - b.unit ||
      a.tag.address.table.localeCompare(b.tag.address.table) ||
      a.tag.address.offset - b.tag.address.offset ||
      a.span - b.span,
  );
  const blocks: Block[] = [];
  let run: Point[] = [];
  let start = 0;
  let end = 0;
  for (const point of sorted) {
    const { table, offset } = point.tag.address;
    const isBits = table === 'coil' || table === 'discrete';
    const gap = isBits ? limits.maxGap * 16 : limits.maxGap;
    const longest = isBits ? limits.maxBitsPerRead : limits.maxRegistersPerRead;
    const first = run[0];
    const joins =
      first !== undefined &&
      first.unit === point.unit &&
      first.tag.address.table === table &&
      offset - end <= gap &&
      Math.max(end, offset + point.span) - start <= longest;
    if (!joins) {
      if (first !== undefined) blocks.push(blockOf(run, start, end));
      run = [];
      start = offset;
      end = offset;
    }
    run.push(point);
    end = Math.max(end, offset + point.span);
  }
  if (run.length > 0) blocks.push(blockOf(run, start, end));
  return blocks;
}

/** A block of exactly these points, sorted by offset. */
function blockOf(points: readonly Point[], start: number, end: number): Block {
  const first = points[0]!;
  const table = first.tag.address.table;
  const isBits = table === 'coil' || table === 'discrete';
  return {
    unit: first.unit,
    table,
    start,
    count: end - start,
    points,
    tag: Uint32Array.from(points, (point) => point.tag.index),
    at: Uint32Array.from(points, (point) => (point.tag.address.offset - start) * (isBits ? 1 : 2)),
    code: Uint16Array.from(points, (point) => point.code),
  };
}

/** Two blocks in place of one whose addresses were refused; null when all its points stand on the same registers. */
export function splitBlock(block: Block): readonly [Block, Block] | null {
  const { points } = block;
  const first = points[0];
  const last = points[points.length - 1];
  if (first === undefined || last === undefined || first.tag.address.offset === last.tag.address.offset) return null;
  // Points on the same register stay together: a cut between them would ask for the same thing twice.
  let cut = points.length >> 1;
  const offsetAt = (index: number): number => points[index]!.tag.address.offset;
  while (cut < points.length && offsetAt(cut) === offsetAt(cut - 1)) cut++;
  if (cut === points.length) {
    cut = points.length >> 1;
    while (offsetAt(cut) === offsetAt(cut - 1)) cut--;
  }
  return [tight(points.slice(0, cut)), tight(points.slice(cut))];
}

function tight(points: readonly Point[]): Block {
  const start = points[0]!.tag.address.offset;
  return blockOf(points, start, Math.max(...points.map((point) => point.tag.address.offset + point.span)));
}

/** The read request of a block, without the TCP header. */
export function readPdu(block: Pick<Block, 'table' | 'start' | 'count'>): Uint8Array {
  return Uint8Array.of(readFunction[block.table], block.start >> 8, block.start & 255, block.count >> 8, block.count & 255);
}

/** Bytes of the right answer, function code and byte count included. */
export function readReplyLength(block: Pick<Block, 'table' | 'count'>): number {
  return 2 + (block.table === 'coil' || block.table === 'discrete' ? (block.count + 7) >> 3 : block.count * 2);
}

/** Remembers the bytes each text was made of, so that an unchanged text costs no new string. */
export type TextMemory = {
  /** The index of the text whose `length` bytes stand at `at`. */
  indexOf(tag: number, data: Uint8Array, at: number, length: number, code: DecodeCode): number;
};

export function createTextMemory(textIndex: (text: string) => number): TextMemory {
  const known = new Map<number, { readonly bytes: Uint8Array; index: number }>();
  return {
    indexOf(tag, data, at, length, code) {
      const padded = length + (length & 1);
      let entry = known.get(tag);
      let isSame = entry !== undefined && entry.bytes.length === padded;
      for (let byte = 0; isSame && byte < padded; byte++) isSame = entry!.bytes[byte] === data[at + byte];
      if (entry === undefined || !isSame) {
        // `Uint8Array.from` copies; the `slice` of a Buffer would be a view of bytes that are about to change.
        entry = { bytes: Uint8Array.from(data.subarray(at, at + padded)), index: textIndex(decodeText(data, at, length, code)) };
        known.set(tag, entry);
      }
      return entry.index;
    },
  };
}

/**
 * Appends one sample for each tag of the block, from the data of its reply at `at` (behind the byte count). Allocates
 * only when a text has changed.
 */
export function decodeBlock(block: Block, data: Uint8Array, at: number, timeMs: number, into: SampleBatch, texts: TextMemory): void {
  const { tag, code } = block;
  for (let row = 0; row < tag.length; row++) {
    const rowCode = code[row]!;
    if (isStringCode(rowCode)) {
      const { length } = block.points[row]!.tag.address;
      pushSample(into, tag[row]!, timeMs, texts.indexOf(tag[row]!, data, at + block.at[row]!, length, rowCode), 0);
      continue;
    }
    const value = decodeNumber(data, isCoilCode(rowCode) ? at * 8 + block.at[row]! : at + block.at[row]!, rowCode);
    const quality = qualityOf(value, rowCode);
    pushSample(into, tag[row]!, timeMs, quality >>> 31 === 1 ? Number.NaN : value, quality);
  }
}
