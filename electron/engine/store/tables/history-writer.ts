import type { Database } from 'better-sqlite3';
import { decodeBlock, encodeBlock } from '../codec/block-codec.ts';
import { summaryWriter } from '../summaries/summary-writer.ts';
import type { HistoryColumns, HistorySeries } from '../store-types.ts';
import { chunkDropper } from './chunk-dropper.ts';
import { chunkWriter } from './chunk-writer.ts';
import { groupSize, Heads, type Head } from './heads.ts';
import { openFromName } from './open-blocks.ts';

/** Heads closed in one transaction: an alarm event never waits for more than these. */
const headsPerSlice = groupSize;
/** Name in `meta` of the number from which on blocks are kept for another store. */
const keepFromName = 'history.keep_from';

/**
 * The writing side of history. Opening it reads back the blocks whose samples are not in chunks yet; `damagedBlocks` of
 * them could not be read.
 */
export function historyWriter(db: Database, nowMs: number) {
  const findKey = db.prepare<[string], number>('SELECT key FROM tag_key WHERE id = ?').pluck();
  const addKey = db.prepare('INSERT INTO tag_key (id, max_span_ms, overlaps) VALUES (?, 0, 0)');
  const insertBlock = db.prepare('INSERT INTO history_block (seq, min_ms, max_ms, count, body) VALUES (?, ?, ?, ?, ?)');
  const dropBlocks = db.prepare('DELETE FROM history_block WHERE seq < ?');
  const setClosed = db.prepare('UPDATE tag_key SET closed_seq = ?, max_span_ms = max(max_span_ms, ?), overlaps = max(overlaps, ?) WHERE key = ?');
  const getMeta = db.prepare<[string], string>('SELECT value FROM meta WHERE name = ?').pluck();
  const setMeta = db.prepare('INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value');
  const dropMeta = db.prepare('DELETE FROM meta WHERE name = ?');
  const writeChunks = chunkWriter(db);
  const findOrAddKeys = db.transaction((tagIds: readonly string[]) =>
    Uint32Array.from(tagIds, (id) => findKey.get(id) ?? Number(addKey.run(id).lastInsertRowid)),
  );
  const summaries = summaryWriter(db, nowMs);
  const heads = new Heads();
  const keptFrom = getMeta.get(keepFromName);
  let keepFrom = keptFrom === undefined ? null : Number(keptFrom);
  let lastSeq = db.prepare<[], number>(`SELECT seq FROM sqlite_sequence WHERE name = 'history_block'`).pluck().get() ?? 0;
  const damagedBlocks = recover();

  function recover(): number {
    const closed = new Map(db.prepare<[], [number, number]>('SELECT key, closed_seq FROM tag_key').raw().all());
    let damaged = 0;
    for (const { seq, body } of db
      .prepare<[number], { seq: number; body: Buffer }>('SELECT seq, body FROM history_block WHERE seq >= ? ORDER BY seq')
      .iterate(Number(getMeta.get(openFromName) ?? 0))) {
      const columns = decodeBlock(body);
      if (columns === null) damaged++;
      else heads.pushSome(seq, columns, nowMs, (key) => seq > (closed.get(key) ?? 0));
    }
    return damaged;
  }

  return {
    damagedBlocks,
    nextSeq: (): number => lastSeq + 1,
    keys: (tagIds: readonly string[]): Uint32Array<ArrayBuffer> => findOrAddKeys(tagIds),
    /** One FULL commit. When it throws, nothing of the block is kept. */
    append(seq: number, columns: HistoryColumns, atMs: number): void {
      if (seq <= lastSeq) throw new Error(`Block ${seq} came after block ${lastSeq}.`);
      if (columns.key.length === 0) return;
      let minMs = Number.POSITIVE_INFINITY;
      let maxMs = Number.NEGATIVE_INFINITY;
      for (const time of columns.timeMs) {
        if (time < minMs) minMs = time;
        if (time > maxMs) maxMs = time;
      }
      insertBlock.run(seq, minMs, maxMs, columns.key.length, encodeBlock(columns));
      lastSeq = seq;
      heads.push(seq, columns, atMs);
    },
    /** Puts some of the due heads into chunks; true when more may be due. */
    closeSlice(atMs: number): boolean {
      const due = heads.due(atMs, headsPerSlice);
      if (due.length === 0) return false;
      const oldest = heads.oldestSeq(due) ?? lastSeq + 1;
      db.transaction(() => {
        for (const [at, { series, spanMs, overlaps }] of writeChunks(due).entries()) {
          const { key } = due[at] as Head;
          setClosed.run(heads.spreadSeq, spanMs, overlaps ? 1 : 0, key);
          summaries.wrote(key, series, atMs);
        }
        setMeta.run(openFromName, String(oldest));
        dropBlocks.run(keepFrom === null ? oldest : Math.min(oldest, keepFrom));
      }).immediate();
      heads.clear(due);
      return due.length === headsPerSlice;
    },
    /** Blocks with this number and later stay although their samples are in chunks; null keeps none. */
    keepBlocksFrom(seq: number | null): void {
      if (seq === null) dropMeta.run(keepFromName);
      else setMeta.run(keepFromName, String(seq));
      keepFrom = seq;
    },
    /** Notes samples that came back from a damaged file, in the transaction that wrote them to chunks. */
    restored: (key: number, series: HistorySeries, atMs: number): void => summaries.wrote(key, series, atMs, true),
    /** Builds some of the summaries that are due; true when there is more. */
    buildSlice: (atMs: number): boolean => summaries.buildSlice(atMs),
    ...chunkDropper(db, summaries),
  };
}
