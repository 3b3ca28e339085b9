import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { WorkbookWriter } from '@cj-tech-master/excelts';
import { type Cells, rowsOf, type TableColumn, TableRefused, type TableWriter } from './table.ts';

/** Limits of the format (ECMA-376 as Excel keeps them, Microsoft's published specifications and limits). */
export const sheetRows = 1_048_576;
export const sheetColumns = 16_384;
const longestCell = 32_767;
/** Sheets a file may have here: more rows than that are of no use in a spreadsheet. */
export const mostSheets = 8;
export const mostXlsxRows = mostSheets * (sheetRows - 1);

const dayMs = 86_400_000;
/** Days from 1899-12-30, where spreadsheets count from, to 1970-01-01. */
const unixDays = 25_569;
/** A time as spreadsheets have it. */
export const excelDays = (timeMs: number): number => timeMs / dayMs + unixDays;

/**
 * An Excel workbook: times as dates in UTC to the millisecond, numbers as numbers, texts as texts that are never formulas. A
 * full sheet is followed by another with the same heading; beyond `mostSheets` the export is refused with a sentence.
 */
export async function openXlsxWriter(path: string, columns: readonly TableColumn[], { rowsOfSheet = sheetRows, sheet: name = 'Samples' }: { readonly rowsOfSheet?: number; readonly sheet?: string } = {}): Promise<TableWriter> {
  if (columns.length > sheetColumns) throw new TableRefused(`A sheet has room for ${sheetColumns} columns, not for ${columns.length}. Choose CSV or Parquet.`);
  const stream = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  const ended = finished(stream);
  // Told where it is awaited; without a listener it would end the process.
  let failure: Error | null = null;
  ended.catch((error: unknown) => (failure = error instanceof Error ? error : new Error(String(error))));
  const book = new WorkbookWriter({ stream, useSharedStrings: false, useStyles: true });
  const heading = columns.map(({ name, kind }) => (kind === 'time' ? `${name} (UTC)` : name));
  let sheets = 0;
  let rowsInSheet = 0;
  const addSheet = () => {
    if (++sheets > mostSheets) throw new TableRefused(`More than ${mostXlsxRows} rows do not fit into a workbook of ${mostSheets} sheets. Choose CSV or Parquet, or a shorter time.`);
    const sheet = book.addWorksheet(`${name} ${sheets}`);
    sheet.columns = columns.map(({ kind }) => ({ width: kind === 'time' ? 26 : 16, ...(kind === 'time' ? { style: { numFmt: 'yyyy-mm-dd hh:mm:ss.000' } } : {}) }));
    sheet.addRow(heading).commit();
    rowsInSheet = 1;
    return sheet;
  };
  let sheet = addSheet();
  const settle = async (): Promise<void> => {
    // What was compressed waits here for the disk: no more than a slice of it.
    while (stream.writableNeedDrain && failure === null) await Promise.race([new Promise<void>((resolve) => stream.once('drain', () => resolve())), ended]);
    if (failure !== null) throw failure;
  };
  return {
    async write(cells) {
      const rows = rowsOf(cells);
      for (let row = 0; row < rows; row++) {
        if (rowsInSheet === rowsOfSheet) {
          sheet.commit();
          sheet = addSheet();
        }
        sheet.addRow(cells.map((one) => cellValue(one, row))).commit();
        rowsInSheet++;
        if (row % 5000 === 4999) await settle();
      }
      await settle();
    },
    async finish() {
      sheet.commit();
      await Promise.race([book.commit(), ended]);
      await ended;
      const file = await open(path, 'r+');
      await file.sync();
      await file.close();
    },
  };
}

function cellValue(cells: Cells, row: number): string | number | null {
  switch (cells.kind) {
    case 'time':
      return excelDays(cells.timeMs[row] as number);
    case 'words':
      return cells.words[cells.at[row] as number] ?? '';
    case 'text':
      return textValue(cells.text[row] ?? null);
    case 'status':
      return cells.status[row] as number;
    case 'number':
      return numberValue(cells.value[row] as number, cells.isThere[row] === 1);
    default: {
      const text = cells.text[row] ?? null;
      return text === null ? numberValue(cells.value[row] as number, cells.isThere[row] === 1) : textValue(text);
    }
  }
}

const textValue = (text: string | null): string | null => (text === null ? null : text.slice(0, longestCell));
/** A sheet has no number for these: words, so that nobody adds them up. */
const numberValue = (value: number, isThere: boolean): number | string | null => (!isThere ? null : Number.isFinite(value) ? value : String(value));
