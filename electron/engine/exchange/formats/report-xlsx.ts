import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { WorkbookWriter } from '@cj-tech-master/excelts';
import { rounded } from './report-csv.ts';
import { columnName, type Report, type ReportCell, type ReportColumn } from './report.ts';
import { excelDays } from './xlsx-writer.ts';

const longestCell = 32_767;
/** Characters a sheet's name may not have, and its length (Microsoft's published limits). */
const notInNames = /[\\/?*:[\]]/g;
const longestName = 31;

/** A report as an Excel workbook: its sentences on the first sheet, then a sheet a table. Times are dates in UTC, texts never formulas. */
export async function writeReportXlsx(path: string, { title, lines, sections }: Report): Promise<void> {
  const stream = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  const ended = finished(stream);
  // Told where it is awaited; without a listener it would end the process.
  ended.catch(() => undefined);
  const book = new WorkbookWriter({ stream, useSharedStrings: false, useStyles: true });
  const summary = book.addWorksheet('Report');
  summary.columns = [{ width: 110 }];
  for (const line of [title, ...lines]) summary.addRow([line.slice(0, longestCell)]).commit();
  summary.commit();
  for (const section of sections) {
    const sheet = book.addWorksheet(section.title.replace(notInNames, ' ').slice(0, longestName));
    sheet.columns = section.columns.map(({ kind }) => ({
      width: widthOf(kind),
      ...(kind === 'time' ? { style: { numFmt: 'yyyy-mm-dd hh:mm:ss' } } : {}),
    }));
    sheet.addRow(section.columns.map(columnName)).commit();
    for (const row of section.rows) sheet.addRow(section.columns.map((column, at) => cellValue(column, row[at] ?? null))).commit();
    if (section.note !== '') {
      sheet.addRow([]).commit();
      sheet.addRow([section.note.slice(0, longestCell)]).commit();
    }
    sheet.commit();
  }
  await Promise.race([book.commit(), ended]);
  await ended;
  const file = await open(path, 'r+');
  await file.sync();
  await file.close();
}

const widthOf = (kind: ReportColumn['kind']): number => (kind === 'text' ? 36 : kind === 'time' ? 20 : 14);

function cellValue({ kind }: ReportColumn, cell: ReportCell): string | number | null {
  if (cell === null) return null;
  if (typeof cell === 'string') return cell.slice(0, longestCell);
  return kind === 'time' ? excelDays(cell) : rounded(kind, cell);
}
