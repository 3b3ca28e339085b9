import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Q } from '#shared/model/quality.ts';
import { createBatch, pushSample, type SampleBatch } from '#shared/model/sample-batch.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import { createTagTable } from './tag-table.ts';

const tag = (more: object = {}): TagDefinition => TagDefinition.parse({ id: 'PT-1', name: 'Pressure', asset: 'A', device: 'D', address: 'x', ...more });
const one = (index: number, timeMs: number, value: number, quality: number = Q.good): SampleBatch => {
  const batch = createBatch(1);
  pushSample(batch, index, timeMs, value, quality);
  return batch;
};
const rows = (batch: SampleBatch) => Array.from({ length: batch.length }, (_, row) => [batch.tag[row], batch.timeMs[row], batch.value[row], batch.quality[row]]);
const table = (tags: TagDefinition[], periods = 0) => createTagTable(tags, new Float64Array(tags.length).fill(periods));

describe('the tag table', () => {
  it('waits for the first value and counts it as bad until then', () => {
    const t = table([tag()]);
    expect(t.quality[0]).toBe(Q.badWaitingForInitialData);
    expect(t.counts).toEqual({ bad: 1, stale: 0, uncertain: 0 });
    t.apply(one(0, 5, 1), null, 0, 0);
    expect(t.counts).toEqual({ bad: 0, stale: 0, uncertain: 0 });
  });
  it('scales the number of the device to engineering units', () => {
    const t = table([tag({ scale: { raw: [0, 27648], eu: [-50, 150] } })]);
    expect(rows(t.apply(one(0, 5, 13824), null, 0, 0))).toEqual([[0, 5, 50, Q.good]]);
  });
  it('calls a good value outside the measuring range uncertain', () => {
    const t = table([tag({ range: [0, 10] })]);
    expect(rows(t.apply(one(0, 1, 10.04), null, 0, 0))[0]?.[3]).toBe(Q.good);
    expect(rows(t.apply(one(0, 2, 10.2), null, 0, 0))[0]?.[3]).toBe(Q.uncertainEngineeringUnitsExceeded);
  });
  it('never keeps a number under a bad quality, and calls a number that is none bad', () => {
    const t = table([tag()]);
    t.apply(one(0, 1, 7, Q.badSensorFailure), null, 0, 0);
    expect(t.value[0]).toBeNaN();
    t.apply(one(0, 2, Infinity), null, 0, 0);
    expect([t.value[0], t.quality[0]]).toEqual([Number.NaN, Q.badOutOfRange]);
  });
  it('passes on what moved past the deadband, and every change of quality', () => {
    const t = table([tag({ deadband: 0.5 })]);
    const passed = [10, 10.4, 10.6, 10.2, 9.9].map((value, at) => t.apply(one(0, at, value), null, at, 0).length);
    expect(passed).toEqual([1, 0, 1, 0, 1]);
    expect(t.apply(one(0, 9, 9.9, Q.uncertain), null, 9, 0).length).toBe(1);
    expect(t.apply(one(0, 10, 0, Q.badTimeout), null, 10, 0).length).toBe(1);
    expect(t.apply(one(0, 11, 0, Q.badTimeout), null, 11, 0).length).toBe(0);
  });
  it('shows alarms every change, in order, those inside the deadband included', () => {
    const t = table([tag({ deadband: 0.5 })]);
    const batch = createBatch(8);
    for (const [at, value] of [10, 10.3, 10.6, 10.4, 10.6].entries()) pushSample(batch, 0, at, value, Q.good);
    expect(rows(t.apply(batch, null, 0, 0)).map((row) => row[2])).toEqual([10, 10.6]);
    expect(rows(t.judged).map((row) => row[2])).toEqual([10, 10.3, 10.6, 10.4, 10.6]);
    t.apply(one(0, 9, 12), null, 0, 0);
    expect(rows(t.judged).map((row) => row[2])).toEqual([12]);
  });
  it('offers history every row of the tags that want them, repeats and those inside the deadband too, in order', () => {
    const t = createTagTable([tag({ deadband: 0.5 }), tag({ id: 'PT-2' })], new Float64Array(2), Uint8Array.of(1, 0));
    const batch = createBatch(8);
    for (const [at, index, value] of [[0, 0, 10], [1, 1, 5], [2, 0, 10.2], [3, 1, 5], [4, 0, 11], [5, 0, 11], [6, 1, 6]] as const) pushSample(batch, index, at, value, Q.good);
    expect(rows(t.apply(batch, null, 0, 0)).map((row) => row[1])).toEqual([0, 1, 4, 6]);
    expect(rows(t.recordable).map((row) => row.slice(0, 3))).toEqual([[0, 0, 10], [1, 1, 5], [0, 2, 10.2], [0, 4, 11], [0, 5, 11], [1, 6, 6]]);
    expect(t.apply(one(1, 9, 6), null, 0, 0).length).toBe(0);
    expect(t.recordable.length).toBe(0);
    t.apply(one(0, 10, Number.NaN, Q.badTimeout), null, 0, 0);
    t.apply(one(0, 11, Number.NaN, Q.badTimeout), null, 0, 0);
    expect(rows(t.recordable).map((row) => row[1])).toEqual([11]);
  });
  it('lets a value stand where its device was set back in time', () => {
    const t = table([tag()]);
    t.apply(one(0, 10_000, 1), null, 0, 0);
    t.apply(one(0, 4_000, 2), null, 1, 0);
    expect([t.value[0], t.timeMs[0]]).toEqual([2, 4_000]);
  });
  it('turns stale after three periods without a word, keeps value and time, and is good again with the next one', () => {
    const t = table([tag(), tag({ id: 'PT-2' })], 500);
    t.apply(one(0, 77, 3), null, 1000, 0);
    expect(t.markStale(2500).length).toBe(0);
    expect(rows(t.markStale(2501))).toEqual([[0, 77, 3, Q.uncertainLastUsable]]);
    expect(t.markStale(9000).length).toBe(0);
    expect(t.counts).toEqual({ bad: 1, stale: 1, uncertain: 0 });
    expect(rows(t.apply(one(0, 99, 3), null, 9500, 0))).toEqual([[0, 99, 3, Q.good]]);
    expect(t.counts.stale).toBe(0);
  });
  it('does not call a bad value stale', () => {
    const t = table([tag()], 500);
    t.apply(one(0, 1, 0, Q.badNotConnected), null, 0, 0);
    expect(t.markStale(60_000).length).toBe(0);
    expect(t.quality[0]).toBe(Q.badNotConnected);
  });
  it('says when a value that never changed was heard again after a lost link, in its own time and in ours', () => {
    const t = table([tag()]);
    t.apply(one(0, 100, 5), null, 0, 0);
    t.apply(one(0, 2000, 0, Q.badNotConnected), null, 0, 2000);
    expect(rows(t.apply(one(0, 100, 5), null, 0, 9000))).toEqual([[0, 100, 5, Q.good]]);
    expect(rows(t.resumed)).toEqual([[0, 9000, 5, Q.good]]);
    t.apply(one(0, 9500, 0, Q.badNotConnected), null, 0, 9500);
    t.apply(one(0, 9600, 6), null, 0, 9700);
    expect(t.resumed.length).toBe(0);
  });
  it('maps the indices of a device to its own and leaves out those it does not know', () => {
    const t = table([tag(), tag({ id: 'PT-2' }), tag({ id: 'PT-3' })]);
    const batch = createBatch(4);
    pushSample(batch, 1, 1, 11, Q.good);
    pushSample(batch, 0, 1, 22, Q.good);
    pushSample(batch, 9, 1, 33, Q.good);
    t.apply(batch, Uint32Array.of(2, 0), 0, 0);
    expect([...t.value]).toEqual([11, Number.NaN, 22]);
  });
  it('counts bad, stale and uncertain tags right after any history', () => {
    const qualities = [Q.good, Q.uncertain, Q.badTimeout, Q.uncertainLastUsable, Q.badWaitingForInitialData];
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(4), fc.integer(), fc.constantFrom(...qualities))), (samples) => {
        const t = table(Array.from({ length: 5 }, (_, at) => tag({ id: `T${at}` })));
        for (const [index, value, quality] of samples) t.apply(one(index, 0, value, quality), null, 0, 0);
        const count = (test: (q: number) => boolean) => t.quality.filter(test).length;
        expect(t.counts).toEqual({
          bad: count((q) => q >>> 31 === 1),
          stale: count((q) => q === Q.uncertainLastUsable),
          uncertain: count((q) => q === Q.uncertain),
        });
      }),
    );
  });
  it('shows a value that stands still by the scale and range of an edited project', () => {
    const before = table([tag({ scale: { raw: [0, 100], eu: [0, 10] }, range: [0, 10] })]);
    before.apply(one(0, 1, 50), null, 0, 0);
    const after = table([tag({ scale: { raw: [0, 100], eu: [0, 400] }, range: [0, 100] })]);
    after.adopt(before, 0, 0);
    expect([after.value[0], after.quality[0]]).toEqual([200, Q.uncertainEngineeringUnitsExceeded]);
    const wider = table([tag({ scale: { raw: [0, 100], eu: [0, 400] }, range: [0, 400] })]);
    wider.adopt(after, 0, 0);
    expect([wider.value[0], wider.quality[0]]).toEqual([200, Q.good]);
  });
  it('keeps the range quality a device gave by itself through an edit of the project', () => {
    const before = table([tag()]);
    before.apply(one(0, 1, 5, Q.uncertainEngineeringUnitsExceeded), null, 0, 0);
    const after = table([tag()]);
    after.adopt(before, 0, 0);
    expect(after.quality[0]).toBe(Q.uncertainEngineeringUnitsExceeded);
  });
});
