import { describe, expect, it } from 'vitest';
import { valueAt } from '#shared/math/pixel-columns.ts';
import { Q } from '#shared/model/quality.ts';
import type { ScreenHistory, ScreenLive, ScreenPast } from '../screen-context.ts';
import { createTrendColumns } from './trend-columns.ts';

type Asked = {
  readonly tags: readonly number[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly width: number;
  answer(pens: readonly ScreenPast[] | null): Promise<void>;
};

function stage(spanMs = 60_000, width = 60) {
  const asked: Asked[] = [];
  const history: ScreenHistory = (tags, { fromMs, toMs }, count) =>
    new Promise((resolve) => {
      asked.push({
        tags,
        fromMs,
        toMs,
        width: count,
        async answer(pens) {
          resolve(pens);
          for (let turn = 0; turn < 4; turn++) await Promise.resolve();
        },
      });
    });
  const live: ScreenLive = {
    value: Float64Array.of(Number.NaN),
    quality: Uint32Array.of(Q.badWaitingForInitialData),
    timeMs: Float64Array.of(Number.NaN),
    isLinkLost: false,
    watch: () => () => undefined,
    text: () => '',
  };
  let changes = 0;
  const columns = createTrendColumns({ tags: [0], spanMs, width, live, history, changed: () => void changes++ });
  return {
    columns,
    asked,
    changes: () => changes,
    set(value: number, timeMs: number, quality: number = Q.good) {
      live.value[0] = value;
      live.timeMs[0] = timeMs;
      live.quality[0] = quality;
      columns.take();
    },
    at: (ms: number) => {
      const pen = columns.pens[0];
      if (pen == null) throw new Error('no columns');
      return valueAt(pen, Math.floor(ms / pen.stepMs));
    },
  };
}

const past = (width: number, fill: (column: number) => number): ScreenPast => {
  const row = Float64Array.from({ length: width }, (_, at) => fill(at));
  return {
    timeMs: row,
    first: row,
    min: row,
    max: row,
    last: row,
    mean: row,
    count: Uint32Array.from(row, (value) => (Number.isNaN(value) ? 0 : 1)),
    badCount: new Uint32Array(width),
  };
};

describe('columns of a trend on a screen', () => {
  it('ask for exactly their window and for what stood before it', () => {
    const one = stage();
    one.columns.start(600_000);
    expect(one.asked.map(({ fromMs, toMs, width }) => [fromMs, toMs, width])).toEqual([
      [539_000, 601_000, 62],
      [539_000 - 3_600_000, 539_000, 1],
    ]);
  });
  it('take history under the live values that came meanwhile', async () => {
    const one = stage();
    one.columns.start(600_000);
    one.set(77, 600_200);
    await one.asked[0]?.answer([past(62, (at) => at)]);
    expect(one.changes()).toBe(1);
    expect(one.at(540_000)).toEqual({ value: 1, isBad: false });
    expect(one.at(600_500)).toEqual({ value: 77, isBad: false });
  });
  it('begin with the value that stood before the window, from history or from a live value as old as that', async () => {
    const one = stage();
    one.columns.start(600_000);
    await one.asked[1]?.answer([past(1, () => 12)]);
    expect(one.at(545_000)).toEqual({ value: 12, isBad: false });
    const other = stage();
    other.set(5, 100_000);
    other.columns.start(600_000);
    expect(other.at(545_000)).toEqual({ value: 5, isBad: false });
  });
  it('begin with nothing where the value before the window is not known to be good', async () => {
    const one = stage();
    one.columns.start(600_000);
    await one.asked[1]?.answer([{ ...past(1, () => 12), badCount: Uint32Array.of(1) }]);
    expect(one.at(545_000).value).toBeNaN();
  });
  it('have nothing after a bad value, and nothing of a value still awaited', () => {
    const one = stage();
    one.columns.start(600_000);
    one.set(0, 599_000, Q.badWaitingForInitialData);
    expect(one.at(600_000)).toEqual({ value: Number.NaN, isBad: false });
    one.set(50, 600_000);
    one.set(50, 600_500, Q.badSensorFailure);
    expect(one.at(601_000)).toEqual({ value: Number.NaN, isBad: true });
  });
  it('slide with the time, a picture for each column', () => {
    const one = stage();
    one.columns.start(600_000);
    expect([600_400, 601_000, 601_200].map((now) => one.columns.advance(now))).toEqual([false, true, false]);
  });
  it('ask again after half a minute for what came between two looks, so that no extreme is lost', async () => {
    const one = stage();
    one.columns.start(600_000);
    one.columns.advance(629_000);
    expect(one.asked).toHaveLength(2);
    one.columns.advance(631_000);
    expect(one.asked[2]).toMatchObject({ fromMs: 600_000, toMs: 632_000, width: 32 });
    one.set(10, 610_000);
    await one.asked[2]?.answer([past(32, (at) => (at === 10 ? 99 : Number.NaN))]);
    expect(Math.max(...(one.columns.pens[0]?.max ?? []).filter((value) => !Number.isNaN(value)))).toBe(99);
  });
  it('drop the answers of another moment', async () => {
    const one = stage();
    one.columns.start(600_000);
    one.columns.start(300_000);
    await one.asked[0]?.answer([past(62, (at) => at)]);
    expect(one.changes()).toBe(0);
    await one.asked[2]?.answer([past(62, () => 3)]);
    expect(one.at(299_000)).toEqual({ value: 3, isBad: false });
    one.columns.dispose();
    await one.asked[3]?.answer([past(1, () => 12)]);
    expect(one.changes()).toBe(1);
  });
  it('stay as they are where history cannot be read', async () => {
    const one = stage();
    one.columns.start(600_000);
    await one.asked[0]?.answer(null);
    one.set(4, 600_000);
    expect(one.at(600_100).value).toBe(4);
  });
});
