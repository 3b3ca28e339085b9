import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HistoryPolicy } from '#shared/model/history.ts';
import { isBad, Q } from '#shared/model/quality.ts';
import { createBatch, pushSample, type SampleBatch } from '#shared/model/sample-batch.ts';
import { createRecordingFilter, repeatsWanted } from './recording-filter.ts';

type Row = readonly [timeMs: number, value: number, quality: number];

function batchOf(rows: readonly Row[], tag = 0): SampleBatch {
  const batch = createBatch(Math.max(1, rows.length));
  for (const [timeMs, value, quality] of rows) pushSample(batch, tag, timeMs, value, quality);
  return batch;
}
const rowsOf = ({ length, timeMs, value, quality }: SampleBatch): Row[] => Array.from({ length }, (_, row) => [timeMs[row] as number, value[row] as number, quality[row] as number] as const);

type Policy = Parameters<typeof HistoryPolicy.parse>[0];

/** What is kept of samples that come one by one at their own times, with the filter's clock running along, and at the end. */
function keptOf(policy: Policy, rows: readonly Row[], { releases = true }: { readonly releases?: boolean } = {}) {
  const filter = createRecordingFilter([HistoryPolicy.parse(policy)]);
  const kept: Row[] = [];
  for (const row of rows) {
    if (releases) kept.push(...rowsOf(filter.release(row[0])));
    kept.push(...rowsOf(filter.pass(batchOf([row]), row[0])));
  }
  const running = [...kept];
  kept.push(...rowsOf(filter.releaseAll()));
  const waiting: number[] = [];
  filter.waitingOf(0, (timeMs) => waiting.push(timeMs));
  expect(waiting).toEqual([]);
  return { kept, running };
}

const values = (rows: readonly Row[]): number[] => rows.map(([, value]) => value);
const good = (...pairs: readonly (readonly [number, number])[]): Row[] => pairs.map(([timeMs, value]) => [timeMs, value, Q.good] as const);

/** Samples by time, with repeats, small and large changes, equal times, spells of bad and uncertain quality. */
const inOrder = fc
  .array(
    fc.record({
      ms: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 0, max: 300 }) }, { weight: 1, arbitrary: fc.integer({ min: 300, max: 90_000 }) }),
      step: fc.oneof(fc.constant(0), fc.integer({ min: -20, max: 20 }).map((tenth) => tenth / 10), fc.integer({ min: -90, max: 90 })),
      quality: fc.oneof({ weight: 12, arbitrary: fc.constant<number>(Q.good) }, { weight: 1, arbitrary: fc.constantFrom<number>(Q.badTimeout, Q.badSensorFailure, Q.uncertain) }),
    }),
    { maxLength: 80, size: 'max' },
  )
  .map((steps): readonly Row[] => {
    let [timeMs, value] = [1_700_000_000_000, 0];
    return steps.map(({ ms, step, quality }) => {
      timeMs += ms;
      value += step;
      return [timeMs, isBad(quality) ? Number.NaN : value, quality] as const;
    });
  });
const policies: fc.Arbitrary<Policy> = fc.record(
  {
    record: fc.constantFrom('all' as const, 'change' as const),
    deadband: fc.constantFrom(0.5, 5),
    swingingDoor: fc.constantFrom(0.5, 5),
    minIntervalMs: fc.constantFrom(100, 1000),
    maxIntervalMs: fc.constantFrom(500, 5000),
  },
  { requiredKeys: [] },
);

describe('what a tag’s policy keeps', () => {
  it('hands on the very batch while no policy asks for anything', () => {
    const batch = batchOf(good([0, 1], [1, 1]));
    expect(createRecordingFilter([undefined, HistoryPolicy.parse({ retentionDays: 5 })]).pass(batch, 0)).toBe(batch);
  });
  it('never: nothing, and of the other tags all in their order', () => {
    const filter = createRecordingFilter([undefined, HistoryPolicy.parse({ record: 'never' })]);
    const batch = createBatch(4);
    for (const [tag, timeMs] of [[0, 1], [1, 2], [0, 3], [7, 4]] as const) pushSample(batch, tag, timeMs, timeMs, Q.good);
    const kept = filter.pass(batch, 0);
    expect([...kept.timeMs.subarray(0, kept.length)]).toEqual([1, 3, 4]);
    expect(batch.length).toBe(4);
  });
  it('all: every sample, repeats and bad ones too', () => {
    fc.assert(
      fc.property(inOrder, (rows) => {
        expect(keptOf({ record: 'all' }, rows).kept).toEqual(rows);
      }),
    );
  });
  it('change: one of equal ones', () => {
    expect(values(keptOf({ maxIntervalMs: 100_000 }, good([0, 5], [10, 5], [20, 6], [30, 6])).kept)).toEqual([5, 6]);
  });
  it('deadband: changes of at least its width against the value kept last', () => {
    expect(values(keptOf({ deadband: 2 }, good([0, 10], [1, 11.9], [2, 12], [3, 13.5], [4, 10.5], [5, 10])).kept)).toEqual([10, 12, 10]);
  });
  it('deadband: the last value inside it before the quality changes is kept, so that the end of a good stretch is known', () => {
    const rows: Row[] = [[0, 10, Q.good], [5, 10.5, Q.good], [9, Number.NaN, Q.badTimeout], [12, 10.6, Q.good]];
    expect(keptOf({ deadband: 2 }, rows).kept).toEqual(rows);
  });
  it('swinging door: the ends of a straight line and nothing between', () => {
    const line = Array.from({ length: 50 }, (_, at) => [at * 1000, at * 3] as const);
    expect(keptOf({ swingingDoor: 0.1 }, good(...line, [50_000, 0])).kept).toEqual(good([0, 0], [49_000, 147], [50_000, 0]));
  });
  it('swinging door: the end of a rest, so that a later step does not look like a ramp', () => {
    const rest = Array.from({ length: 30 }, (_, at) => [at * 1000, 10] as const);
    expect(keptOf({ swingingDoor: 1 }, good(...rest, [30_000, 50])).kept).toEqual(good([0, 10], [29_000, 10], [30_000, 50]));
    expect(repeatsWanted([HistoryPolicy.parse({ swingingDoor: 1 })])).toEqual(Uint8Array.of(1));
  });
  it('swinging door: a line is no longer than a minute, so that no more of it is lost with the power', () => {
    const line = Array.from({ length: 200 }, (_, at) => [at * 1000, at] as const);
    const { running } = keptOf({ swingingDoor: 1 }, good(...line));
    expect(running.length).toBeGreaterThan(3);
    for (let at = 1; at < running.length; at++) expect((running[at] as Row)[0] - (running[at - 1] as Row)[0]).toBeLessThanOrEqual(61_000);
  });
  it('minimum interval: the first at once, then the newest of each time when it ends', () => {
    const filter = createRecordingFilter([HistoryPolicy.parse({ minIntervalMs: 100 })]);
    expect(values(rowsOf(filter.pass(batchOf(good([0, 1])), 0)))).toEqual([1]);
    expect(filter.pass(batchOf(good([30, 2], [60, 3])), 30).length).toBe(0);
    expect(filter.release(120).length).toBe(0);
    expect(rowsOf(filter.release(130))).toEqual(good([60, 3]));
    expect(filter.release(1000).length).toBe(0);
  });
  it('minimum interval: samples a little faster than it are thinned, too', () => {
    const rows = good(...Array.from({ length: 1000 }, (_, at) => [at * 90, at] as const));
    expect(keptOf({ minIntervalMs: 100 }, rows, { releases: false }).kept.length).toBeLessThanOrEqual(90_000 / 100 + 2);
  });
  it('maximum interval: a value that stands still is kept again and again', () => {
    const rows = good(...Array.from({ length: 100 }, (_, at) => [at * 100, 7] as const));
    expect(keptOf({ maxIntervalMs: 1000 }, rows).kept.map(([timeMs]) => timeMs)).toEqual([0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000]);
  });
  it('keeps what comes late as it is, and begins anew where a clock was set back', () => {
    expect(values(keptOf({ deadband: 5 }, good([100_000, 1], [99_000, 2], [100_001, 3])).kept)).toEqual([1, 2]);
    expect(values(keptOf({ deadband: 5 }, good([1e12, 1], [0, 2], [1, 3], [2, 9])).kept)).toEqual([1, 2, 9]);
  });
  it('shows what waits as the present of its tag, oldest first', () => {
    const filter = createRecordingFilter([HistoryPolicy.parse({ swingingDoor: 1, minIntervalMs: 100 })]);
    filter.pass(batchOf(good([0, 1], [100, 1], [150, 1])), 0);
    const waiting: number[] = [];
    filter.waitingOf(0, (timeMs) => waiting.push(timeMs));
    expect(waiting).toEqual([100, 150]);
  });
});

describe('whatever the policy', () => {
  it('keeps samples that came, each once, in their order', () => {
    fc.assert(
      fc.property(policies, inOrder, fc.boolean(), (policy, rows, releases) => {
        const { kept } = keptOf(policy, rows, { releases });
        let from = 0;
        for (const [timeMs, value, quality] of kept) {
          const place = rows.findIndex((row, at) => at >= from && row[0] === timeMs && Object.is(row[1], value) && row[2] === quality);
          expect(place, `${timeMs} ${value}`).toBeGreaterThanOrEqual(from);
          from = place + 1;
        }
      }),
      { numRuns: 500 },
    );
  });
  it('keeps every change of quality, the last sample before it and the newest of all that passed', () => {
    fc.assert(
      fc.property(policies, inOrder, fc.boolean(), (policy, rows, releases) => {
        const { kept } = keptOf(policy, rows, { releases });
        const has = (row: Row | undefined): boolean => row !== undefined && kept.some(([timeMs, value, quality]) => timeMs === row[0] && Object.is(value, row[1]) && quality === row[2]);
        for (const [at, row] of rows.entries()) {
          const before = rows[at - 1];
          if (before?.[2] === row[2]) continue;
          expect(has(row)).toBe(true);
          if (before !== undefined && !isBad(before[2])) expect(has(before)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
  it('never asks a sample to wait for ever: after its longest wait nothing is left', () => {
    fc.assert(
      fc.property(policies, inOrder, (policy, rows) => {
        const filter = createRecordingFilter([HistoryPolicy.parse(policy)]);
        for (const row of rows) filter.pass(batchOf([row]), row[0]);
        const endMs = rows.at(-1)?.[0] ?? 0;
        filter.release(endMs + 60_000);
        filter.release(endMs + 120_000);
        filter.waitingOf(0, (timeMs) => expect.fail(`${timeMs} still waits`));
      }),
    );
  });
});

describe('swinging door', () => {
  const doors = fc.record({ swingingDoor: fc.double({ min: 0.05, max: 10, noNaN: true }), maxIntervalMs: fc.option(fc.constant(2000), { nil: undefined }) });
  it('loses no value by more than its width against the straight line between kept samples', () => {
    let leftOut = 0;
    fc.assert(
      fc.property(doors, inOrder, fc.boolean(), ({ swingingDoor, maxIntervalMs }, rows, releases) => {
        const { kept } = keptOf({ swingingDoor, ...(maxIntervalMs === undefined ? {} : { maxIntervalMs }) }, rows, { releases });
        leftOut += rows.length - kept.length;
        for (const [timeMs, value, quality] of rows) {
          if (isBad(quality)) continue;
          const same = kept.filter((row) => row[0] === timeMs && !isBad(row[2]));
          const before = kept.findLast((row) => row[0] < timeMs);
          const after = kept.find((row) => row[0] > timeMs);
          const errors = same.map((row) => Math.abs(row[1] - value));
          if (before !== undefined && after !== undefined) errors.push(Math.abs(before[1] + ((after[1] - before[1]) * (timeMs - before[0])) / (after[0] - before[0]) - value));
          expect(Math.min(...errors.filter((error) => !Number.isNaN(error)))).toBeLessThanOrEqual(swingingDoor * (1 + 1e-9) + 1e-9);
        }
      }),
      { numRuns: 500 },
    );
    // Else the bound would say nothing.
    expect(leftOut).toBeGreaterThan(1000);
  });
});
