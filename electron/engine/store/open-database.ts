import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { migrate } from './migrations/migrate.ts';
import { salvage } from './salvage/salvage.ts';

/** Checking a file reads all of it; above this size the check is left to the checksums met while reading. */
const maxCheckedBytes = 512 * 1024 * 1024;

export type OpenedDatabase = {
  readonly db: Database.Database;
  readonly path: string;
  /** What people should know about this start. */
  readonly sentences: readonly string[];
};

export type OpenOptions = {
  /** Damage was met in the file in use: it is not tried again. */
  readonly isDamaged?: boolean;
  /** Number of the newest block known to be committed: a new file goes on behind it. */
  readonly lastSeq?: number;
};

/** True for errors that mean the file itself is not a sound database. */
export function isDamage(error: unknown): boolean {
  return error instanceof Database.SqliteError && (error.code.startsWith('SQLITE_CORRUPT') || error.code === 'SQLITE_NOTADB');
}

/**
 * Opens the database for writing: WAL, synchronous=FULL, checked and brought to the newest shape. A damaged file stays
 * where it is under its name (a database and the files beside it are never renamed or deleted: the log beside it may be
 * what repairs it), a new one beside it takes over with what could be read of its alarms, texts, audit lines and newest
 * samples, and `store.json` names the one in use; older history follows (historySalvage). Throws a sentence when the folder is in use or cannot be written.
 */
export function openDatabase(dataDir: string, { isDamaged = false, lastSeq = 0 }: OpenOptions = {}): OpenedDatabase {
  mkdirSync(dataDir, { recursive: true });
  const sentences: string[] = [];
  const pointer = readPointer(dataDir);
  const path = join(dataDir, pointer.file);
  const before = isDamaged ? { damage: 'SQLite met damage while it was in use' } : tryOpen(path, pointer.isSuspect);
  if (!('damage' in before)) {
    if (pointer.isSuspect) writePointer(dataDir, { file: pointer.file, isSuspect: false });
    return { db: before.db, path, sentences };
  }

  // A kill from here on leaves the damaged file in use, to be looked at again, and not half of a new one.
  writePointer(dataDir, { file: pointer.file, isSuspect: true });
  const file = unusedName(dataDir);
  const newPath = join(dataDir, file);
  let db: Database.Database | null = null;
  try {
    const replacement = tryOpen(newPath, false);
    if ('damage' in replacement) throw new Error(`A new database cannot be made in the data folder: ${replacement.damage}`);
    db = replacement.db;
    const kept = salvage(path, db, lastSeq);
    writePointer(dataDir, { file, isSuspect: false });
    sentences.push(
      `The history file ${pointer.file} is damaged (${before.damage}). It was left as it is, and recording goes on in ${file}; ${kept}.`,
    );
    return { db, path: newPath, sentences };
  } catch (error) {
    db?.close();
    // Nobody has used it yet.
    for (const end of ['', '-wal', '-shm']) rmSync(`${newPath}${end}`, { force: true });
    throw error;
  }
}

/** Notes that the file in use met damage: it is checked when it is opened next or, when that would take long, set aside at once. */
export function markSuspect(dataDir: string): void {
  writePointer(dataDir, { ...readPointer(dataDir), isSuspect: true });
}

function tryOpen(path: string, isSuspect: boolean): { readonly db: Database.Database } | { readonly damage: string } {
  const isNew = !existsSync(path);
  let db: Database.Database | null = null;
  try {
    db = new Database(path, { timeout: 5000 });
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('journal_size_limit = 67108864');
    db.pragma('cache_size = -8000');
    db.pragma('temp_store = MEMORY');
    const isLarge = !isNew && statSync(path).size > maxCheckedBytes;
    if (isLarge && isSuspect) {
      db.close();
      return { damage: 'damage was met in it before' };
    }
    if (!isNew && !isLarge) {
      const verdict = db.pragma('quick_check(1)', { simple: true }) as string;
      if (verdict !== 'ok') {
        db.close();
        return { damage: verdict };
      }
    }
    migrate(db);
    return { db };
  } catch (error) {
    db?.close();
    if (isDamage(error)) return { damage: error instanceof Error ? error.message : String(error) };
    throw error;
  }
}

/** Path of the database in use in a data folder, whether it exists or not. */
export const databaseInUse = (dataDir: string): string => join(dataDir, readPointer(dataDir).file);

type Pointer = { readonly file: string; readonly isSuspect: boolean };

function readPointer(dataDir: string): Pointer {
  const first: Pointer = { file: 'firstout.db', isSuspect: false };
  try {
    const read = JSON.parse(readFileSync(join(dataDir, 'store.json'), 'utf8')) as Partial<Pointer>;
    if (typeof read.file === 'string' && /^firstout(-\d+)?\.db$/.test(read.file))
      return { file: read.file, isSuspect: read.isSuspect === true };
  } catch {
    // None yet, or unreadable: the newest file by number is the one that was in use.
  }
  for (let number = 2, newest = first.file; ; number++) {
    const file = `firstout-${number}.db`;
    if (!existsSync(join(dataDir, file))) return { ...first, file: newest };
    newest = file;
  }
}

function unusedName(dataDir: string): string {
  for (let number = 2; ; number++) if (!existsSync(join(dataDir, `firstout-${number}.db`))) return `firstout-${number}.db`;
}

/** Written aside and moved over, so that a kill leaves the old or the new one. */
function writePointer(dataDir: string, pointer: Pointer): void {
  const path = join(dataDir, 'store.json');
  const file = openSync(`${path}.new`, 'w');
  try {
    writeSync(file, `${JSON.stringify(pointer)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.new`, path);
}
