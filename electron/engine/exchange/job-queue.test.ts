import { readdirSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createDataDir } from '../store/testing/open-test-store.ts';
import { createMemoryLog, createVirtualClock } from '../testing/virtual-ports.ts';
import { createExchangeFolder } from './exchange-folder.ts';
import { createJobQueue, type JobWork } from './job-queue.ts';

async function createRig() {
  const dir = createDataDir();
  onTestFinished(() => dir.remove());
  const folder = createExchangeFolder(dir.dataDir, 0);
  await folder.open();
  const queue = createJobQueue(folder, createVirtualClock(), createMemoryLog());
  return { folder, queue, exports: join(dir.dataDir, 'exports') };
}
const work = (more: Partial<JobWork>): JobWork => ({ kind: 'import', title: 'table.csv', user: 'lead', file: null, run: () => Promise.resolve('All of it.'), ...more });

const ends = [
  { how: 'done', run: () => Promise.resolve('All of it.') },
  { how: 'failed', run: () => Promise.reject(new Error('no')) },
] as const;
for (const { how, run } of ends) {
  it(`says that a job is ${how} when what it was given is given up, no sooner`, async () => {
    const { queue } = await createRig();
    let giveUp = (): void => undefined;
    const givenUp = new Promise<void>((resolve) => (giveUp = resolve));
    let asked = (): void => undefined;
    const isAsked = new Promise<void>((resolve) => (asked = resolve));
    const started = queue.start(work({ run, cleanUp: () => (asked(), givenUp) }));
    const state = (): string | undefined => queue.jobs().find(({ id }) => started.ok && id === started.value.job)?.state;
    await isAsked;
    expect(state()).toBe('running');
    const ended = new Promise<void>((resolve) => queue.onChange(() => state() !== 'running' && resolve()));
    giveUp();
    await ended;
    expect(state()).toBe(how);
    await queue.close();
  });
}

it('says that a job which never began is cancelled when what it was given is given up, and does not begin it meanwhile', async () => {
  const { queue } = await createRig();
  let end = (): void => undefined;
  const first = new Promise<string>((resolve) => (end = () => resolve('All of it.')));
  queue.start(work({ run: () => first }));
  let giveUp = (): void => undefined;
  let [begun, givenUp] = [0, 0];
  const waiting = queue.start(work({ run: () => Promise.resolve(String(begun++)), cleanUp: () => (givenUp++, new Promise<void>((resolve) => (giveUp = resolve))) }));
  const last = queue.start(work({}));
  if (!waiting.ok || !last.ok) throw new Error('not taken');
  const stateOf = (id: string): string | undefined => queue.jobs().find((job) => job.id === id)?.state;
  const cancelled = queue.cancel(waiting.value.job);
  void queue.cancel(waiting.value.job);
  expect(stateOf(waiting.value.job)).toBe('waiting');
  const done = new Promise<void>((resolve) => queue.onChange(() => stateOf(last.value.job) === 'done' && resolve()));
  end();
  await done;
  giveUp();
  await cancelled;
  expect([stateOf(waiting.value.job), begun, givenUp]).toEqual(['cancelled', 0, 1]);
  await queue.close();
});

it('ends a job whose leftovers cannot be removed, and runs the next', async () => {
  const { queue } = await createRig();
  queue.start(work({ cleanUp: () => Promise.reject(new Error('busy')) }));
  queue.start(work({}));
  await new Promise<void>((resolve) => queue.onChange(() => queue.jobs().every(({ state }) => state === 'done') && resolve()));
  await queue.close();
});

it('clears files of every kind a job makes at the next start, and nothing else', async () => {
  const { folder, queue, exports } = await createRig();
  const made: string[] = [];
  // What the jobs of this engine have as endings: tables, papers, recordings, drawings.
  for (const ending of ['csv', 'parquet', 'xlsx', 'pdf', 'docx', 'html', 'firstout', 'json'] as const) {
    queue.start(work({ kind: 'export', file: { name: `x.${ending}`, ending }, run: ({ partPath }) => writeFile(partPath, 'x').then(() => 'Made.') }));
    made.push(ending);
  }
  await new Promise<void>((resolve) => queue.onChange(() => queue.jobs().every(({ state }) => state === 'done') && resolve()));
  await queue.close();
  expect(new Set(readdirSync(exports).map((name) => name.split('.')[1]))).toEqual(new Set(made));
  writeFileSync(join(exports, 'report.pdf'), 'somebody’s own');
  await folder.open();
  expect(readdirSync(exports)).toEqual(['report.pdf']);
});
