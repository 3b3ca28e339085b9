import { expect, it } from 'vitest';
import { beforeHistory } from './history-begin.ts';

const at = (day: number, hour: number): number => new Date(2026, 10, day, hour, 4, 9).getTime();

it('a moment before all history says when history begins, with the day where it is another one', () => {
  const extent = { fromMs: at(29, 9), toMs: at(29, 12) };
  expect(beforeHistory(at(29, 8), extent)).toEqual({ sentence: 'History begins at 09:04:09: nothing is recorded of this moment.', short: 'History begins at 09:04:09', beginMs: at(29, 9) });
  expect(beforeHistory(at(28, 8), extent)?.short).toMatch(/^History begins at \S.*29.* 09:04:09$/);
});

it('says nothing where something was recorded, nor of what is not known; and that nothing is recorded at all', () => {
  const extent = { fromMs: at(29, 9), toMs: at(29, 12) };
  expect([beforeHistory(at(29, 9), extent), beforeHistory(at(29, 13), extent), beforeHistory(at(28, 8), null), beforeHistory(Number.NaN, extent)]).toEqual([null, null, null, null]);
  expect(beforeHistory(at(29, 8), { fromMs: null, toMs: null })).toMatchObject({ sentence: 'Nothing was recorded yet.', beginMs: null });
});
