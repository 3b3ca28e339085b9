import { join } from 'node:path';
import Database from 'better-sqlite3';

/** Changes one bit of the newest chunk of a closed store, in a place only its checksum notices; gives back how many samples it holds. */
export function damageChunk(dataDir: string): number {
  const db = new Database(join(dataDir, 'firstout.db'));
  try {
    const chunk = db
      .prepare<[], { id: number; count: number; body: Buffer }>('SELECT id, count, body FROM history_chunk ORDER BY id DESC LIMIT 1')
      .get();
    if (chunk === undefined) throw new Error('There is no chunk to damage.');
    chunk.body[20] = (chunk.body[20] ?? 0) ^ 1;
    db.prepare('UPDATE history_chunk SET body = ? WHERE id = ?').run(chunk.body, chunk.id);
    return chunk.count;
  } finally {
    db.close();
  }
}
