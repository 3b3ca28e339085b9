import { expect, it, onTestFinished } from 'vitest';
import { openHistory } from '../testing/open-history.ts';
import { historyReader } from './history-reader.ts';
import { chunkRows } from './heads.ts';

const start = Date.UTC(2026, 2, 1);

/** Two tags scanned together, so many samples each, a second apart, closed every two minutes as a quiet plant's are. */
function recordInTurns(count: number) {
  const history = openHistory(['A', 'B']);
  onTestFinished(() => history.remove());
  for (let from = 0; from < count; from += 120) {
    const seconds = Array.from({ length: Math.min(120, count - from) }, (_, at) => from + at);
    history.append(seconds.flatMap((at) => [[0, start + at * 1000, at, 0] as const, [1, start + at * 1000, -at, 0] as const]));
    history.close(2);
  }
  return { ...history, counts: () => history.db.prepare('SELECT count FROM history_chunk WHERE key = ? ORDER BY last_ms').pluck().all(history.keys[0]) };
}

it('a chunk is filled to its last sample before the next one begins, and all samples are there in order', () => {
  const count = 2 * chunkRows + 17;
  const { db, keys, counts } = recordInTurns(count);
  expect(counts()).toEqual([chunkRows, chunkRows, 17]);
  for (const [tag, key] of keys.entries()) {
    const { timeMs, value } = historyReader(db).raw({ key, fromMs: start, toMs: start + count * 1000, limit: count + 1 });
    expect(Array.from(timeMs)).toEqual(Array.from({ length: count }, (_, at) => start + at * 1000));
    expect(Array.from(value)).toEqual(Array.from({ length: count }, (_, at) => (tag === 0 ? at : -at)));
  }
  // Both tags have the same times still, each column of them kept once.
  expect(db.prepare('SELECT refs FROM history_time').pluck().all()).toEqual([2, 2, 2]);
});

it('late samples that do not fit into the chunk before them are not spread over it and the next', () => {
  const { append, close, counts } = recordInTurns(chunkRows - 20);
  append(Array.from({ length: 120 }, (_, at) => [0, start + 500 + at * 10_000, at, 0] as const));
  close(2);
  expect(counts()).toEqual([120, chunkRows - 20]);
});
