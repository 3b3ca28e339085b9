import type { Database } from 'better-sqlite3';
import { decodeBlock } from '../codec/block-codec.ts';
import type { HistoryColumns } from '../store-types.ts';

type BlockRow = { seq: number; body: Buffer };
export type CommittedBlock = { readonly seq: number; readonly columns: HistoryColumns | null };

/** Takes one sample of the tag at place `at` of the keys asked for. */
export type TakeSample = (at: number, timeMs: number, value: number, quality: number) => void;

/** Name in `meta` of the number from which on blocks have samples that are in no chunk. */
export const openFromName = 'history.open_from';

/** Name in `meta` of the number of the newest block when heads were last closed: blocks dropped since are below it. */
export const lastSeqName = 'history.last_seq';

/** Number of the newest block ever committed, 0 when there was none. */
export function newestSeq(db: Database): () => number {
  const kept = db.prepare<[string], string>('SELECT value FROM meta WHERE name = ?').pluck();
  const there = db.prepare<[], number | null>('SELECT max(seq) FROM history_block').pluck();
  return () => Math.max(there.get() ?? 0, Number(kept.get(lastSeqName) ?? 0));
}

/** Reads committed blocks, in whichever thread. */
export function openBlocks(db: Database, check: () => void = () => {}) {
  const blocksIn = db.prepare<[number, number, number], BlockRow>(
    'SELECT seq, body FROM history_block WHERE seq >= ? AND min_ms <= ? AND max_ms >= ? ORDER BY seq',
  );
  const blocksAfter = db.prepare<[number], BlockRow & { count: number }>('SELECT seq, count, body FROM history_block WHERE seq > ? ORDER BY seq');
  const openFrom = db.prepare<[string], string>('SELECT value FROM meta WHERE name = ?').pluck();
  const lastSeq = newestSeq(db);
  const newest = db.prepare<[number], number | null>('SELECT max(max_ms) FROM history_block WHERE seq >= ?').pluck();
  const oldest = db.prepare<[number], number | null>('SELECT min(min_ms) FROM history_block WHERE seq >= ?').pluck();
  let damaged = 0;
  const firstOpen = (): number => Number(openFrom.get(openFromName) ?? 0);

  return {
    /** Calls for each sample of the keys that is in a block but in no chunk and that may be in [fromMs, toMs], in the order of arrival. */
    each(keys: readonly number[], closedSeqs: readonly number[], fromMs: number, toMs: number, take: TakeSample): void {
      const slotOf = slots(keys);
      let first = Number.POSITIVE_INFINITY;
      for (const seq of closedSeqs) if (seq < first) first = seq;
      for (const { seq, body } of blocksIn.iterate(Math.max(first + 1, firstOpen()), toMs, fromMs)) {
        check();
        const block = decodeBlock(body);
        if (block === null) {
          damaged++;
          continue;
        }
        const { key, timeMs, value, quality } = block;
        for (let row = 0; row < key.length; row++) {
          const of = key[row] as number;
          const at = of < slotOf.length ? (slotOf[of] as number) - 1 : -1;
          if (at < 0 || seq <= (closedSeqs[at] as number)) continue;
          take(at, timeMs[row] as number, value[row] as number, quality[row] as number);
        }
      }
    },
    /** Committed blocks after a number, oldest first, up to about `maxRows` samples, at least one block. */
    after(seq: number, maxRows: number): readonly CommittedBlock[] {
      const found: CommittedBlock[] = [];
      let rows = 0;
      for (const { seq: number, count, body } of blocksAfter.iterate(seq)) {
        if (found.length > 0 && rows + count > maxRows) break;
        rows += count;
        found.push({ seq: number, columns: decodeBlock(body) });
      }
      return found;
    },
    lastSeq,
    newestMs: (): number | null => newest.get(firstOpen()) ?? null,
    oldestMs: (): number | null => oldest.get(firstOpen()) ?? null,
    takeDamaged(): number {
      const count = damaged;
      damaged = 0;
      return count;
    },
  };
}

export type OpenBlocks = ReturnType<typeof openBlocks>;

/** Place + 1 of each key, 0 for the others. Keys are dense numbers that the database gave out. */
function slots(keys: readonly number[]): Uint32Array {
  let most = 0;
  for (const key of keys) if (key > most) most = key;
  const slotOf = new Uint32Array(most + 1);
  for (const [at, key] of keys.entries()) slotOf[key] = at + 1;
  return slotOf;
}
