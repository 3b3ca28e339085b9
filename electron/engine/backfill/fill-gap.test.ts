import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ok, refused } from '#shared/model/fault.ts';
import { isNoLink, Q } from '#shared/model/quality.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';
import { fillGap, type FillParts, type GapHistory, type ReadPast } from './fill-gap.ts';

type Sample = { readonly tag: number; readonly timeMs: number; readonly value: number; readonly quality: number };

/** History of a few tags in memory, by source time, equal times in the order they were recorded. */
function createMemoryHistory(recorded: readonly Sample[] = []) {
  const samples: Sample[] = [...recorded].sort((a, b) => a.timeMs - b.timeMs);
  const newest = (tag: number, timeMs: number): Sample | undefined => samples.filter((one) => one.tag === tag && one.timeMs <= timeMs).at(-1);
  const history: GapHistory = {
    samples({ tags, fromMs, toMs, limit }) {
      const found = samples.filter((one) => tags.includes(one.tag) && one.timeMs > fromMs && one.timeMs <= toMs).slice(0, limit);
      return Promise.resolve({
        tag: Uint32Array.from(found, ({ tag }) => tag),
        timeMs: Float64Array.from(found, ({ timeMs }) => timeMs),
        value: Float64Array.from(found, ({ value }) => value),
        quality: Uint32Array.from(found, ({ quality }) => quality),
        reachMs: toMs,
      });
    },
    valueAt: (tags, timeMs) => Promise.resolve({ timeMs: Float64Array.from(tags, (tag) => newest(tag, timeMs)?.timeMs ?? Number.NaN) }),
    writeAll(batch) {
      for (let row = 0; row < batch.length; row++) {
        const timeMs = batch.timeMs[row] as number;
        const after = samples.findIndex((one) => one.timeMs > timeMs);
        samples.splice(after < 0 ? samples.length : after, 0, { tag: batch.tag[row] as number, timeMs, value: batch.value[row] as number, quality: batch.quality[row] as number });
      }
      return Promise.resolve();
    },
  };
  return { history, samples, newest };
}

/** A device whose archive gives a few values at a time; tags in `none` have no history. */
const deviceWith =
  (archive: readonly Sample[], none: readonly number[] = [], perAnswer = 3): ReadPast =>
  async ({ tags, fromMs, toMs, onSamples }) => {
    const whole = tags.filter((tag) => !none.includes(tag));
    if (whole.length === 0) return refused('not-supported', 'No history.');
    const batch = createBatch(4);
    for (const tag of whole) {
      const found = archive.filter((one) => one.tag === tag && one.timeMs >= fromMs && one.timeMs <= toMs);
      for (let start = 0; start < found.length; start += perAnswer) {
        batch.length = 0;
        for (const one of found.slice(start, start + perAnswer)) pushSample(batch, tag, one.timeMs, one.value, one.quality);
        await onSamples(batch);
      }
    }
    return ok({ whole });
  };

const plain = { gain: new Float64Array(8).fill(1), offset: new Float64Array(8), isOutside: () => false };
const partsOf = (history: GapHistory, read: ReadPast, more: Partial<FillParts> = {}): FillParts => ({ scales: plain, history, read, ...more });
const never = new AbortController().signal;
const good = (tag: number, timeMs: number, value: number): Sample => ({ tag, timeMs, value, quality: Q.good });
const lost = (tag: number, timeMs: number): Sample => ({ tag, timeMs, value: Number.NaN, quality: Q.badNotConnected });

describe('A gap that a device has the history of', () => {
  test('is filled with what it recorded meanwhile, each sample once', async () => {
    const { history, samples } = createMemoryHistory([good(0, 1000, 1), good(0, 2000, 2), lost(0, 2500), good(0, 6000, 6)]);
    const archive = [1000, 2000, 3000, 4000, 5000, 6000].map((ms) => good(0, ms, ms / 1000));
    expect(await fillGap(partsOf(history, deviceWith(archive)), [0], { fromMs: 2500, toMs: 6000 }, never)).toEqual(ok({ samples: 4, filledTags: 1, otherTags: 0 }));
    expect(samples.map(({ timeMs, value }) => [timeMs, value])).toEqual([[1000, 1], [2000, 2], [2500, Number.NaN], [2500, 2], [3000, 3], [4000, 4], [5000, 5], [6000, 6]]);
  });

  test('of a value that did not change ends at its mark', async () => {
    const { history, samples } = createMemoryHistory([good(0, 1000, 7), lost(0, 90_000)]);
    await fillGap(partsOf(history, deviceWith([good(0, 1000, 7)])), [0], { fromMs: 90_000, toMs: 200_000 }, never);
    expect(samples).toEqual([good(0, 1000, 7), lost(0, 90_000), good(0, 90_000, 7)]);
  });

  test('stays open where its archive does not reach back to the mark', async () => {
    const { history, samples } = createMemoryHistory([good(0, 1000, 1), lost(0, 2500)]);
    await fillGap(partsOf(history, deviceWith([good(0, 4000, 4)])), [0], { fromMs: 2500, toMs: 6000 }, never);
    expect(samples).toEqual([good(0, 1000, 1), lost(0, 2500), good(0, 4000, 4)]);
  });

  test('stays open for the tags it has no history of, and says how many', async () => {
    const recorded = [good(0, 1000, 1), good(1, 1000, 1), lost(0, 2500), lost(1, 2500)];
    const { history, samples } = createMemoryHistory(recorded);
    const archive = [good(0, 1000, 1), good(0, 3000, 3), good(1, 1000, 1), good(1, 3000, 3)];
    expect(await fillGap(partsOf(history, deviceWith(archive, [1])), [0, 1], { fromMs: 2500, toMs: 6000 }, never)).toEqual(ok({ samples: 2, filledTags: 1, otherTags: 1 }));
    expect(samples.filter(({ tag }) => tag === 1)).toEqual([good(1, 1000, 1), lost(1, 2500)]);
  });

  test('is scaled and judged as live values are', async () => {
    const { history, samples } = createMemoryHistory();
    const scales = { gain: Float64Array.of(0.1), offset: Float64Array.of(-5), isOutside: (_tag: number, value: number) => value > 20 };
    const archive = [good(0, 1000, 100), good(0, 2000, 300), { tag: 0, timeMs: 3000, value: 100, quality: Q.badSensorFailure }, good(0, 4000, Number.POSITIVE_INFINITY)];
    await fillGap(partsOf(history, deviceWith(archive), { scales }), [0], { fromMs: 500, toMs: 6000 }, never);
    expect(samples.map(({ value, quality }) => [value, quality])).toEqual([[5, Q.good], [25, Q.uncertainEngineeringUnitsExceeded], [Number.NaN, Q.badSensorFailure], [Number.NaN, Q.badOutOfRange]]);
  });

  test('of a device without any history is refused, and nothing is written', async () => {
    const { history, samples } = createMemoryHistory([lost(0, 2500)]);
    expect(await fillGap(partsOf(history, deviceWith([], [0])), [0], { fromMs: 2500, toMs: 6000 }, never)).toMatchObject({ ok: false, fault: { code: 'not-supported' } });
    expect(samples).toHaveLength(1);
  });

  test('is tried again when what was read could not be recorded', async () => {
    const { history } = createMemoryHistory([lost(0, 2500)]);
    const full: GapHistory = { ...history, writeAll: () => Promise.reject(new Error('The data disk is full.')) };
    const read: ReadPast = async (query) => {
      try {
        return await deviceWith([good(0, 3000, 3)])(query);
      } catch {
        return refused('not-connected', 'Ended.');
      }
    };
    expect(await fillGap(partsOf(full, read), [0], { fromMs: 2500, toMs: 6000 }, never)).toMatchObject({ ok: false, fault: { code: 'not-connected', message: 'What was read could not be recorded: The data disk is full.' } });
  });

  test('does not ask for weeks of a busy tag because a quiet one has not changed for weeks', async () => {
    const weeksMs = 20 * 86_400_000;
    const { history } = createMemoryHistory([good(0, 1000, 1), good(1, weeksMs, 1), lost(0, weeksMs + 100_000), lost(1, weeksMs + 100_000)]);
    const asked: { readonly tags: readonly number[]; readonly fromMs: number }[] = [];
    const read: ReadPast = (query) => {
      asked.push({ tags: query.tags, fromMs: query.fromMs });
      return Promise.resolve(ok({ whole: [...query.tags] }));
    };
    await fillGap(partsOf(history, read), [0, 1], { fromMs: weeksMs + 100_000, toMs: weeksMs + 200_000 }, never);
    expect(asked).toEqual([{ tags: [1], fromMs: weeksMs }, { tags: [0], fromMs: 1000 }]);
  });
});

const moment = fc.integer({ min: 1, max: 300 });
test('After filling, history says what the device said, at every moment its archive covers; filling again adds nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(moment, { minLength: 1, maxLength: 40 }),
      fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
      fc.uniqueArray(moment, { maxLength: 4 }),
      async (times, isReceived, marks) => {
        const archive = times.toSorted((a, b) => a - b).map((at) => good(0, at * 1000, at));
        const gapFromMs = Math.min(...marks, 300) * 1000;
        // Before the first mark everything was received; behind it only what happened to come.
        const recorded = [...archive.filter(({ timeMs }, at) => timeMs < gapFromMs || isReceived[at] === true), ...marks.map((at) => lost(0, at * 1000 + 500))];
        const { history, samples, newest } = createMemoryHistory(recorded);
        const parts = partsOf(history, deviceWith(archive));
        const gap = { fromMs: gapFromMs, toMs: 301_000 };
        await fillGap(parts, [0], gap, never);
        for (let at = 1; at <= 301; at++) {
          const said = archive.filter(({ timeMs }) => timeMs <= at * 1000).at(-1);
          if (said !== undefined) expect(newest(0, at * 1000)).toMatchObject({ value: said.value, quality: Q.good });
        }
        expect(samples.filter(({ quality }) => isNoLink(quality))).toHaveLength(marks.length);
        for (const one of archive) expect(samples.filter((other) => other.timeMs === one.timeMs && other.quality === Q.good)).toHaveLength(1);
        const before = samples.length;
        await fillGap(parts, [0], gap, never);
        expect(samples).toHaveLength(before);
      },
    ),
    { numRuns: 300 },
  );
});
