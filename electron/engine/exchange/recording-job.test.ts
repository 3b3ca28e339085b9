import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import { createDataDir, openTestStore } from '../store/testing/open-test-store.ts';
import { createMemoryLog, createVirtualClock } from '../testing/virtual-ports.ts';
import { createExchangeFolder } from './exchange-folder.ts';
import type { HistorySource } from './plant-access.ts';
import { recordingJob } from './recording-job.ts';
import { programUrl } from '../testing/program-url.ts';

const t0 = Date.UTC(2026, 2, 1);
const raised = (seq: number, alarm: string, engineMs: number): AlarmEvent => ({ seq, alarm, kind: 'raised', from: 'normal', to: 'active-unacked', timeMs: engineMs, engineMs, value: 1, quality: 0 }) as AlarmEvent;
const emptyColumns = { timeMs: new Float64Array(0), value: new Float64Array(0), quality: new Uint32Array(0), away: null };
const noHistory: HistorySource = {
  samples: ({ toMs }) => Promise.resolve({ tag: new Uint32Array(0), ...emptyColumns, reachMs: toMs }),
  aggregates: () => Promise.resolve([]),
  valueAt: () => Promise.resolve(emptyColumns),
  writeAll: () => Promise.resolve(),
};

/** A plant's store and what a recording of it needs, all gone after the test. */
async function createRig() {
  const dir = createDataDir();
  onTestFinished(() => dir.remove());
  const [clock, log] = [createVirtualClock(), createMemoryLog()];
  const projectDir = join(dir.dataDir, 'project');
  mkdirSync(projectDir, { recursive: true });
  writeFileSync(join(projectDir, 'project.yaml'), 'name: P\n');
  const store = await openTestStore(join(dir.dataDir, 'plant'), clock, log);
  const folder = createExchangeFolder(join(dir.dataDir, 'plant'), 0);
  await folder.open();
  const storeWorker = programUrl('electron/engine/store/store-worker.ts');
  const facts = (tags: readonly TagDefinition[], historian: HistorySource) => () => ({ revision: 1, name: 'P', tags, tripGroups: [], indexOf: () => undefined, historian });
  return { dir, clock, log, store, partPath: join(dir.dataDir, 'recording.part'), parts: { clock, log, folder, storeWorker, projectDir, store }, facts };
}

it('a recording has the alarms that stood when its span began, those too that came after the clock was set back', async () => {
  const { dir, clock, log, store, partPath, parts, facts } = await createRig();
  // The clock ran ten minutes ahead for the first one.
  const gone = { ...raised(2, 'BEFORE', t0 + 600_000), kind: 'returned', from: 'active-unacked', to: 'normal' } as AlarmEvent;
  await store.journal.append([raised(1, 'BEFORE', t0 + 600_000), gone, raised(3, 'AFTER', t0)], []);
  const span = { fromMs: t0 + 1_000_000, toMs: t0 + 2_000_000 };
  const there = await store.journal.standingAt(span.fromMs);
  expect(there.standings.map(({ alarm }) => alarm)).toEqual(['AFTER']);
  const job = recordingJob({ ...parts, facts: facts([], noHistory), text: () => '' }, span, 'R', 'Lead');
  await job.run({ id: 'one', partPath, signal: new AbortController().signal, progress: () => undefined });
  await store.close();
  mkdirSync(join(dir.dataDir, 'opened'));
  renameSync(partPath, join(dir.dataDir, 'opened', 'firstout.db'));
  const opened = await openTestStore(join(dir.dataDir, 'opened'), clock, log);
  onTestFinished(() => opened.close());
  expect((await opened.journal.standingAt(span.fromMs)).standings).toEqual(there.standings);
});

it('a recording has what the alarms are about that devices brought along', async () => {
  const { dir, clock, log, store, partPath, parts, facts } = await createRig();
  await store.meta.set('alarms of devices', '[{"id":"PLC-1:E-1.Fault"}]');
  const job = recordingJob({ ...parts, keptFacts: ['alarms of devices', 'never written'], facts: facts([], noHistory), text: () => '' }, { fromMs: t0, toMs: t0 + 1000 }, 'R', 'Lead');
  await job.run({ id: 'one', partPath, signal: new AbortController().signal, progress: () => undefined });
  await store.close();
  mkdirSync(join(dir.dataDir, 'opened'));
  renameSync(partPath, join(dir.dataDir, 'opened', 'firstout.db'));
  const opened = await openTestStore(join(dir.dataDir, 'opened'), clock, log);
  onTestFinished(() => opened.close());
  expect(await opened.meta.get('alarms of devices')).toBe('[{"id":"PLC-1:E-1.Fault"}]');
  expect(await opened.meta.get('never written')).toBeNull();
});

it('a recording that is cancelled while its texts are copied ends with the one under way', async () => {
  const { store, partPath, parts, facts } = await createRig();
  onTestFinished(() => store.close());
  const historian: HistorySource = {
    ...noHistory,
    samples: ({ toMs }) =>
      Promise.resolve({ tag: Uint32Array.of(0, 0, 0), timeMs: Float64Array.of(t0 + 1, t0 + 2, t0 + 3), value: Float64Array.of(0, 1, 2), quality: new Uint32Array(3), reachMs: toMs, away: null }),
    valueAt: () => Promise.resolve({ timeMs: Float64Array.of(Number.NaN), value: Float64Array.of(Number.NaN), quality: new Uint32Array(1), away: null }),
  };
  const given = new AbortController();
  let copied = 0;
  const text = (): string => {
    copied++;
    given.abort();
    return 'Running';
  };
  const tags = [{ id: 'T', type: 'text' } as TagDefinition];
  const job = recordingJob({ ...parts, facts: facts(tags, historian), text }, { fromMs: t0, toMs: t0 + 1000 }, 'R', 'Lead');
  await expect(job.run({ id: 'one', partPath, signal: given.signal, progress: () => undefined })).rejects.toThrow('cancelled');
  expect(copied).toBe(1);
});

it('a recording of a span whose samples are on a history server that does not answer is refused, not made of the rest', async () => {
  const { store, partPath, parts, facts } = await createRig();
  onTestFinished(() => store.close());
  const away = { untilMs: t0 + 500, sentence: 'The history server 10.0.0.5:5432 does not answer.' };
  const historian: HistorySource = { ...noHistory, samples: ({ toMs }) => Promise.resolve({ tag: new Uint32Array(0), ...emptyColumns, reachMs: toMs, away }) };
  const job = recordingJob({ ...parts, facts: facts([{ id: 'T', type: 'float' } as TagDefinition], historian), text: () => '' }, { fromMs: t0, toMs: t0 + 1000 }, 'R', 'Lead');
  await expect(job.run({ id: 'one', partPath, signal: new AbortController().signal, progress: () => undefined })).rejects.toThrow(away.sentence);
});
