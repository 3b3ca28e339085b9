import type { Database } from 'better-sqlite3';

/**
 * Does work whose commit nobody waits for, without a sync of the disk: it becomes durable with the next commit that has one,
 * or with the log when it is folded in. A power cut before that takes it back as a whole, so it is for what is made again
 * from what the file holds then: chunks from their blocks, summaries from chunks. Not inside a transaction.
 */
export function unsynced<T>(db: Database, work: () => T): T {
  db.pragma('synchronous = NORMAL');
  try {
    return work();
  } finally {
    // What is acknowledged is synced, whatever became of the work.
    db.pragma('synchronous = FULL');
  }
}
