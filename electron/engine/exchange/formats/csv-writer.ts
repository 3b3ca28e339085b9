import { stringify } from 'csv-stringify/sync';
import { openFileSink } from './file-sink.ts';
import { guardFormula } from './formula-cells.ts';
import { type Cells, rowsOf, type TableColumn, type TableWriter } from './table.ts';
import { timeText } from './time-text.ts';

/** Rows turned into text at once: bounds the memory a wide row takes. */
const cellsAtOnce = 200_000;

/**
 * CSV as RFC 4180 has it (CRLF, quotes doubled), UTF-8 without a mark in front. Times are ISO 8601 UTC, numbers the
 * shortest decimals that read back the same, texts guarded against being taken for formulas.
 */
export async function openCsvWriter(path: string, columns: readonly TableColumn[]): Promise<TableWriter> {
  const sink = await openFileSink(path);
  const encode = (records: readonly (readonly string[])[]): Promise<void> => sink.write(Buffer.from(stringify(records as string[][], { record_delimiter: '\r\n' })));
  await encode([columns.map(({ name }) => guardFormula(name))]);
  const rowsAtOnce = Math.max(1, Math.floor(cellsAtOnce / columns.length));
  return {
    async write(cells) {
      const rows = rowsOf(cells);
      for (let from = 0; from < rows; from += rowsAtOnce) {
        const records: string[][] = [];
        for (let row = from; row < Math.min(rows, from + rowsAtOnce); row++) records.push(cells.map((one) => cellText(one, row)));
        await encode(records);
      }
    },
    finish: () => sink.finish(),
  };
}

function cellText(cells: Cells, row: number): string {
  switch (cells.kind) {
    case 'time':
      return timeText(cells.timeMs[row] as number);
    case 'words':
      return guardFormula(cells.words[cells.at[row] as number] ?? '');
    case 'text':
      return guardFormula(cells.text[row] ?? '');
    case 'status':
      return String(cells.status[row]);
    case 'number':
      return numberText(cells.value[row] as number, cells.isThere[row] === 1);
    default: {
      const text = cells.text[row] ?? null;
      return text === null ? numberText(cells.value[row] as number, cells.isThere[row] === 1) : guardFormula(text);
    }
  }
}

const numberText = (value: number, isThere: boolean): string => (!isThere ? '' : Object.is(value, -0) ? '-0' : String(value));
