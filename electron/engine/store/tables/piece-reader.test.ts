import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { unpackAnswer } from '#shared/contract/unpack-answer.ts';
import type { SeriesPieces, UnpackedSeries } from '#shared/history-codec/series-pieces.ts';
import { decodeFrame, encodeFrame } from '#shared/rpc/wire.ts';
import { createSeededRandom } from '../../testing/virtual-ports.ts';
import { openHistory, type TestHistory, type TestRow } from '../testing/open-history.ts';
import { version1Chunk } from '../testing/version-1-chunk.ts';
import { chunkSource } from './chunk-source.ts';
import { historyReader } from './history-reader.ts';

const start = Date.UTC(2026, 2, 1);
const dayMs = 86_400_000;
/** The last one records whole numbers, all good, so that version 1 could have written it. */
const tags = ['A', 'B', 'C', 'OLD'];
const old = 3;

const odd = [Number.NaN, -0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.MIN_VALUE, 1 / 3];

/**
 * Random bursts with pauses of up to two days, so that chunks are many; `lateness` of the samples days late, some times equal,
 * some in fractions of a ms; part of it in chunks, part in open blocks. Gives back the rows of each tag in the order of arrival.
 */
function record(history: TestHistory, seed: number, bursts: number, lateness: number): TestRow[][] {
  const random = createSeededRandom(seed);
  const rows: TestRow[][] = tags.map(() => []);
  let time = start;
  for (let burst = 0; burst < bursts; burst++) {
    time += random() < 0.5 ? Math.floor(2 * dayMs * random()) : 60_000;
    const block: [number, ...TestRow][] = [];
    const stepMs = random() < 0.5 ? 1000 : 333.25;
    for (let scan = 0, scans = Math.floor(80 * random()); scan < scans; scan++) {
      time += random() < 0.1 ? 0 : stepMs;
      const late = random() < lateness ? Math.floor(3 * dayMs * random()) : 0;
      for (const tag of [0, 1, 2]) {
        if (random() < 0.02) continue;
        const value = random() < 0.05 ? (odd[Math.floor(odd.length * random())] as number) : tag === 2 ? Math.sqrt(scan) : Math.round(5000 * random()) / 100;
        block.push([tag, time - late, value, random() < 0.1 ? (random() < 0.5 ? 0x80050000 : 0x40900000) : 0]);
      }
      block.push([old, Math.floor(time - late), Math.floor(1000 * random()), 0]);
    }
    history.append(block);
    for (const [tag, ...row] of block) rows[tag]?.push(row);
    if (random() < 0.7) history.close(random() < 0.5 ? 5 : 0);
    if (random() < 0.1) history.restart();
  }
  return rows;
}

/** Turns the chunks of a tag into what an older version left behind. */
function makeOld(history: TestHistory, tag: number): number {
  const key = history.keys[tag] as number;
  const source = chunkSource(history.db);
  const update = history.db.prepare('UPDATE history_chunk SET body = ?, time_id = NULL, body_check = NULL, known_check = NULL WHERE id = ?');
  const ids = history.db.prepare<[number], number>('SELECT id FROM history_chunk WHERE key = ?').pluck().all(key);
  for (const id of ids) {
    const series = source.read(key, id);
    if (series !== null) update.run(version1Chunk(Array.from(series.timeMs), Array.from(series.value)), id);
  }
  return ids.length;
}

/** What a question gets, by the plainest means: all samples in a list. */
function expected(rows: readonly TestRow[], fromMs: number, toMs: number, limit: number) {
  const sorted = rows.map((row, at) => ({ row, at })).toSorted((a, b) => a.row[0] - b.row[0] || a.at - b.at).map(({ row }) => row);
  const inside = sorted.filter(([time]) => time >= fromMs && time <= toMs);
  return { rows: [...sorted.filter(([time]) => time < fromMs).slice(-1), ...inside.slice(0, limit)], truncated: inside.length > limit };
}

/** Bits of each row, so that -0 and 0 differ; every NaN counts as the same. */
const bitsOf = (rows: readonly TestRow[]): readonly string[] => rows.map(([time, value, quality]) => `${time} ${Object.is(value, -0) ? '-0' : value} ${quality}`);
const rowsOf = ({ timeMs, value, quality }: UnpackedSeries): TestRow[] => Array.from(timeMs, (time, row) => [time, value[row] as number, quality[row] as number]);

/** As the console reads them: over the line, out of a frame. */
function arrived(pieces: SeriesPieces): UnpackedSeries {
  const unpacked = unpackAnswer(decodeFrame(encodeFrame({ ...pieces, $packed: 'series' })));
  if (unpacked === null || !unpacked.ok) throw new Error(unpacked?.fault.message ?? 'not taken for packed');
  return unpacked.value as UnpackedSeries;
}

/** Pieces that are chunks as on disk, and of these those with their times outside. */
function chunksIn({ layout }: SeriesPieces): readonly [chunks: number, outside: number] {
  let [chunks, outside] = [0, 0];
  for (let at = 0; at < layout.length; at += 3) {
    if ((layout[at + 2] as number) > 0) chunks++;
    if ((layout[at + 1] as number) > 0) outside++;
  }
  return [chunks, outside];
}

const question = fc.record({
  tag: fc.nat({ max: tags.length - 1 }),
  from: fc.double({ min: -0.05, max: 1.05, noNaN: true }),
  share: fc.oneof(fc.constant(0.999), fc.double({ min: 0, max: 1, noNaN: true })),
  isOnSample: fc.boolean(),
  limit: fc.oneof(fc.integer({ min: 1, max: 400 }), fc.constant(1_000_000)),
});
const histories = fc.record({ seed: fc.nat(), bursts: fc.integer({ min: 1, max: 60 }), lateness: fc.constantFrom(0, 0, 0.002, 0.05), questions: fc.array(question, { minLength: 10, maxLength: 30 }) });

function spanOf(rows: readonly TestRow[], { from, share, isOnSample }: { readonly from: number; readonly share: number; readonly isOnSample: boolean }): readonly [fromMs: number, toMs: number] {
  const times = rows.map(([time]) => time).toSorted((a, b) => a - b);
  const near = (at: number): number => (isOnSample ? (times[Math.floor(Math.max(0, Math.min(0.9999, at)) * times.length)] ?? start) : start + at * ((times.at(-1) ?? start) - start));
  const fromMs = near(from);
  return [fromMs, Math.max(fromMs, near(from + share * (1.05 - from)))];
}

describe('samples of one tag that travel in pieces', () => {
  it('are to the bit what was recorded, whatever the history, span and limit', () => {
    let [chunks, outside, plainOnly] = [0, 0, 0];
    fc.assert(
      fc.property(histories, ({ seed, bursts, lateness, questions }) => {
        const history = openHistory(tags);
        try {
          const rows = record(history, seed, bursts, lateness);
          makeOld(history, old);
          const reader = historyReader(history.db);
          for (const asked of questions) {
            const own = rows[asked.tag] as readonly TestRow[];
            const [fromMs, toMs] = spanOf(own, asked);
            const query = { key: history.keys[asked.tag] as number, fromMs, toMs, limit: asked.limit };
            const pieces = reader.pieces(query);
            const want = expected(own, fromMs, toMs, asked.limit);
            const raw = reader.raw(query);
            for (const got of [arrived(pieces), raw]) {
              expect(bitsOf(rowsOf(got))).toEqual(bitsOf(want.rows));
              expect(got.truncated).toBe(want.truncated);
            }
            expect([pieces.damagedChunks, raw.damagedChunks, pieces.seenSeq]).toEqual([0, 0, raw.seenSeq]);
            const [those, theseOutside] = chunksIn(pieces);
            // Version 1 never leaves the machine as it is.
            if (asked.tag === old) expect(those).toBe(0);
            chunks += those;
            outside += theseOutside;
            if (those === 0) plainOnly++;
          }
        } finally {
          history.remove();
        }
      }),
      { numRuns: 25 },
    );
    expect(Math.min(chunks - outside, outside, plainOnly)).toBeGreaterThan(30);
  });

  it('of a whole span are chunks as on disk, and plain rows at its edges alone', () => {
    const history = openHistory(tags);
    onTestFinished(() => history.remove());
    const rows = Array.from({ length: 20_000 }, (_, row): [number, ...TestRow] => [0, start + row * 1000, Math.round(row / 3) / 100, 0]);
    for (let at = 0; at < rows.length; at += 1000) {
      history.append(rows.slice(at, at + 1000));
      history.close();
    }
    history.close(5);
    const reader = historyReader(history.db);
    const query = { key: history.keys[0] as number, fromMs: start + 500_500, toMs: start + 15_000_000, limit: 1_000_000 };
    const pieces = reader.pieces(query);
    const inChunks = arrived(pieces).timeMs.length - pieces.timeMs.length;
    expect(arrived(pieces).timeMs).toHaveLength(15_000_000 / 1000 - 500 + 1);
    expect(inChunks).toBeGreaterThan(9000);
    expect(pieces.bytes.length).toBeLessThan(inChunks * 0.6);
    // What does not fit the limit as a whole is cut here: one more tells that there is more.
    const few = reader.pieces({ ...query, limit: 10 });
    expect([few.bytes.length, few.timeMs.length]).toEqual([0, 12]);
  });
});

describe('a damaged part of a history that travels in pieces', () => {
  const setUp = () => {
    const history = openHistory(tags);
    onTestFinished(() => history.remove());
    const rows = record(history, 7, 80, 0);
    history.close(5);
    return { history, rows: rows[0] as TestRow[], key: history.keys[0] as number };
  };
  const harms: readonly (readonly [what: string, sql: string])[] = [
    ['bytes of a chunk', `UPDATE history_chunk SET body = CAST(substr(body, 1, 5) || x'a5' || substr(body, 7) AS BLOB) WHERE id = ?`],
    ['a chunk that is another tag’s', 'UPDATE history_chunk SET body = (SELECT other.body FROM history_chunk other WHERE other.key <> history_chunk.key AND other.time_id IS history_chunk.time_id LIMIT 1) WHERE id = ?'],
    ['a time column', `UPDATE history_time SET body = CAST(substr(body, 1, 5) || x'a5' || substr(body, 7) AS BLOB) WHERE id = (SELECT time_id FROM history_chunk WHERE id = ?)`],
    ['a time column that is gone', 'DELETE FROM history_time WHERE id = (SELECT time_id FROM history_chunk WHERE id = ?)'],
  ];

  it.each(harms)('is left out and counted: %s', (_what, sql) => {
    const { history, rows, key } = setUp();
    const all = { key, fromMs: 0, toMs: 1e15, limit: 1_000_000 };
    const victim = history.db.prepare<[number], { id: number; first_ms: number; last_ms: number; count: number }>('SELECT id, first_ms, last_ms, count FROM history_chunk WHERE key = ? AND time_id IS NOT NULL ORDER BY id LIMIT 1 OFFSET 3').get(key);
    if (victim === undefined) throw new Error('There is no chunk with its times outside.');
    history.db.prepare(sql).run(victim.id);
    const left = rows.filter(([time]) => time < victim.first_ms || time > victim.last_ms);
    expect(rows.length - left.length).toBe(victim.count);
    const reader = historyReader(history.db);
    const pieces = reader.pieces(all);
    expect(chunksIn(pieces)[0]).toBeGreaterThan(5);
    expect(bitsOf(rowsOf(arrived(pieces)))).toEqual(bitsOf(expected(left, 0, 1e15, 1_000_000).rows));
    expect([pieces.damagedChunks, reader.raw(all).damagedChunks]).toEqual([1, 1]);
  });

  it('shows no sample at a wrong place when what is known of a chunk was changed', () => {
    const { history, rows, key } = setUp();
    const victim = history.db.prepare<[number], number>('SELECT id FROM history_chunk WHERE key = ? ORDER BY id LIMIT 1 OFFSET 3').pluck().get(key) as number;
    history.db.prepare('UPDATE history_chunk SET first_ms = first_ms - 5 * ? WHERE id = ?').run(dayMs, victim);
    const reader = historyReader(history.db);
    for (const limit of [1_000_000, rows.length >>> 1]) {
      const query = { key, fromMs: 0, toMs: 1e15, limit };
      expect(bitsOf(rowsOf(arrived(reader.pieces(query))))).toEqual(bitsOf(expected(rows, 0, 1e15, limit).rows));
    }
  });
});
