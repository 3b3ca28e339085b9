import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HistoryColumns } from '../store-types.ts';
import { chunkRows, fullRows, groupSize, Heads } from './heads.ts';

type Block = { readonly seq: number; readonly columns: HistoryColumns };
let next = 0;
/** Every sample has a value of its own, so that a lost or doubled one is found. */
function blockOf(seq: number, keys: readonly number[]): Block {
  const columns = { key: Uint32Array.from(keys), timeMs: new Float64Array(keys.length).fill(seq * 1000), value: Float64Array.from(keys, () => next++), quality: new Uint32Array(keys.length) };
  return { seq, columns };
}

describe('open heads', () => {
  it('lose and double nothing, whatever blocks come and whenever heads are closed: what no chunk has is in blocks that are kept', () => {
    const keys = fc.oneof(fc.constant([1, 2, 3]), fc.constant([3, 2, 1]), fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 6 }));
    const step = fc.record({ keys, waitMs: fc.constantFrom(0, 0, 0, 100, 300, 130_000), isClosing: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const heads = new Heads();
        const blocks: Block[] = [];
        const inChunks = new Map<number, number[]>();
        const closedSeq = new Map<number, number>();
        let nowMs = 0;
        let keptFrom = 0;
        for (const { keys: own, waitMs, isClosing } of steps) {
          nowMs += waitMs;
          const block = blockOf(blocks.length + 1, own);
          blocks.push(block);
          heads.push(block.seq, block.columns, nowMs);
          if (!isClosing) continue;
          const due = heads.due(nowMs, 2);
          keptFrom = heads.oldestSeq(due) ?? blocks.length + 1;
          for (const head of due) {
            inChunks.set(head.key, [...(inChunks.get(head.key) ?? []), ...head.value.slice(0, head.length)]);
            closedSeq.set(head.key, heads.spreadSeq);
          }
          heads.clear(due);
        }
        const found = new Map([...inChunks].map(([key, values]) => [key, [...values]]));
        const sent = new Map<number, number[]>();
        for (const { seq, columns } of blocks) {
          for (const [row, key] of columns.key.entries()) {
            sent.set(key, [...(sent.get(key) ?? []), columns.value[row] as number]);
            if (seq >= keptFrom && seq > (closedSeq.get(key) ?? 0)) found.set(key, [...(found.get(key) ?? []), columns.value[row] as number]);
          }
        }
        expect(found).toEqual(sent);
      }),
      { numRuns: 300 },
    );
  });
  it('move to longer arrays in turns: not a thousand of them behind the same block', () => {
    const heads = new Heads();
    const keys = Array.from({ length: 32 * groupSize }, (_, key) => key);
    const longEnough = 100;
    let before = new Map<number, Float64Array>();
    let [most, moves] = [0, 0];
    for (let seq = 1; seq <= 900; seq++) {
      heads.push(seq, blockOf(seq, keys).columns, 0);
      // All of them are old enough to be closed, but nobody closes them.
      const all = heads.due(3_600_000, keys.length);
      const moved = all.filter(({ key, length, timeMs }) => length > longEnough && before.get(key) !== timeMs).length;
      if (seq > longEnough + 1) [most, moves] = [Math.max(most, moved), moves + moved];
      before = new Map(all.map(({ key, timeMs }) => [key, timeMs]));
    }
    expect(moves).toBeGreaterThan(2 * keys.length);
    expect(most).toBeLessThanOrEqual(4 * groupSize);
  });
  it('are full before blocks that come together do not fit into a chunk any more', () => {
    const heads = new Heads();
    const lengths: number[] = [];
    for (let seq = 1; seq <= 3 * chunkRows; seq++) {
      const { columns } = blockOf(seq, [1, 2, 3]);
      heads.push(seq, columns, 0);
      const due = heads.due(0, 8);
      lengths.push(...due.map(({ length }) => length));
      heads.clear(due);
    }
    expect(lengths.length).toBeGreaterThan(5);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(chunkRows);
    expect(lengths.slice(3).every((length) => length >= fullRows)).toBe(true);
  });
});
