import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { CsvError, type Options, parse as createParser } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { readIsoTime } from './time-text.ts';
import { mostColumns, type TableSource } from './table-source.ts';
import { TableRefused } from './table.ts';

/** A row longer than this is not one, bytes: a file of one endless line ends here. */
const longestRow = 1024 * 1024;
const headBytes = 256 * 1024;
const pieceBytes = 256 * 1024;
const delimiters = [',', ';', '\t', '|'] as const;
type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

const common: Options = { record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true, relax_quotes: true, skip_empty_lines: true, max_record_size: longestRow };

/**
 * A CSV file: comma, semicolon, tab or bar, whichever divides its first lines best; UTF-8, or UTF-16 with its mark; a heading
 * in the first row, else columns are called `column 1` and so on. Throws a TableRefused where it is no such file.
 */
export async function openCsvSource(path: string): Promise<TableSource & { readonly delimiter: string }> {
  const { head, size } = await readHead(path);
  const encoding = encodingOf(head);
  const text = new TextDecoder(encoding).decode(head);
  if (text.includes('\0')) throw new TableRefused('The file holds bytes that no text has (NUL); save it as CSV in UTF-8.');
  const { delimiter, first } = guessDelimiter(size > head.length ? wholeLines(text) : text);
  if (first.length === 0) throw new TableRefused('The file holds no rows.');
  if (first.length > mostColumns) throw new TableRefused(`The first row has ${first.length} columns; at most ${mostColumns} are read.`);
  const hasHeading = !first.some((cell) => !Number.isNaN(readIsoTime(cell))) && !first.every((cell) => cell !== '' && Number.isFinite(Number(cell)));
  const columns = hasHeading ? first.map((name, at) => (name.trim() === '' ? `column ${at + 1}` : name.trim())) : first.map((_cell, at) => `column ${at + 1}`);
  return {
    columns,
    delimiter,
    placeWord: 'line',
    async read(take, between) {
      let isHeading = hasHeading;
      let lines = 0;
      /** The parser counts a CRLF inside a cell as two lines. */
      let doubled = 0;
      const parser = createParser({
        ...common,
        delimiter,
        bom: true,
        on_record: (cells: string[], context) => {
          for (const cell of cells) if (cell.includes('\r\n')) doubled += cell.split('\r\n').length - 1;
          lines = context.lines - doubled;
          if (isHeading) isHeading = false;
          else take(cells, lines);
          // Nothing is kept by the parser: rows go out one by one.
          return null;
        },
      });
      let failure: Error | null = null;
      parser.on('error', (error) => (failure = error));
      const decoder = encoding === 'utf-8' ? null : new TextDecoder(encoding);
      const stream = createReadStream(path, { highWaterMark: pieceBytes });
      let done = 0;
      try {
        for await (const piece of stream as AsyncIterable<Buffer>) {
          done += piece.length;
          const bytes = decoder === null ? piece : Buffer.from(decoder.decode(piece, { stream: true }));
          await new Promise<void>((resolve) => parser.write(bytes, () => resolve()));
          if (failure !== null) throw readable(failure, lines);
          await between(done / size);
        }
        await new Promise<void>((resolve) => {
          parser.once('error', () => resolve());
          parser.once('end', () => resolve());
          parser.resume().end();
        });
        if (failure !== null) throw readable(failure, lines);
      } finally {
        stream.destroy();
        parser.destroy();
      }
    },
  };
}

/** The first rows as texts, for a look at the file. */
export async function firstCsvRows(source: TableSource, count: number): Promise<readonly (readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  const enough = new Error('enough');
  try {
    await source.read(
      (cells) => void (rows.length < count && rows.push(cells as readonly string[])),
      () => (rows.length < count ? Promise.resolve() : Promise.reject(enough)),
    );
  } catch (error) {
    if (error !== enough && rows.length === 0) throw error;
  }
  return rows;
}

async function readHead(path: string): Promise<{ readonly head: Buffer; readonly size: number }> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, headBytes)), 0, Math.min(size, headBytes), 0);
    return { head: buffer.subarray(0, bytesRead), size };
  } finally {
    await file.close();
  }
}

function encodingOf(head: Buffer): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : 'utf-8';
}

/** Without the line that the head cuts through; a first line longer than the head stays as it is. */
function wholeLines(text: string): string {
  const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
  return end < 0 ? text : text.slice(0, end + 1);
}

/** The delimiter whose first rows have most often as many cells as the first, more than one. */
function guessDelimiter(text: string): { readonly delimiter: string; readonly first: readonly string[] } {
  let best: { delimiter: string; first: readonly string[]; score: number } | null = null;
  let failure: unknown = null;
  for (const delimiter of delimiters) {
    try {
      const rows = firstRows(text, delimiter);
      const [first = []] = rows;
      const alike = rows.filter((row) => row.length === first.length).length;
      const score = first.length > 1 ? alike + Math.min(first.length, 50) / 100 : 0;
      if (best === null || score > best.score) best = { delimiter, first, score };
    } catch (error) {
      failure = error;
    }
  }
  if (best === null) throw readable(failure instanceof Error ? failure : new Error(String(failure)), 0);
  return best;
}

/** Rows of the head; only the heading where the rest is damaged, which is told when it is read. */
function firstRows(text: string, delimiter: string): readonly (readonly string[])[] {
  const read = (to: number): string[][] => parse(text, { ...common, delimiter, bom: true, to });
  try {
    return read(21);
  } catch {
    return read(1);
  }
}

function readable(error: Error, line: number): TableRefused {
  const after = line === 0 ? 'The first row' : `The row after line ${line}`;
  if (error instanceof CsvError && error.code === 'CSV_MAX_RECORD_SIZE') return new TableRefused(`${after} is longer than 1 MB, or a quotation mark in it is never closed; the file was not read on.`);
  if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED') return new TableRefused(`${after} begins with a quotation mark that is never closed; the file was not read on.`);
  return new TableRefused(`${after} is not CSV: ${error.message.split('\n')[0] ?? ''}`);
}
