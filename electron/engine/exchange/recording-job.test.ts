import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import { createDataDir, openTestStore } from '../store/testing/open-test-store.ts';
import { createMemoryLog, createVirtualClock } from '../testing/virtual-ports.ts';
import { createExchangeFolder } from './exchange-folder.ts';
import type { HistorySource } from './plant-access.ts';
import { recordingJob } from './recording-job.ts';

const t0 = Date.UTC(2026, 2, 1);
const raised = (seq: number, alarm: string, engineMs: number): AlarmEvent => ({ seq, alarm, kind: 'raised', from: 'normal', to: 'active-unacked', timeMs: engineMs, engineMs, value: 1, quality: 0 }) as AlarmEvent;
const emptyColumns = { timeMs: new Float64Array(0), value: new Float64Array(0), quality: new Uint32Array(0) };
const noHistory: HistorySource = {
  samples: ({ toMs }) => Promise.resolve({ tag: new Uint32Array(0), ...emptyColumns, reachMs: toMs }),
  aggregates: () => Promise.resolve([]),
  valueAt: () => Promise.resolve(emptyColumns),
  writeAll: () => Promise.resolve(),
};

it('a recording has the alarms that stood when its span began, those too that came after the clock was set back', async () => {
  const dir = createDataDir();
  onTestFinished(() => dir.remove());
  const [clock, log] = [createVirtualClock(), createMemoryLog()];
  const projectDir = join(dir.dataDir, 'project');
  mkdirSync(projectDir, { recursive: true });
  writeFileSync(join(projectDir, 'project.yaml'), 'name: P\n');
  const store = await openTestStore(join(dir.dataDir, 'plant'), clock, log);
  // The clock ran ten minutes ahead for the first one.
  const gone = { ...raised(2, 'BEFORE', t0 + 600_000), kind: 'returned', from: 'active-unacked', to: 'normal' } as AlarmEvent;
  await store.journal.append([raised(1, 'BEFORE', t0 + 600_000), gone, raised(3, 'AFTER', t0)], []);
  const folder = createExchangeFolder(join(dir.dataDir, 'plant'), 0);
  await folder.open();
  const span = { fromMs: t0 + 1_000_000, toMs: t0 + 2_000_000 };
  const there = await store.journal.standingAt(span.fromMs);
  expect(there.standings.map(({ alarm }) => alarm)).toEqual(['AFTER']);
  const storeWorker = new URL('../store/store-worker.ts', import.meta.url);
  const job = recordingJob(
    { clock, log, folder, storeWorker, projectDir, store, facts: () => ({ revision: 1, name: 'P', tags: [], indexOf: () => undefined, historian: noHistory }), text: () => '' },
    span,
    'R',
    'Lead',
  );
  const partPath = join(dir.dataDir, 'recording.part');
  await job.run({ id: 'one', partPath, signal: new AbortController().signal, progress: () => undefined });
  await store.close();
  mkdirSync(join(dir.dataDir, 'opened'));
  renameSync(partPath, join(dir.dataDir, 'opened', 'firstout.db'));
  const opened = await openTestStore(join(dir.dataDir, 'opened'), clock, log);
  onTestFinished(() => opened.close());
  expect((await opened.journal.standingAt(span.fromMs)).standings).toEqual(there.standings);
});
