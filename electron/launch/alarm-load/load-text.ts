import { columnName, type Report, type ReportCell, type ReportColumn, reportTime } from '../../engine/exchange/formats/report.ts';

/** Rows of a table in the terminal; the file has all. */
const mostRows = 10;
const longestText = 60;

/** A report for a terminal: its sentences, then each table with its columns under each other. */
export function reportText({ title, lines, sections }: Report): string {
  const parts = [title, ...lines];
  for (const { title: name, note, columns, rows, isForSheets } of sections) {
    if (isForSheets === true) continue;
    parts.push('', name, ...(note === '' ? [] : [note]));
    if (rows.length === 0) {
      parts.push('  none');
      continue;
    }
    // A column without a single value says nothing.
    const shown = columns.map((column, at) => ({ column, at })).filter(({ at }) => rows.some((row) => row[at] !== null && row[at] !== ''));
    const table = [
      shown.map(({ column }) => columnName(column)),
      ...rows
        .slice(0, mostRows + (name === 'Figures and targets' ? 10 : 0))
        .map((row) => shown.map(({ column, at }) => cellText(column, row[at] ?? null))),
    ];
    const widths = shown.map((_one, at) => Math.max(...table.map((row) => (row[at] ?? '').length)));
    for (const row of table)
      parts.push(
        `  ${row.map((text, at) => (isLeft(shown[at]?.column) ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0))).join('  ')}`.trimEnd(),
      );
    if (rows.length > table.length - 1) parts.push(`  and ${rows.length - table.length + 1} more`);
  }
  return `${parts.join('\n')}\n`;
}

const isLeft = (column: ReportColumn | undefined): boolean => column?.kind === 'text' || column?.kind === 'time';

function cellText({ kind }: ReportColumn, cell: ReportCell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell.length > longestText ? `${cell.slice(0, longestText - 1)}…` : cell;
  if (kind === 'time') return reportTime(cell);
  return String(kind === 'count' ? Math.round(cell) : Math.round(cell * 100) / 100);
}
