import type { Database } from 'better-sqlite3';

/** One step of the database's shape; never changed once released. `run` does, in the same transaction after `sql`, what SQL cannot say. */
export type Migration = { readonly version: number; readonly name: string; readonly sql: string; run?(db: Database): void };
