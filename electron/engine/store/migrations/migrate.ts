import type { Database } from 'better-sqlite3';
import { first } from './0001-first.ts';
import { summaries } from './0002-summaries.ts';
import { notes } from './0003-notes.ts';
import { alarmLife } from './0004-alarm-life.ts';
import { tripGroups } from './0005-trip-groups.ts';
import { control } from './0006-control.ts';
import { screenVersions } from './0007-screen-versions.ts';
import { records } from './0008-records.ts';
import { blocks } from './0009-blocks.ts';
import type { Migration } from './migration.ts';

/** All steps, in order. */
export const migrations: readonly Migration[] = [first, summaries, notes, alarmLife, tripGroups, control, screenVersions, records, blocks];

/**
 * Brings a database to the newest shape, each step in a transaction of its own, so that a kill leaves it at one step or
 * the next. Throws a sentence and changes nothing when the file was made by a newer version.
 */
export function migrate(db: Database, steps: readonly Migration[] = migrations): void {
  const newest = steps.at(-1)?.version ?? 0;
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > newest) {
    throw new Error(
      `The data was written by a newer version of Firstout (format ${version}; this version knows ${newest}). Start the newer version, or choose another data folder.`,
    );
  }
  for (const step of steps) {
    if (step.version <= version) continue;
    db.transaction(() => {
      db.exec(step.sql);
      step.run?.(db);
      db.pragma(`user_version = ${step.version}`);
    }).immediate();
  }
}
