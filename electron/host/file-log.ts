import { join } from 'node:path';
import { pino } from 'pino';
import openRolling from 'pino-roll';
import type { Log } from '../engine/ports.ts';

export type FileLog = Log & { close(): Promise<void> };

const keptFiles = 10;

/**
 * The engine's log: JSON lines in `<dataDir>/logs`, at most 11 files of 10 MB, and each sentence on stderr as well.
 * A line that can't be written (full disk) is lost to the file, not to stderr; logging never throws.
 */
export async function openFileLog(dataDir: string): Promise<FileLog> {
  const file = await openRolling({ file: join(dataDir, 'logs', 'engine.log'), size: '10m', limit: { count: keptFiles }, mkdir: true });
  file.on('error', () => undefined);
  const logger = pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: ['details.password', 'details.token', 'details.*.password', 'details.*.token'] },
    file,
  );
  const write = (level: 'info' | 'warn' | 'error'): Log['info'] => (about, sentence, details) => {
    try {
      logger[level]({ about, ...(details === undefined ? {} : { details }) }, sentence);
    } catch {
      // The file could not even be opened: stderr is left.
    }
    process.stderr.write(`${level === 'info' ? '' : `${level}: `}${about}: ${sentence}\n`);
  };
  return {
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    close: () =>
      new Promise((done) => {
        file.once('close', done);
        file.end();
      }),
  };
}
