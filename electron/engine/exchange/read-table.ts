import { firstCsvRows, openCsvSource } from './formats/csv-source.ts';
import { guessMapping, type Look } from './formats/guess-mapping.ts';
import { openParquetSource } from './formats/parquet-source.ts';
import { createSampleReader, type ImportBatch, type ImportCounts } from './formats/sample-reader.ts';
import { TableRefused } from './formats/table.ts';
import type { SourceCell } from './formats/table-source.ts';
import type { LookTask, ReadTask } from './worker-protocol.ts';

/** Rows a look reads to guess from, and rows it shows. */
const lookedRows = 10_000;
const shownRows = 20;
const longestShown = 200;
/** Samples of a batch, about: what is in memory at once. */
const batchSamples = 50_000;

/** Columns, first rows and a fitting mapping of a file. Throws a TableRefused where it cannot be read. */
export async function lookAt(task: LookTask): Promise<Look> {
  const known = new Set(task.tagIds);
  const isTag = (name: string): boolean => known.has(name);
  if (task.format === 'csv') {
    const source = await openCsvSource(task.path);
    const rows = await firstCsvRows(source, lookedRows);
    return { ...shown(source.columns, rows), ...guessMapping(source.columns, rows, [], isTag) };
  }
  const source = await openParquetSource(task.path);
  const rows: string[][] = [];
  const enough = new Error('enough');
  await source
    .read(
      (cells) => {
        if (rows.length < lookedRows) rows.push(cells.map((cell) => (cell === null ? '' : String(cell))));
        else throw enough;
      },
      () => Promise.resolve(),
    )
    .catch((error: unknown) => {
      if (error !== enough) throw error;
    });
  return { ...shown(source.columns, rows), ...guessMapping(source.columns, rows, source.timeColumns, isTag) };
}

const shown = (columns: readonly string[], rows: readonly (readonly string[])[]): Pick<Look, 'columns' | 'rows'> => ({
  columns: columns.map((name) => name.slice(0, longestShown)),
  rows: rows.slice(0, shownRows).map((row) => row.map((cell) => cell.slice(0, longestShown))),
});

/**
 * Reads a file as samples, in batches that are awaited. Where it cannot be read to its end, `problem` says why and the rows
 * before that were handed over. Throws a TableRefused where the mapping does not fit the file.
 */
export async function readSamples(task: ReadTask, onBatch: (batch: ImportBatch, share: number) => Promise<void>): Promise<{ readonly counts: ImportCounts; readonly problem: string | null }> {
  const source = task.format === 'csv' ? await openCsvSource(task.path) : await openParquetSource(task.path);
  const hasCommaDecimals = 'delimiter' in source && source.delimiter !== ',';
  // Times of their own type come as numbers, whatever the mapping was made for.
  const isTyped = 'timeColumns' in source && source.timeColumns.includes(task.mapping.timeColumn);
  const mapping = isTyped ? { ...task.mapping, timeForm: 'epoch-ms' as const } : task.mapping;
  const reader = createSampleReader(source, mapping, task.tags, { latestMs: task.latestMs, hasCommaDecimals });
  const take = (cells: readonly SourceCell[], place: number): void => reader.take(cells, place);
  let problem: string | null = null;
  try {
    await source.read(take, async (share) => {
      if (reader.waiting >= batchSamples) await onBatch(reader.batch(), share);
    });
  } catch (error) {
    if (!(error instanceof TableRefused)) throw error;
    problem = error.message;
  }
  if (reader.waiting > 0) await onBatch(reader.batch(), 1);
  return { counts: reader.counts(), problem };
}
