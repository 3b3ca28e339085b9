import { expect, it, onTestFinished } from 'vitest';
import { openHistory } from '../testing/open-history.ts';

const hour = 3_600_000;
const start = Date.UTC(2026, 2, 1);
const hours = 200;

/** Values that do not pack well, so that chunks are of some size. */
const value = (at: number): number => Math.sin(at) * 1000;

it('sheds a small part of what there is, though the clock of one device stands in the year 2106', () => {
  const history = openHistory(['A', 'B', 'WRONG']);
  onTestFinished(() => history.remove());
  history.append([[2, Date.UTC(2106, 1, 7), 1, 0]]);
  for (let at = 0; at < hours; at++) {
    history.append(Array.from({ length: 240 }, (_, second) => [second % 2, start + at * hour + second * 15_000, value(at * 240 + second), 0] as const));
    history.close(10);
  }
  const free = (): number => history.db.pragma('freelist_count', { simple: true }) as number;
  const pageBytes = history.db.pragma('page_size', { simple: true }) as number;
  const wanted = (free() + 1) * pageBytes;
  let goneMs = Number.NEGATIVE_INFINITY;
  for (let isDone = false; !isDone;) {
    const slice = history.writer.shedSlice(wanted);
    goneMs = Math.max(goneMs, slice.goneBeforeMs ?? goneMs);
    ({ isDone } = slice);
  }
  expect(free() * pageBytes).toBeGreaterThanOrEqual(wanted);
  // A chunk is a day at most: what went ends in the first days.
  expect(goneMs).toBeLessThan(start + 50 * hour);
  expect(history.db.prepare('SELECT count(*) FROM history_chunk WHERE last_ms > ?').pluck().get(start + (hours - 24) * hour)).toBeGreaterThan(0);
});
