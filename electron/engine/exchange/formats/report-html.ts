import { openFileSink } from './file-sink.ts';
import { columnName, type Report, type ReportCell, type ReportColumn, reportTime } from './report.ts';
import { rounded } from './report-csv.ts';

const mostBars = 600;
const chartWidth = 1000;
const chartHeight = 160;

/** A report as one HTML file to read and print: no script, nothing fetched, black on white. */
export async function writeReportHtml(path: string, report: Report): Promise<void> {
  const sink = await openFileSink(path);
  await sink.write(Buffer.from(reportHtml(report)));
  await sink.finish();
}

export function reportHtml({ title, lines, chart, sections }: Report): string {
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${escaped(title)}</title><style>${style}</style></head><body>`,
    `<h1>${escaped(title)}</h1>`,
    ...lines.map((line) => `<p>${escaped(line)}</p>`),
    chart === null ? '' : chartHtml(chart),
    ...sections
      .filter(({ isForSheets }) => isForSheets !== true)
      .map(
        ({ title: name, note, columns, rows }) =>
          `<section><h2>${escaped(name)}</h2>${note === '' ? '' : `<p class="note">${escaped(note)}</p>`}${rows.length === 0 ? '<p>None.</p>' : tableHtml(columns, rows)}</section>`,
      ),
    '</body></html>\n',
  ].join('\n');
}

const tableHtml = (columns: readonly ReportColumn[], rows: readonly (readonly ReportCell[])[]): string =>
  `<table><thead><tr>${columns.map((column) => `<th${alignOf(column)}>${escaped(columnName(column))}</th>`).join('')}</tr></thead><tbody>${rows
    .map(
      (row) =>
        `<tr>${columns.map((column, at) => `<td${alignOf(column)}>${escaped(cellText(column, row[at] ?? null))}</td>`).join('')}</tr>`,
    )
    .join('\n')}</tbody></table>`;

const alignOf = ({ kind }: ReportColumn): string => (kind === 'text' || kind === 'time' ? '' : ' class="number"');

function cellText({ kind }: ReportColumn, cell: ReportCell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell;
  return kind === 'time' ? reportTime(cell) : String(rounded(kind, cell));
}

/** Bars, the fullest of those that do not fit side by side, and the limit as a dashed line. */
function chartHtml({ title, fromMs, stepMs, values, limit }: NonNullable<Report['chart']>): string {
  const each = Math.max(1, Math.ceil(values.length / mostBars));
  const bars = Array.from({ length: Math.ceil(values.length / each) }, (_none, at) =>
    values.slice(at * each, (at + 1) * each).reduce((most, value) => Math.max(most, value), 0),
  );
  const top = bars.reduce((most, value) => Math.max(most, value), limit * 1.2);
  const [width, y] = [chartWidth / Math.max(1, bars.length), (value: number): number => chartHeight - (value / top) * chartHeight];
  const shapes = bars
    .map((value, at) =>
      value === 0
        ? ''
        : `<rect x="${(at * width).toFixed(2)}" y="${y(value).toFixed(2)}" width="${Math.max(0.5, width * 0.85).toFixed(2)}" height="${(chartHeight - y(value)).toFixed(2)}"${value > limit ? ' class="over"' : ''}/>`,
    )
    .join('');
  return [
    `<figure><figcaption>${escaped(title)} The dashed line is the limit of ${limit}.</figcaption>`,
    `<svg viewBox="0 -4 ${chartWidth} ${chartHeight + 8}" role="img" aria-label="${escaped(title)}">${shapes}<path d="M0 ${y(limit).toFixed(2)}H${chartWidth}" class="limit"/><path d="M0 ${chartHeight}H${chartWidth}" class="axis"/></svg>`,
    `<p class="ends"><span>${reportTime(fromMs)} UTC</span><span>${reportTime(fromMs + values.length * stepMs)} UTC</span></p></figure>`,
  ].join('');
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const style = `
body { margin: 24px auto; max-width: 1100px; padding: 0 24px; color: #111; background: #fff; font: 14px/1.45 system-ui, sans-serif; }
h1 { font-size: 22px; } h2 { margin: 28px 0 4px; font-size: 16px; } p { margin: 2px 0; } .note { color: #444; }
table { width: 100%; margin-top: 6px; border-collapse: collapse; font-size: 12px; } th, td { padding: 3px 8px; border-bottom: 1px solid #ccc; text-align: left; vertical-align: top; }
.number { text-align: right; font-variant-numeric: tabular-nums; } figure { margin: 20px 0; } figcaption { margin-bottom: 6px; font-weight: 600; }
svg { width: 100%; height: auto; } rect { fill: #888; } rect.over { fill: #111; } .limit { stroke: #111; stroke-dasharray: 4 4; fill: none; } .axis { stroke: #888; fill: none; }
.ends { display: flex; justify-content: space-between; color: #444; font-size: 12px; }
@media print { body { margin: 0; max-width: none; padding: 0; } section { break-inside: avoid-page; } tr { break-inside: avoid; } }`;
