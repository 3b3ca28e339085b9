import { stringify } from 'csv-stringify/sync';
import { guardFormula } from './formula-cells.ts';
import { openFileSink } from './file-sink.ts';
import { columnName, type Report, type ReportCell, type ReportColumn, reportTime } from './report.ts';

/** A report as CSV: its sentences, then each table under its title, an empty line between them. UTF-8 with a mark, for spreadsheets. */
export async function writeReportCsv(path: string, { title, lines, sections }: Report): Promise<void> {
  const records: string[][] = [[title], ...lines.map((line) => [line])];
  for (const section of sections) {
    records.push([], [section.title], ...(section.note === '' ? [] : [[section.note]]), section.columns.map(columnName));
    for (const row of section.rows) records.push(section.columns.map((column, at) => cellText(column, row[at] ?? null)));
  }
  const sink = await openFileSink(path);
  await sink.write(
    Buffer.from(
      `\uFEFF${stringify(
        records.map((record) => record.map(guardFormula)),
        { record_delimiter: '\r\n' },
      )}`,
    ),
  );
  await sink.finish();
}

function cellText({ kind }: ReportColumn, cell: ReportCell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell;
  return kind === 'time' ? reportTime(cell) : String(rounded(kind, cell));
}

/** As many decimals as anybody reads. */
export const rounded = (kind: ReportColumn['kind'], value: number): number =>
  kind === 'count' ? Math.round(value) : Math.round(value * 100) / 100;
