import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ExportRequest, Job } from '#shared/contract/exchange.ts';
import { TagId } from '#shared/model/ids.ts';
import { openXlsxWriter } from '#electron/engine/exchange/formats/xlsx-writer.ts';
import { createExchangeFolder } from '#electron/engine/exchange/exchange-folder.ts';
import { createMemoryLog } from '#electron/engine/testing/virtual-ports.ts';
import { createSystemClock } from '#electron/host/system-clock.ts';
import { createJobQueue, mostWaiting } from '#electron/engine/exchange/job-queue.ts';
import { root } from '../source-files.ts';
import { createProjectFolder, startEngine, until, type EngineRig } from '../support/engine-rig.ts';
import { sourceFlags } from '../support/source-flags.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});
const files = { 'project.yaml': 'name: P\n', 'assets/a.yaml': 'assets:\n  - { id: U, name: U, level: unit }\n', 'tags/t.yaml': 'tags:\n  - { id: T, name: T, asset: U }\n' };
const t0 = Date.UTC(2026, 10, 20);
const request: ExportRequest = { format: 'csv', tags: [TagId.parse('T')], span: { fromMs: t0, toMs: t0 + 86_400_000 }, content: { kind: 'raw' }, layout: 'long' };

const jobsOf = (rig: EngineRig, onJobs: (jobs: readonly Job[]) => void) => rig.client.open('jobs.state', {}, { onItem: ({ jobs }) => onJobs(jobs) });
function ended(rig: EngineRig, id: string): Promise<Job> {
  return new Promise((resolve) => {
    const stream = jobsOf(rig, (jobs) => {
      const job = jobs.find((one) => one.id === id);
      if (job === undefined || job.state === 'waiting' || job.state === 'running') return;
      stream.close();
      resolve(job);
    });
  });
}
const start = async (rig: EngineRig): Promise<string> => {
  const started = await rig.client.call('export.start', request);
  if (!started.ok) throw new Error(started.fault.message);
  return started.value.job;
};
/** Records samples by an import, in pieces. */
async function fill(rig: EngineRig, samples: number): Promise<Job> {
  const rows = Array.from({ length: samples }, (_value, at) => `${t0 + at * 100},T,${(at * 7919) % 100_003}`);
  const bytes = new TextEncoder().encode(`time,tag,value\n${rows.join('\n')}\n`);
  const opened = await rig.client.call('import.open', { name: 'x.csv', format: 'csv', bytes: bytes.length });
  if (!opened.ok) throw new Error(opened.fault.message);
  const { upload } = opened.value;
  for (let offset = 0; offset < bytes.length; offset += 1_000_000) await rig.client.call('import.piece', { upload, offset, bytes: bytes.slice(offset, offset + 1_000_000) });
  const started = await rig.client.call('import.start', { upload, mapping: { layout: 'long', timeColumn: 'time', timeForm: 'epoch-ms', tagColumn: 'tag', valueColumn: 'value', rename: {} } });
  if (!started.ok) throw new Error(started.fault.message);
  return ended(rig, started.value.job);
}

describe('exports in trouble', () => {
  it('end with a sentence before they take the space recording needs, keep no file, and recording goes on', async (context) => {
    const folder = createProjectFolder(files);
    undo.push(folder.remove);
    mkdirSync(folder.dataDir, { recursive: true });
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', folder.dataDir], { stdio: 'pipe' });
    } catch (error) {
      context.skip(`NOT RUN: a 64 MB disk cannot be mounted here (needs root on Linux): ${String(error)}`);
    }
    undo.push(() => execFileSync('umount', ['--lazy', folder.dataDir], { stdio: 'pipe' }));
    const rig = await startEngine(folder, { isOffline: true });
    undo.push(rig.stop);
    expect(await fill(rig, 300_000)).toMatchObject({ state: 'done' });
    // Each export takes some 12 MB and stays until it is removed: one of the first few meets the end of the disk.
    const kept: string[] = [];
    let job = await ended(rig, await start(rig));
    for (; job.state === 'done' && kept.length < 10; job = await ended(rig, await start(rig))) kept.push(job.id);
    expect(job.state).toBe('failed');
    expect(job.sentence).toMatch(/^The data disk has \d+ MB free, and recording keeps the last 6 MB for itself\. Free space on it, or choose less\.$/);
    expect(readdirSync(join(folder.dataDir, 'exports')).toSorted()).toEqual(kept.map((id) => `${id}.csv`).toSorted());
    expect(kept.length).toBeGreaterThan(0);
    // Room again: a job that is removed takes its file with it.
    for (const id of kept) expect(await rig.client.call('job.remove', { job: id })).toMatchObject({ ok: true });
    expect(await fill(rig, 1000)).toMatchObject({ state: 'done' });
    expect(await ended(rig, await start(rig))).toMatchObject({ state: 'done' });
  }, 120_000);

  it('killed in the middle leave no file under its final name, and nothing after the next start', async () => {
    const folder = createProjectFolder(files);
    undo.push(folder.remove);
    const rig = await startEngine(folder, { isOffline: true });
    expect(await fill(rig, 300_000)).toMatchObject({ state: 'done' });
    await rig.stop();
    const exports = join(folder.dataDir, 'exports');
    const script = `
      import { startEngine } from ${JSON.stringify(join(root, 'test/support/engine-rig.ts'))};
      const rig = await startEngine(${JSON.stringify({ projectDir: folder.projectDir, dataDir: folder.dataDir })}, { isOffline: true });
      await rig.client.call('export.start', ${JSON.stringify({ ...request, format: 'xlsx' })});
    `;
    const path = join(folder.projectDir, '..', 'export.mjs');
    writeFileSync(path, script);
    const child = spawn(process.execPath, [...sourceFlags, path], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
    const gone = new Promise<void>((resolve) => child.on('close', () => resolve()));
    undo.push(() => child.kill('SIGKILL'));
    const part = (): string | undefined => readdirSync(exports).find((name) => name.endsWith('.part'));
    await until(() => part() !== undefined && statSync(join(exports, part() ?? '')).size > 100_000);
    child.kill('SIGKILL');
    await gone;
    expect(readdirSync(exports).filter((name) => !name.endsWith('.part'))).toEqual([]);
    const again = await startEngine(folder, { isOffline: true });
    undo.push(again.stop);
    expect(readdirSync(exports)).toEqual([]);
  }, 120_000);

  it('wait in a bounded queue, and the oldest that ended make room with their files', async () => {
    const folder = createProjectFolder(files);
    undo.push(folder.remove);
    const clock = createSystemClock();
    const place = createExchangeFolder(folder.dataDir, clock.nowMs());
    mkdirSync(folder.dataDir, { recursive: true });
    await place.open();
    const queue = createJobQueue(place, clock, createMemoryLog());
    undo.push(() => queue.close());
    let release = (): void => undefined;
    const work = (hold: boolean) => ({
      kind: 'export' as const,
      title: 'x',
      user: 'Lead',
      file: { name: 'x.csv', ending: 'csv' as const },
      async run({ partPath }: { readonly partPath: string }) {
        if (hold) await new Promise<void>((resolve) => (release = resolve));
        writeFileSync(partPath, 'a');
        return 'Done.';
      },
    });
    for (let round = 0; round < 60; round++) {
      const started = queue.start(work(false));
      expect(started.ok).toBe(true);
      await until(() => queue.jobs().every(({ state }) => state === 'done'));
    }
    await until(() => readdirSync(join(folder.dataDir, 'exports')).length === 50);
    expect(queue.jobs()).toHaveLength(50);
    queue.start(work(true));
    for (let at = 0; at < mostWaiting; at++) expect(queue.start(work(false)).ok).toBe(true);
    expect(queue.start(work(false))).toMatchObject({ ok: false, fault: { code: 'busy' } });
    release();
    await until(() => queue.jobs().every(({ state }) => state === 'done'));
  }, 180_000);

  it('go on in a further sheet when one is full', async () => {
    const folder = createProjectFolder(files);
    undo.push(folder.remove);
    mkdirSync(folder.dataDir, { recursive: true });
    const path = join(folder.dataDir, 'x.xlsx');
    const writer = await openXlsxWriter(path, [{ name: 'time', kind: 'time' }, { name: 'v', kind: 'number' }], { rowsOfSheet: 11 });
    await writer.write([{ kind: 'time', timeMs: Float64Array.from({ length: 25 }, (_v, at) => t0 + at) }, { kind: 'number', value: Float64Array.from({ length: 25 }, (_v, at) => at), isThere: new Uint8Array(25).fill(1) }]);
    await writer.finish();
    const { Workbook } = await import('@cj-tech-master/excelts');
    const book = new Workbook();
    await book.xlsx.readFile(path);
    expect(book.worksheets.map((sheet) => [sheet.name, sheet.rowCount, sheet.getCell(2, 2).value])).toEqual([['Samples 1', 11, 0], ['Samples 2', 11, 10], ['Samples 3', 6, 20]]);
  });
});
