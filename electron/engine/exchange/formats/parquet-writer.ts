import { constants, zstdCompressSync } from 'node:zlib';
import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { openFileSink } from './file-sink.ts';
import { type Cells, rowsOf, type TableColumn, type TableWriter } from './table.ts';
import { toNanoseconds } from './time-text.ts';

type ColumnSource = Parameters<ParquetWriter['write']>[0]['columnData'][number];

/** Cells of a row group: large ones compress better, small ones keep memory and readers' memory small. */
const cellsOfGroup = 1_000_000;
const compressors = { ZSTD: (bytes: Uint8Array) => zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 3 } }) };

/**
 * Apache Parquet: times as 64-bit nanoseconds in UTC (exact for every time a device gives), numbers as doubles, names out of
 * dictionaries, compressed with Zstandard. A row group goes to disk when it is full, so memory is that of one.
 */
export async function openParquetWriter(path: string, columns: readonly TableColumn[]): Promise<TableWriter> {
  const sink = await openFileSink(path);
  const writer = new SlidingWriter();
  const schema: SchemaElement[] = columns.flatMap(({ name, kind }) => elements(name, kind));
  const parquet = new ParquetWriter({ writer, schema: [{ name: 'samples', num_children: schema.length }, ...schema], codec: 'ZSTD', compressors, createdBy: 'Firstout' });
  let waiting: (readonly Cells[])[] = [];
  let waitingRows = 0;
  const groupRows = Math.max(1, Math.floor(cellsOfGroup / columns.length));
  const writeGroup = async (): Promise<void> => {
    if (waitingRows === 0) return;
    const columnData = columns.flatMap(({ name }, at) => sources(name, waiting.map((cells) => cells[at] as Cells)));
    waiting = [];
    const rowGroupSize = waitingRows;
    waitingRows = 0;
    await parquet.write({ columnData, rowGroupSize });
    await sink.write(writer.take());
  };
  return {
    async write(cells) {
      waiting.push(cells);
      waitingRows += rowsOf(cells);
      if (waitingRows >= groupRows) await writeGroup();
    },
    async finish() {
      await writeGroup();
      await parquet.finish();
      await sink.write(writer.take());
      await sink.finish();
    },
  };
}

/** A writer whose bytes are taken away as they come; `offset` goes on counting. */
class SlidingWriter extends ByteWriter {
  take(): Uint8Array {
    const bytes = new Uint8Array(this.buffer, 0, this.index).slice();
    this.index = 0;
    return bytes;
  }
}

function elements(name: string, kind: TableColumn['kind']): SchemaElement[] {
  switch (kind) {
    case 'time':
      return [{ name, type: 'INT64', repetition_type: 'REQUIRED', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'NANOS' } }];
    case 'words':
      return [{ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' }];
    case 'text':
      return [{ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' }];
    case 'status':
      return [{ name, type: 'INT64', repetition_type: 'REQUIRED' }];
    case 'number':
      return [{ name, type: 'DOUBLE', repetition_type: 'OPTIONAL' }];
    default:
      return [...elements(name, 'number'), ...elements(textColumn, 'text')];
  }
}

/** Column of texts beside the column of numbers. */
export const textColumn = 'text';

function sources(name: string, parts: readonly Cells[]): ColumnSource[] {
  const [first] = parts;
  switch (first?.kind) {
    case 'time': {
      const data = new BigInt64Array(parts.reduce((sum, part) => sum + rowsOf([part]), 0));
      let row = 0;
      for (const part of parts) if (part.kind === 'time') for (const timeMs of part.timeMs) data[row++] = toNanoseconds(timeMs);
      return [{ name, data, encoding: 'DELTA_BINARY_PACKED' }];
    }
    case 'words':
      return [{ name, data: parts.flatMap((part) => (part.kind === 'words' ? Array.from(part.at, (at) => part.words[at] ?? '') : [])), encoding: 'RLE_DICTIONARY' }];
    case 'status':
      return [{ name, data: parts.flatMap((part) => (part.kind === 'status' ? Array.from(part.status, BigInt) : [])), encoding: 'RLE_DICTIONARY' }];
    case 'text':
      return [{ name, data: parts.flatMap((part) => (part.kind === 'text' ? part.text : [])), encoding: 'RLE_DICTIONARY' }];
    case 'number':
      return [{ name, data: parts.flatMap(numbers), encoding: 'PLAIN' }];
    case 'mixed':
      return [
        { name, data: parts.flatMap(numbers), encoding: 'PLAIN' },
        { name: textColumn, data: parts.flatMap((part) => (part.kind === 'mixed' ? part.text : [])), encoding: 'RLE_DICTIONARY' },
      ];
    default:
      return [];
  }
}

const numbers = (part: Cells): (number | null)[] =>
  part.kind === 'number' || part.kind === 'mixed' ? Array.from(part.value, (value, row) => (part.isThere[row] === 1 ? value : null)) : [];
