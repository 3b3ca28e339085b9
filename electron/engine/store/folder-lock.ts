import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/**
 * Keeps a second engine out of the data folder until the lock is closed. It is a lock of the operating system on a tiny
 * database, so it ends with the process, however that ends. Throws a sentence when somebody holds it.
 */
export function lockFolder(dataDir: string): { close(): void } {
  mkdirSync(dataDir, { recursive: true });
  const db = new Database(join(dataDir, 'in-use.lock'), { timeout: 2000 });
  try {
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new Error(
        'The data folder is in use by another running Firstout. Close that one, or start this one with another data folder.',
        { cause: error },
      );
    }
    throw error;
  }
  return { close: () => void db.close() };
}
