import type { Readable } from 'node:stream';

const longestLine = 1024 * 1024;

/** Calls once per whole line of UTF-8 text, without its end; a line longer than 1 MiB is cut. `ended` comes once, last. */
export function readLines(stream: Readable, onLine: (line: string) => void, ended: () => void = () => undefined): void {
  let rest = '';
  let isOver = false;
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    if (rest !== '') onLine(rest);
    ended();
  };
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = (lines.pop() ?? '').slice(0, longestLine);
    for (const line of lines) onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
  });
  stream.on('end', end);
  stream.on('close', end);
  stream.on('error', end);
}

/** The JSON value of a line, or null where it is none. */
export function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
