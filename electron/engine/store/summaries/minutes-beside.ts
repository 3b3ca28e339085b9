import Database from 'better-sqlite3';
import { chunkSource } from '../tables/chunk-source.ts';
import { LevelBuilder } from './level-builder.ts';
import { summarySource } from './summary-source.ts';

/** A segment of minutes to be built from the chunks of a file. */
export type MinutesOrder = { readonly path: string; readonly key: number; readonly startMs: number };
/** Its bytes, `body` null when no samples are in it; null when it could not be built here. */
export type BuiltMinutes = { readonly body: Uint8Array | null } | null;

/**
 * Builds segments of minutes on a connection of its own that only reads, one file open at a time. What cannot be read, is
 * damaged, or has more samples than a slice is left to the writing thread, which counts damage and goes in slices.
 */
export function minutesBuilder(): { build(order: MinutesOrder): BuiltMinutes; close(): void } {
  let open: { readonly path: string; readonly db: Database.Database; read(key: number, startMs: number): BuiltMinutes } | null = null;
  const close = (): void => {
    open?.db.close();
    open = null;
  };
  const fileAt = (path: string) => {
    if (open?.path === path) return open;
    close();
    const db = new Database(path, { readonly: true, fileMustExist: true });
    const chunks = chunkSource(db);
    const summaries = summarySource(db);
    // One read transaction: all that is read is of one moment.
    const read = db.transaction((key: number, startMs: number): BuiltMinutes => {
      // Another for each: one under way must not go on with what was read at an earlier moment.
      const body = new LevelBuilder(chunks, summaries).advance(key, 0, startMs);
      return body === 'more' || chunks.takeDamaged() > 0 ? null : { body };
    });
    open = { path, db, read };
    return open;
  };
  return {
    build({ path, key, startMs }) {
      try {
        return fileAt(path).read(key, startMs);
      } catch {
        close();
        return null;
      }
    },
    close,
  };
}
