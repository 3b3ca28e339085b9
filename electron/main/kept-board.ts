import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { KeptArrangements } from '#shared/model/window-order.ts';
import type { KeptBoard } from './window-board.ts';

/** The windows of the last run; null at the first start, and where the file is damaged or of another version. */
export function readKeptBoard(file: string): KeptBoard | null {
  try {
    const { current, before } = KeptArrangements.parse(JSON.parse(readFileSync(file, 'utf8')));
    return { current, before };
  } catch {
    return null;
  }
}

/** Written aside and moved over, so that a start finds the old or the new one whole. */
export function keepBoard(file: string, board: KeptBoard, say: (sentence: string) => void): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, `${JSON.stringify({ version: 1, ...board })}\n`);
    renameSync(`${file}.new`, file);
  } catch (error) {
    say(`Where the windows stand could not be kept for the next start: ${(error as Error).message}.`);
  }
}
