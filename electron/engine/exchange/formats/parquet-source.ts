import { asyncBufferFromFile, type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetRead, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { fromNanoseconds } from './time-text.ts';
import { mostColumns, type SourceCell, type TableSource } from './table-source.ts';
import { TableRefused } from './table.ts';

/** Rows turned into records at once. */
const rowsAtOnce = 20_000;
/** Most bytes a column of one row group may unpack to, and most rows a group may have: what a hostile file claims is not believed. */
const mostColumnBytes = 256 * 1024 * 1024;
const mostGroupRows = 20_000_000;
const mostMetadataBytes = 64 * 1024 * 1024;

const bounded = Object.fromEntries(
  Object.entries(compressors).map(([name, unpack]) => [
    name,
    (input: Uint8Array, length: number): Uint8Array => {
      if (length > mostColumnBytes) throw new TableRefused(`A page of the file claims to unpack to ${length} bytes; at most ${mostColumnBytes} are taken.`);
      return unpack(input, length);
    },
  ]),
);

/** Times keep their nanoseconds: a Date would cut them. */
const parsers = {
  timestampFromMilliseconds: (millis: bigint) => Number(millis),
  timestampFromMicroseconds: (micros: bigint) => fromNanoseconds(micros * 1000n),
  timestampFromNanoseconds: (nanos: bigint) => fromNanoseconds(nanos),
  dateFromDays: (days: number) => days * 86_400_000,
};

export type ParquetSource = TableSource & {
  /** Columns that hold times of their own type; they come as UTC epoch ms. */
  readonly timeColumns: readonly string[];
};

/** A Parquet file of flat columns. Throws a TableRefused where it is no such file. */
export async function openParquetSource(path: string): Promise<ParquetSource> {
  const file = await asyncBufferFromFile(path);
  const metadata = await readMetadata(file);
  const leaves = parquetSchema(metadata).children;
  if (leaves.some(({ children }) => children.length > 0)) throw new TableRefused('The file has nested columns; only a flat table is read.');
  if (leaves.length === 0 || leaves.length > mostColumns) throw new TableRefused(`The file has ${leaves.length} columns; 1 to ${mostColumns} are read.`);
  for (const [at, group] of metadata.row_groups.entries()) {
    if (Number(group.num_rows) > mostGroupRows) throw new TableRefused(`Row group ${at + 1} claims ${group.num_rows} rows; at most ${mostGroupRows} are read.`);
    for (const { meta_data: data } of group.columns) {
      if (data === undefined || Number(data.total_uncompressed_size) > mostColumnBytes) throw new TableRefused(`A column of row group ${at + 1} is larger than ${mostColumnBytes} bytes, or its facts are missing.`);
      if (Number(data.num_values) !== Number(group.num_rows)) throw new TableRefused(`A column of row group ${at + 1} has ${data.num_values} values for ${group.num_rows} rows.`);
    }
  }
  const columns = leaves.map(({ element }) => element.name);
  return {
    columns,
    placeWord: 'row',
    timeColumns: leaves.filter(({ element }) => element.logical_type?.type === 'TIMESTAMP' || element.logical_type?.type === 'DATE' || element.converted_type?.startsWith('TIMESTAMP') === true || element.converted_type === 'DATE').map(({ element }) => element.name),
    async read(take, between) {
      const total = Math.max(1, metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0));
      let done = 0;
      for (const group of metadata.row_groups) {
        const end = done + Number(group.num_rows);
        const cells = await readGroup({ file, metadata, columns, rowStart: done, rowEnd: end });
        const record: SourceCell[] = new Array<SourceCell>(columns.length).fill(null);
        for (let row = 0; done + row < end; row++) {
          for (let at = 0; at < columns.length; at++) record[at] = toCell(cells[at]?.[row]);
          take(record, done + row + 1);
          if (row % rowsAtOnce === rowsAtOnce - 1) await between((done + row) / total);
        }
        done = end;
        await between(done / total);
      }
    },
  };
}

async function readMetadata(file: AsyncBuffer): Promise<FileMetaData> {
  try {
    const tail = new DataView(await file.slice(Math.max(0, file.byteLength - 8), file.byteLength));
    if (tail.byteLength < 8 || tail.getUint32(0, true) > Math.min(mostMetadataBytes, file.byteLength)) throw new TableRefused('The facts at the end of the file are larger than the file.');
    return await parquetMetadataAsync(file);
  } catch (error) {
    throw unreadable(error);
  }
}

/** Columns of one row group, each as long as the group. */
async function readGroup({ file, metadata, columns, rowStart, rowEnd }: { file: AsyncBuffer; metadata: FileMetaData; columns: readonly string[]; rowStart: number; rowEnd: number }): Promise<readonly ArrayLike<unknown>[]> {
  const found = new Map<string, unknown[]>();
  try {
    await parquetRead({
      file,
      metadata,
      rowStart,
      rowEnd,
      compressors: bounded,
      parsers,
      onChunk({ columnName, columnData, rowStart: from }) {
        let column = found.get(columnName);
        if (column === undefined) found.set(columnName, (column = []));
        for (let row = 0; row < columnData.length; row++) {
          const at = from + row - rowStart;
          if (at >= 0 && at < rowEnd - rowStart) column[at] = columnData[row];
        }
      },
    });
  } catch (error) {
    throw unreadable(error);
  }
  return columns.map((name) => {
    const column = found.get(name) ?? [];
    if (column.length !== rowEnd - rowStart) throw new TableRefused(`Column “${name}” is shorter than its row group says.`);
    return column;
  });
}

function toCell(value: unknown): SourceCell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return value;
  return value instanceof Date ? value.getTime() : null;
}

const unreadable = (error: unknown): TableRefused =>
  error instanceof TableRefused ? error : new TableRefused(`The file is not Parquet that can be read: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
