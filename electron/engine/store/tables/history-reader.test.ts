import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../testing/virtual-ports.ts';
import { openHistory } from '../testing/open-history.ts';
import { historyReader } from './history-reader.ts';

type Row = readonly [tag: number, timeMs: number, value: number, quality: number];
const start = Date.UTC(2026, 2, 1);

/** All samples by time, equal times in the order of arrival. */
const byTime = (rows: readonly Row[]): readonly Row[] =>
  rows.map((row, at) => ({ row, at })).toSorted((a, b) => a.row[1] - b.row[1] || a.at - b.at).map(({ row }) => row);

describe('history read back', () => {
  let history: ReturnType<typeof openHistory>;
  beforeEach(() => (history = openHistory(['A', 'B', 'C', 'D'])));
  afterEach(() => history.remove());

  /** Four tags of one scan, now and then equal times, late samples, a clock that jumps ahead and back. */
  const record = (seed: number, rounds: number): Row[] => {
    const random = createSeededRandom(seed);
    const all: Row[] = [];
    for (let round = 0; round < rounds; round++) {
      const block: Row[] = [];
      for (let scan = 0; scan < 100; scan++) {
        const time = start + Math.floor((round * 100 + scan) * 250) + (random() < 0.01 ? -90_000 : 0) + (random() < 0.0005 ? 4e11 : 0);
        for (const tag of [0, 1, 2]) block.push([tag, time, all.length + block.length, random() < 0.02 ? 0x80050000 : 0]);
        if (random() < 0.01) block.push([3, time - Math.floor(random() * 3) * 1000, all.length + block.length, 0]);
        if (random() < 0.01) block.push([0, time, all.length + block.length, 0]);
      }
      history.append(block);
      all.push(...block);
      if (round % 9 === 8) history.close(1);
      if (round % 40 === 39) history.close(5);
      if (round === 70) history.restart();
    }
    return all;
  };

  it('is what was written, by source time, equal times in the order of arrival: spans, limits, many tags, newest before a time', () => {
    const all = byTime(record(1, 130));
    const reader = historyReader(history.db);
    const shared = history.db.prepare('SELECT count(*) AS n FROM history_chunk WHERE time_id IS NOT NULL').get() as { n: number };
    expect(shared.n).toBeGreaterThan(10);
    const spanArb = fc.record({ from: fc.integer({ min: -1000, max: 3_300_000 }), ms: fc.nat({ max: 400_000 }), limit: fc.integer({ min: 1, max: 3000 }) });
    fc.assert(
      fc.property(spanArb, fc.constantFrom(0, 1, 2, 3), ({ from, ms, limit }, tag) => {
        const [fromMs, toMs] = [start + from, start + from + ms];
        const own = all.filter(([of]) => of === tag);
        const inside = own.filter(([, time]) => time >= fromMs && time <= toMs);
        const before = own.filter(([, time]) => time < fromMs).slice(-1);
        const raw = reader.raw({ key: history.keys[tag] as number, fromMs, toMs, limit });
        expect(Array.from(raw.value)).toEqual([...before, ...inside.slice(0, limit)].map(([, , value]) => value));
        expect(raw.truncated).toBe(inside.length > limit);

        const many = all.filter(([, time]) => time > fromMs && time <= toMs).toSorted((a, b) => a[1] - b[1] || a[0] - b[0]);
        const samples = reader.samples({ keys: history.keys, fromMs, toMs, limit });
        expect(samples.reachMs).toBe(many.length > limit ? many[limit - 1]?.[1] : toMs);
        const reached = many.filter(([, time]) => time <= samples.reachMs);
        expect(Array.from(samples.value)).toEqual(reached.map(([, , value]) => value));
        expect(Array.from(samples.key)).toEqual(reached.map(([of]) => of));
        expect(Array.from(samples.quality)).toEqual(reached.map(([, , , quality]) => quality));

        const at = reader.valueAt(history.keys, toMs);
        for (const of of [0, 1, 2, 3]) expect(at.value[of]).toBe(all.findLast((row) => row[0] === of && row[1] <= toMs)?.[2] ?? Number.NaN);
      }),
      { numRuns: 60 },
    );
    expect(reader.oldestMs()).toBe(all[0]?.[1]);
    expect(reader.newestMs()).toBe(all.at(-1)?.[1]);
    expect(history.db.prepare('SELECT sum(refs) AS n FROM history_time').get()).toEqual(shared);
  });

  it('gives the newest of many tags at once: in order or not, never heard of, and past a damaged chunk, counted once', () => {
    for (let round = 0; round < 60; round++) {
      // A in order, B with late samples, C never.
      const at = (scan: number): number => start + (round * 100 + scan) * 1000;
      history.append(Array.from({ length: 100 }, (_, scan): Row => [0, at(scan), round * 100 + scan, 0]));
      history.append(Array.from({ length: 100 }, (_, scan): Row => [1, at(scan) - (scan % 7 === 0 ? 700_000 : 0), round * 100 + scan, 0]));
      history.close(round % 20 === 19 ? 10 : 1);
    }
    history.close(10);
    const overlaps = history.db.prepare('SELECT overlaps FROM tag_key WHERE key = ?').pluck();
    const [a, b, c] = history.keys as unknown as [number, number, number];
    expect([overlaps.get(a), overlaps.get(b)]).toEqual([0, 1]);
    const chunks = history.db.prepare('SELECT id, first_ms, last_ms FROM history_chunk WHERE key = ? ORDER BY last_ms').all(a) as { id: number; first_ms: number; last_ms: number }[];
    expect(chunks.length).toBeGreaterThan(2);
    const reader = historyReader(history.db);
    const [before, damaged, after] = chunks as [(typeof chunks)[0], (typeof chunks)[0], (typeof chunks)[0]];
    const valueOf = (timeMs: number): number => Math.floor((timeMs - start) / 1000);
    const times = [start - 1, before.first_ms, before.last_ms, before.last_ms + 500, damaged.first_ms + 1500, damaged.last_ms, after.first_ms + 10_000];
    for (const timeMs of times) {
      const found = reader.valueAt([c, a, 1_000_000, b], timeMs);
      expect(Array.from(found.value).slice(0, 3)).toEqual([Number.NaN, timeMs < start ? Number.NaN : valueOf(timeMs), Number.NaN]);
      expect(found.value[3]).toBe(reader.raw({ key: b, fromMs: timeMs + 0.5, toMs: timeMs + 0.6, limit: 1 }).value[0] ?? Number.NaN);
      expect(found.damagedChunks).toBe(0);
    }
    history.db.prepare('UPDATE history_chunk SET body = zeroblob(length(body)) WHERE id = ?').run(damaged.id);
    for (const timeMs of [damaged.first_ms + 1500, damaged.last_ms]) {
      expect(reader.valueAt([a, b], timeMs)).toMatchObject({ damagedChunks: 1, value: expect.objectContaining({ 0: valueOf(before.last_ms) }) as unknown });
    }
    expect(reader.valueAt([a], after.first_ms).damagedChunks).toBe(0);
  });

  it('gives replay a long stretch in parts that neither miss nor double a sample', () => {
    const all = byTime(record(2, 60)).toSorted((a, b) => a[1] - b[1] || a[0] - b[0]);
    const reader = historyReader(history.db);
    const found: number[] = [];
    let fromMs = start - 1e6;
    for (let parts = 0; fromMs < start + 1e12 && parts < 1000; parts++) {
      const part = reader.samples({ keys: history.keys, fromMs, toMs: start + 1e12, limit: 500 });
      found.push(...part.value);
      fromMs = part.reachMs;
    }
    expect(found).toEqual(all.map(([, , value]) => value));
  });

  it('stops where it is when nobody wants the answer, and answers the next question', () => {
    record(3, 100);
    let looks = 0;
    const reader = historyReader(history.db, () => {
      if (++looks === 5) throw new Error('enough');
    });
    expect(() => reader.decimated(history.keys, start, start + 1e9, 10)).toThrow('enough');
    expect(looks).toBe(5);
    expect(reader.raw({ key: history.keys[0] as number, fromMs: start, toMs: start + 1000, limit: 10 }).timeMs.length).toBeGreaterThan(3);
    const raw = historyReader(history.db, () => {
      throw new Error('enough');
    });
    expect(() => raw.valueAt(history.keys, start)).toThrow('enough');
    expect(() => raw.samples({ keys: history.keys, fromMs: 0, toMs: 1e15, limit: 9 })).toThrow('enough');
  });

  it('keeps blocks for another store while told to, over restarts, and counts none of their samples twice', () => {
    history.writer.keepBlocksFrom(3);
    const all = record(4, 80);
    history.close(10);
    history.restart();
    const reader = historyReader(history.db);
    const kept = reader.blocksAfter(0, 1e9);
    expect(kept.map(({ seq }) => seq)).toEqual(Array.from({ length: 78 }, (_, at) => at + 3));
    expect(kept.flatMap(({ columns }) => Array.from(columns?.value ?? []))).toEqual(all.map(([, , value]) => value).slice(all.length - kept.reduce((sum, { columns }) => sum + (columns?.value.length ?? 0), 0)));
    expect(reader.blocksAfter(10, 1).map(({ seq }) => seq)).toEqual([11]);
    expect(reader.samples({ keys: history.keys, fromMs: 0, toMs: 1e15, limit: 1e9 }).value).toHaveLength(all.length);
    history.writer.keepBlocksFrom(null);
    record(5, 1);
    history.close(10);
    expect(reader.blocksAfter(0, 1e9)).toEqual([]);
  });
});
