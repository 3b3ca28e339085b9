import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TagId } from '#shared/model/ids.ts';
import { Q } from '#shared/model/quality.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';
import { createHistorian } from '#electron/engine/historian/historian.ts';
import { openTestStore } from '#electron/engine/store/testing/open-test-store.ts';
import { createMemoryLog } from '#electron/engine/testing/virtual-ports.ts';
import { createSystemClock } from '#electron/host/system-clock.ts';
import { createProjectFolder, startEngine, type EngineRig } from '../support/engine-rig.ts';

const start = Date.UTC(2026, 0, 1);
const project = {
  'project.yaml': 'name: Test plant\nhistorian:\n  retentionDays: 36500\n',
  'assets/a.yaml': 'assets:\n  - { id: A, name: Asset }\n',
  'tags/a.yaml': 'tags:\n  - { id: LT-1, name: Level, asset: A }\n  - { id: P-1.RUN, name: Pump, asset: A, type: bool }\n',
};
const [level, pump] = [TagId.parse('LT-1'), TagId.parse('P-1.RUN')];

describe('a console that asks for history', { timeout: 60_000 }, () => {
  let folder: ReturnType<typeof createProjectFolder>;
  let rig: EngineRig;
  beforeEach(async () => {
    folder = createProjectFolder(project);
    const store = await openTestStore(folder.dataDir, createSystemClock(), createMemoryLog());
    const historian = createHistorian({ store, clock: createSystemClock(), log: createMemoryLog(), tagIds: [level, pump] });
    const batch = createBatch(8);
    for (const [tag, second, value, quality] of [[0, 0, 0, 0], [1, 0, 0, 0], [0, 10, 10, 0], [1, 10, 1, 0], [0, 20, Number.NaN, Q.badTimeout], [0, 30, 10, 0]] as const)
      pushSample(batch, tag, start + second * 1000, value, quality);
    await historian.writeAll(batch);
    await historian.close();
    await store.close();
    rig = await startEngine(folder);
  });
  afterEach(async () => {
    await rig.stop();
    folder.remove();
  });
  const span = { fromMs: start, toMs: start + 30_000 };

  it('is answered by tag or by dense index', async () => {
    const { client } = rig;
    const directory = await client.call('project.directory', {});
    if (!directory.ok) throw new Error(directory.fault.message);
    const { revision, tags } = directory.value;
    const indices = [level, pump].map((id) => tags.findIndex((tag) => tag.id === id));
    expect(await client.call('history.raw', { tag: level, span, limit: 10 })).toMatchObject({ ok: true, value: { timeMs: Float64Array.of(start, start + 10_000, start + 20_000, start + 30_000), truncated: false } });
    expect(await client.call('history.at', { revision, tags: indices, atMs: start + 15_000 })).toMatchObject({ ok: true, value: { value: Float64Array.of(10, 1) } });
    expect(await client.call('history.samples', { revision, tags: [...indices, ...indices], span, limit: 100 })).toMatchObject({
      ok: true,
      value: { reachMs: span.toMs, samples: { tag: Uint32Array.of(indices[0] as number, indices[1] as number, indices[0] as number, indices[0] as number), value: Float64Array.of(10, 1, Number.NaN, 10) } },
    });
    expect(await client.call('history.decimated', { tags: [level], span, width: 3 })).toMatchObject({ ok: true, value: { pens: [{ mean: Float64Array.of(0, 10, 10) }] } });
    expect(await client.call('history.interpolated', { tag: level, atMs: Float64Array.of(start + 5000), method: 'line' })).toMatchObject({ ok: true, value: { value: Float64Array.of(5) } });
    const extent = await client.call('history.extent', {});
    expect(extent).toMatchObject({ ok: true, value: { fromMs: start } });
  });
  it('is given aggregates in the order asked for, notes counted among them', async () => {
    const { client } = rig;
    const note = { toMs: null, asset: null };
    expect(await client.call('note.write', { ...note, fromMs: start + 12_000, text: 'Pump started by hand', tags: [pump] })).toMatchObject({ ok: true });
    expect(await client.call('note.write', { ...note, fromMs: start + 13_000, text: 'Of all', tags: [level] })).toMatchObject({ ok: true });
    const answer = await client.call('history.aggregates', { tags: [level, pump], span, intervalMs: 10_000, aggregates: ['AnnotationCount', 'TimeAverage2', 'AnnotationCount', 'PercentGood'] });
    if (!answer.ok) throw new Error(answer.fault.message);
    const columns = answer.value.tags.map(({ columns: all }) => all.map(({ value }) => [...value]));
    // The level on a line, the pump held.
    expect(columns[0]).toEqual([[0, 1, 0], [5, 10, Number.NaN], [0, 1, 0], [100, 100, 0]]);
    expect(columns[1]).toEqual([[0, 1, 0], [0, 1, 1], [0, 1, 0], [100, 100, 100]]);
  });
  it('is refused with the reason what cannot be answered', async () => {
    const { client } = rig;
    const nobody = TagId.parse('XX-9');
    for (const asked of [
      client.call('history.raw', { tag: nobody, span, limit: 10 }),
      client.call('history.decimated', { tags: [level, nobody], span, width: 10 }),
      client.call('history.interpolated', { tag: nobody, atMs: Float64Array.of(start), method: 'hold' }),
      client.call('history.aggregates', { tags: [nobody], span, intervalMs: 10_000, aggregates: ['Average'] }),
    ])
      expect(await asked).toMatchObject({ ok: false, fault: { code: 'not-found', message: expect.stringContaining('XX-9') } });
    expect(await client.call('history.at', { revision: 99, tags: [0], atMs: start })).toMatchObject({ ok: false, fault: { code: 'other-revision' } });
    expect(await client.call('history.samples', { revision: 99, tags: [0], span, limit: 1 })).toMatchObject({ ok: false, fault: { code: 'other-revision' } });
    expect(await client.call('history.at', { revision: 1, tags: [4_000_000_000], atMs: start })).toMatchObject({ ok: false, fault: { code: 'bad-input' } });
    for (const intervalMs of [Number.MIN_VALUE, 1e-3, 0.01])
      expect(await client.call('history.aggregates', { tags: [level], span, intervalMs, aggregates: ['Average'] })).toMatchObject({ ok: false, fault: { code: 'too-many' } });
    expect(await client.call('history.interpolated', { tag: level, atMs: Float64Array.of(Number.NaN), method: 'hold' })).toMatchObject({ ok: false, fault: { code: 'bad-input' } });
  });
});
