import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { TableRefused } from '../../engine/exchange/formats/table.ts';
import { createNumberColumn } from './number-column.ts';
import { mostValues, type SeriesFile, seriesTable } from './read-series.ts';

const headBytes = 64 * 1024;
const longestLine = 1024 * 1024;

/** The Tennessee Eastman recordings of Russell, Chiang and Braatz: 52 columns without names, a row each three minutes. */
const tennesseeEastman = { columns: 52, measured: 41, stepMs: 180_000 };

/** Whether a file is nothing but numbers between spaces. */
export async function isMatrix(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    const text = buffer.toString('latin1', 0, bytesRead);
    const lines = text.split(/\r?\n/);
    // The last one may be cut through.
    const whole = bytesRead < headBytes || lines.length === 1 ? lines : lines.slice(0, -1);
    const first = whole.map((line) => line.trim()).filter((line) => line !== '').slice(0, 5);
    return first.length > 0 && first.every((line) => /^[-+0-9.eE \t]+$/.test(line) && /\S[ \t]+\S/.test(line));
  } finally {
    await file.close();
  }
}

/**
 * Reads numbers between spaces: a row a moment, or a line a tag where the lines are few and long (d00.dat of the set above
 * is stored so). Without a rising first column the rows are one second apart; the set above is known by its 52 columns.
 */
export async function readMatrix(path: string): Promise<SeriesFile> {
  const lines: Float64Array[] = [];
  let values = 0;
  const input = createReadStream(path, { encoding: 'latin1' });
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line.length > longestLine) throw new TableRefused(`Line ${lines.length + 1} is longer than 1 MB; the file was not read on.`);
      const text = line.trim();
      if (text === '') continue;
      const row = Float64Array.from(text.split(/\s+/), Number);
      values += row.length;
      if (values > mostValues) throw new TableRefused(`The file holds more than ${mostValues / 1e6} million values; score a shorter stretch.`);
      if (row.length !== (lines[0] ?? row).length) throw new TableRefused(`Line ${lines.length + 1} has ${row.length} numbers, the first has ${lines[0]?.length ?? 0}.`);
      lines.push(row);
    }
  } finally {
    input.destroy();
  }
  const [first] = lines;
  if (first === undefined) throw new TableRefused('The file holds no numbers.');
  const isTransposed = first.length > lines.length * 3 && lines.length > 1;
  const [rows, width] = isTransposed ? [first.length, lines.length] : [lines.length, first.length];
  const at = (row: number, column: number): number => (isTransposed ? lines[column]?.[row] : lines[row]?.[column]) ?? Number.NaN;
  const isTep = width === tennesseeEastman.columns;
  const hasTime = !isTep && rises(rows, (row) => at(row, 0));
  const times = createNumberColumn();
  const columns = Array.from({ length: width - (hasTime ? 1 : 0) }, createNumberColumn);
  for (let row = 0; row < rows; row++) {
    times.add(hasTime ? at(row, 0) * 1000 : row * (isTep ? tennesseeEastman.stepMs : 1000));
    for (const [column, into] of columns.entries()) into.add(at(row, column + (hasTime ? 1 : 0)));
  }
  const { measured } = tennesseeEastman;
  const names = columns.map((_column, place) => (!isTep ? `column ${place + (hasTime ? 2 : 1)}` : place < measured ? `XMEAS${place + 1}` : `XMV${place + 1 - measured}`));
  return { ...seriesTable(times, names, columns), timeOf: (timeMs) => Math.round(timeMs) / 1000, notes: [] };
}

function rises(rows: number, value: (row: number) => number): boolean {
  for (let row = 1; row < rows; row++) if (!(value(row) > value(row - 1))) return false;
  return rows > 1;
}
