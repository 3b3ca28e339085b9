import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { TagId } from '#shared/model/ids.ts';
import { startExchangeThread } from '#electron/engine/exchange/exchange-thread.ts';
import { createProjectFolder, startEngine, type EngineRig } from '../support/engine-rig.ts';
import { programUrl } from '#electron/engine/testing/program-url.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});
const files = { 'project.yaml': 'name: P\n', 'assets/a.yaml': 'assets:\n  - { id: U, name: U, level: unit }\n', 'tags/t.yaml': 'tags:\n  - { id: T, name: T, asset: U }\n' };
async function start(): Promise<{ readonly rig: EngineRig; readonly dataDir: string }> {
  const folder = createProjectFolder(files);
  undo.push(folder.remove);
  const rig = await startEngine(folder);
  undo.push(() => rig.stop());
  return { rig, dataDir: folder.dataDir };
}

describe('what is asked of exports and imports is refused with a sentence', () => {
  it('where a span has a time no calendar has', async () => {
    const { rig } = await start();
    const span = { fromMs: 9e15, toMs: 9e15 + 1000 };
    const exported = await rig.client.call('export.start', { format: 'csv', tags: [TagId.parse('T')], span, content: { kind: 'raw' }, layout: 'long' });
    expect(exported).toMatchObject({ ok: false, fault: { code: 'too-large' } });
    const recorded = await rig.client.call('recording.start', { span, title: 'R' });
    expect(recorded).toMatchObject({ ok: false, fault: { code: 'too-large' } });
  });

  it('where more files are handed over at once than there is room for', async () => {
    const { rig } = await start();
    const opened = await Promise.all(Array.from({ length: 20 }, () => rig.client.call('import.open', { name: 'x.csv', format: 'csv', bytes: 10 })));
    expect(opened.filter(({ ok }) => ok)).toHaveLength(8);
    expect(opened.filter((one) => !one.ok && one.fault.code === 'busy')).toHaveLength(12);
  });

  it('where more files are looked at at once than there are threads for', async () => {
    const { rig } = await start();
    const bytes = new TextEncoder().encode('time,T\n2026-11-20T00:00:00Z,1\n');
    const opened = await rig.client.call('import.open', { name: 'x.csv', format: 'csv', bytes: bytes.length });
    if (!opened.ok) throw new Error(opened.fault.message);
    const { upload } = opened.value;
    await rig.client.call('import.piece', { upload, offset: 0, bytes });
    const looks = await Promise.all(Array.from({ length: 6 }, () => rig.client.call('import.look', { upload })));
    expect(looks.filter(({ ok }) => ok)).toHaveLength(2);
    expect(looks.flatMap((one) => (one.ok ? [] : [one.fault.code]))).toEqual(Array.from({ length: 4 }, () => 'unreadable'));
    expect(await rig.client.call('import.look', { upload })).toMatchObject({ ok: true });
  });

  it('where the folder for files is gone', async () => {
    const { rig, dataDir } = await start();
    rmSync(join(dataDir, 'exports'), { recursive: true });
    const opened = await rig.client.call('import.open', { name: 'x.csv', format: 'csv', bytes: 10 });
    expect(opened).toMatchObject({ ok: false, fault: { code: 'too-large' } });
    // What could not be taken holds no place: there are eight.
    for (let time = 0; time < 9; time++) expect(await rig.client.call('import.open', { name: 'x.csv', format: 'csv', bytes: 10 })).toMatchObject({ ok: false, fault: { code: 'too-large' } });
  });
});

it('a job cancelled before its thread began ends it at once', async () => {
  const given = new AbortController();
  given.abort();
  // The path is of no file: a thread that ran would say so.
  const thread = startExchangeThread(programUrl('electron/engine/exchange/exchange-worker.ts'), { kind: 'look', path: '/nonexistent.csv', format: 'csv', tagIds: [] }, given.signal);
  undo.push(() => thread.end());
  await expect(thread.next()).rejects.toThrow('the thread ended');
});
