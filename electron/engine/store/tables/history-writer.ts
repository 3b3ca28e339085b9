import type { Database } from 'better-sqlite3';
import { decodeBlock, encodeBlock } from '../codec/block-codec.ts';
import { summaryWriter } from '../summaries/summary-writer.ts';
import type { HistoryBlock, HistorySeries } from '../store-types.ts';
import type { Encoded, WriterHelper } from '../writer-helper.ts';
import { chunkDropper } from './chunk-dropper.ts';
import { chunkWriter, type Written } from './chunk-writer.ts';
import { chunkRows, fullRows, groupSize, Heads, type Head } from './heads.ts';
import { lastSeqName, newestSeq, openFromName } from './open-blocks.ts';

/** Heads closed in one transaction: an alarm event never waits for more than these. */
const headsPerSlice = groupSize;
/** Full heads beyond these are not left to the helping thread: it does not keep up, so the writing one helps. */
const mostWaiting = 8 * groupSize;

/** Heads being encoded beside, with the number of the last block that is in them; `encoded` undefined until they are. */
type Slice = { readonly heads: readonly Head[]; readonly closedSeq: number; encoded?: Encoded };

/** Name in `meta` of the number from which on blocks are kept for another store. */
const keepFromName = 'history.keep_from';

/**
 * The writing side of history. Opening it reads back the blocks whose samples are not in chunks yet; `damagedBlocks` of
 * them could not be read.
 */
export function historyWriter(db: Database, nowMs: number, helper: WriterHelper | null = null) {
  const findKey = db.prepare<[string], number>('SELECT key FROM tag_key WHERE id = ?').pluck();
  const addKey = db.prepare('INSERT INTO tag_key (id, max_span_ms, overlaps) VALUES (?, 0, 0)');
  const insertBlock = db.prepare('INSERT INTO history_block (seq, min_ms, max_ms, count, body) VALUES (?, ?, ?, ?, ?)');
  const dropBlocks = db.prepare('DELETE FROM history_block WHERE seq < ?');
  const setClosed = db.prepare('UPDATE tag_key SET closed_seq = ?, max_span_ms = max(max_span_ms, ?), overlaps = max(overlaps, ?) WHERE key = ?');
  const getMeta = db.prepare<[string], string>('SELECT value FROM meta WHERE name = ?').pluck();
  const setMeta = db.prepare('INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value');
  const dropMeta = db.prepare('DELETE FROM meta WHERE name = ?');
  const chunks = chunkWriter(db);
  const findOrAddKeys = db.transaction((tagIds: readonly string[]) =>
    Uint32Array.from(tagIds, (id) => findKey.get(id) ?? Number(addKey.run(id).lastInsertRowid)),
  );
  const summaries = summaryWriter(db, nowMs, helper);
  const heads = new Heads();
  const keptFrom = getMeta.get(keepFromName);
  let keepFrom = keptFrom === undefined ? null : Number(keptFrom);
  let lastSeq = newestSeq(db)();
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

  const insert = ({ seq, columns }: HistoryBlock): void => {
    let minMs = Number.POSITIVE_INFINITY;
    let maxMs = Number.NEGATIVE_INFINITY;
    for (const time of columns.timeMs) {
      if (time < minMs) minMs = time;
      if (time > maxMs) maxMs = time;
    }
    insertBlock.run(seq, minMs, maxMs, columns.key.length, encodeBlock(columns));
  };
  const insertAll = db.transaction((blocks: readonly HistoryBlock[]) => blocks.forEach(insert));

  /** In the order they were set aside, which is the order they are written in. */
  const slices: Slice[] = [];
  /** Writes heads to chunks in one transaction and forgets them. `closedSeq`: the last block whose samples are in them. */
  const put = (done: readonly Head[], closedSeq: number, atMs: number, write: () => readonly Written[]): void => {
    const oldest = heads.oldestSeq(done) ?? lastSeq + 1;
    db.transaction(() => {
      for (const [at, { series, spanMs, overlaps }] of write().entries()) {
        const { key } = done[at] as Head;
        setClosed.run(closedSeq, spanMs, overlaps ? 1 : 0, key);
        summaries.wrote(key, series, atMs);
      }
      setMeta.run(openFromName, String(oldest));
      setMeta.run(lastSeqName, String(lastSeq));
      dropBlocks.run(keepFrom === null ? oldest : Math.min(oldest, keepFrom));
    }).immediate();
    heads.clear(done);
  };

  return {
    damagedBlocks,
    nextSeq: (): number => lastSeq + 1,
    keys: (tagIds: readonly string[]): Uint32Array<ArrayBuffer> => findOrAddKeys(tagIds),
    /** One FULL commit for all of these blocks, in the order of their numbers. When it throws, nothing of any is kept. */
    append(blocks: readonly HistoryBlock[], atMs: number): void {
      for (const [at, { seq }] of blocks.entries()) {
        const before = blocks[at - 1]?.seq ?? lastSeq;
        if (seq <= before) throw new Error(`Block ${seq} came after block ${before}.`);
      }
      const filled = blocks.filter(({ columns }) => columns.key.length > 0);
      if (filled.length === 1) insert(filled[0] as HistoryBlock);
      else insertAll.immediate(filled);
      for (const { seq, columns } of filled) {
        lastSeq = seq;
        heads.push(seq, columns, atMs);
      }
    },
    /**
     * Puts some of the due heads into chunks; true when more may be due. `mayLeaveFull`: full heads
     * may be encoded beside this thread where there is a helper; they stay in their blocks until a later call has written them.
     */
    closeSlice(atMs: number, mayLeaveFull = () => false): boolean {
      const ready = slices[0];
      if (ready?.encoded !== undefined) {
        const { heads: done, closedSeq, encoded } = ready;
        put(done, closedSeq, atMs, () => (encoded === null ? chunks.write(done) : chunks.writeEncoded(done, encoded)));
        slices.shift();
        return true;
      }
      const due = heads.due(atMs, headsPerSlice);
      if (due.length === 0) return false;
      if (helper !== null && heads.fullCount < mostWaiting && due.every(({ length }) => length >= fullRows && length <= chunkRows) && mayLeaveFull()) {
        if (!helper.canEncode) return false;
        const slice: Slice = { heads: due, closedSeq: heads.spreadSeq };
        helper.encode(due, (encoded) => (slice.encoded = encoded));
        heads.detach(due);
        slices.push(slice);
        return true;
      }
      put(due, heads.spreadSeq, atMs, () => chunks.write(due));
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
    /** Builds some of the summaries that are due; true when there is more. `mayLeave`: a segment may be built beside this thread where there is a helper. */
    buildSlice: (atMs: number, mayLeave = false): boolean => summaries.buildSlice(atMs, mayLeave),
    ...chunkDropper(db, summaries),
  };
}
