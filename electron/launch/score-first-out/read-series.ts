import { guessTimeForm, isLogTime, readLogTime } from '../../engine/alarm-load/log-times.ts';
import { firstCsvRows, openCsvSource } from '../../engine/exchange/formats/csv-source.ts';
import { TableRefused } from '../../engine/exchange/formats/table.ts';
import { fillGaps, type SeriesTable } from '../../engine/first-out/series/series-table.ts';
import { createNumberColumn, type NumberColumn } from './number-column.ts';
import { type OwnTime, ownTimeLike } from './own-time.ts';

/** A time series out of a file, with how it writes its times and what was left out of it, a sentence each. */
export type SeriesFile = SeriesTable & { readonly timeOf: (timeMs: number) => OwnTime; readonly notes: readonly string[] };

/** Values kept in memory at once: 800 MB. */
export const mostValues = 100_000_000;
/** Columns that say what a recording is to be judged by; a judge that read them would be none. */
const labels: ReadonlySet<string> = new Set(['anomaly', 'changepoint', 'label', 'labels', 'fault', 'faultnumber', 'is_anomaly', 'outlier', 'target']);
const timeNames = /^(t|ts|t_s|time|time_s|times|seconds|sec|s|timestamp|datetime|date|date_time|elapsed)$/i;
const shownNames = 5;

/** Whether a file is a time series: a time in front, and nearly all the rest numbers. A log names its tags in words. */
export function looksLikeSeries(columns: readonly string[], rows: readonly (readonly string[])[]): boolean {
  const time = timeColumn(columns, rows);
  const others = columns.map((_name, at) => at).filter((at) => at !== time);
  const numeric = others.filter((at) => isNumeric(rows, at)).length;
  return time >= 0 && others.length > 0 && numeric >= others.length * 0.75;
}

/** Reads a time series front to back; only its numbers are kept. Throws a TableRefused with one sentence. */
export async function readSeries(path: string): Promise<SeriesFile> {
  const source = await openCsvSource(path);
  const head = await firstCsvRows(source, 200);
  const time = timeColumn(source.columns, head);
  const form = time < 0 ? null : guessTimeForm(head.map((row) => row[time] ?? ''));
  if (form === null) throw new TableRefused(`The first column, ${source.columns[0] ?? 'unnamed'}, is no time; put seconds or ISO times there.`);
  const named = source.columns.map((_name, at) => at).filter((at) => at !== time && (at > time || isNumeric(head, at)));
  const taken = named.filter((at) => isNumeric(head, at) && !labels.has((source.columns[at] ?? '').trim().toLowerCase()));
  if (taken.length === 0) throw new TableRefused('No column holds numbers; a time series has one for each tag.');
  const columns = taken.map(() => createNumberColumn());
  const times = createNumberColumn();
  let [late, unread] = [0, 0];
  let last = Number.NEGATIVE_INFINITY;
  await source.read(
    (cells) => {
      const row = cells as readonly string[];
      const timeMs = readLogTime(row[time] ?? '', form.form);
      if (Number.isNaN(timeMs)) return void unread++;
      if (timeMs <= last) return void late++;
      if ((times.length + 1) * taken.length > mostValues) throw new TableRefused(`The file holds more than ${mostValues / 1e6} million values; score a shorter stretch.`);
      last = timeMs;
      times.add(timeMs);
      for (const [place, at] of taken.entries()) columns[place]?.add(readNumber(row[at] ?? '', source.delimiter));
    },
    () => Promise.resolve(),
  );
  if (times.length === 0) throw new TableRefused('The file holds no row with a time that can be read.');
  const left = named.filter((at) => !taken.includes(at)).map((at) => source.columns[at] ?? '');
  const notes = [
    ...(left.length === 0 ? [] : [`Left out, being no measurement: ${left.slice(0, shownNames).join(', ')}${left.length > shownNames ? ` and ${left.length - shownNames} more` : ''}.`]),
    ...(late === 0 ? [] : [`${late} rows whose time is not after the row before were left out.`]),
    ...(unread === 0 ? [] : [`${unread} rows have no time that can be read and were left out.`]),
  ];
  return { ...seriesTable(times, taken.map((at) => source.columns[at] ?? ''), columns), timeOf: ownTimeLike(head[0]?.[time] ?? '', form.form), notes };
}

/** Puts columns together; a tag without a number is left out. */
export function seriesTable(times: NumberColumn, names: readonly string[], columns: readonly NumberColumn[]): SeriesTable {
  const filled = columns.map((column) => column.values());
  const kept = names.map((_name, at) => at).filter((at) => fillGaps(filled[at] ?? new Float64Array()));
  return { timeMs: times.values(), tags: kept.map((at) => names[at] ?? ''), columns: kept.map((at) => filled[at] ?? new Float64Array()) };
}

/** The column of times: one that is called so, one that holds calendar times, else the first if it rises. -1 without any. */
function timeColumn(columns: readonly string[], rows: readonly (readonly string[])[]): number {
  const rises = (at: number): boolean => rows.slice(1).every((row, before) => Number(row[at]) >= Number(rows[before]?.[at]));
  const holdsTimes = (at: number): boolean => rows.length > 0 && rows.filter((row) => isLogTime(row[at] ?? '')).length > rows.length * 0.9;
  const isCalendar = (at: number): boolean => holdsTimes(at) && !isNumeric(rows, at);
  const named = columns.findIndex((name, at) => at < 3 && timeNames.test(name.trim()) && holdsTimes(at));
  if (named >= 0) return named;
  const calendar = columns.findIndex((_name, at) => at < 3 && isCalendar(at));
  if (calendar >= 0) return calendar;
  return holdsTimes(0) && rises(0) ? 0 : -1;
}

function isNumeric(rows: readonly (readonly string[])[], at: number): boolean {
  const cells = rows.map((row) => (row[at] ?? '').trim()).filter((cell) => cell !== '');
  return cells.filter((cell) => !Number.isNaN(readNumber(cell, ';')) || /^(nan|null|na|n\/a|bad)$/i.test(cell)).length >= Math.max(1, cells.length * 0.9);
}

/** A number, a truth as 1 or 0, NaN for anything else; decimal commas where the delimiter is none. */
function readNumber(cell: string, delimiter: string): number {
  const text = cell.trim();
  if (text === '') return Number.NaN;
  const value = Number(delimiter === ',' ? text : text.replace(',', '.'));
  if (!Number.isNaN(value)) return Number.isFinite(value) ? value : Number.NaN;
  return /^true$/i.test(text) ? 1 : /^false$/i.test(text) ? 0 : Number.NaN;
}
