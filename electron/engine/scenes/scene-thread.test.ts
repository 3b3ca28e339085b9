import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AssetId } from '#shared/model/ids.ts';
import { SceneView } from '#shared/model/scene.ts';
import { createProjectLoader } from '../project/load-project.ts';
import { createSceneWork, type SceneWork } from '../project/scene-work.ts';
import { testDriver } from '../project/testing/test-driver.ts';
import { createMemoryLog } from '../testing/virtual-ports.ts';
import { createThreadedSceneWork } from './scene-thread.ts';
import { programUrl } from '../testing/program-url.ts';

const script = programUrl('electron/engine/scenes/scene-worker.ts');
let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'firstout-scene-thread-'));
  for (const folder of ['scenes', 'assets']) mkdirSync(join(dir, folder));
  write('project.yaml', 'name: Test plant\n');
  write('assets/a.yaml', 'assets:\n  - { id: TK-1, name: Tank }\n');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const write = (file: string, text: string): void => writeFileSync(join(dir, file), text);

/** A scene of so many tanks in a row, each joined to the next, and one mistake at its end. */
function rowOf(count: number, more = ''): string {
  const parts = Array.from({ length: count }, (_, n) => `  - { shape: tank, id: T-${n}, at: [${(n % 200) * 9}, ${Math.floor(n / 200) * 9}, 0], size: [4, 4, 5] }\n`);
  const pipes = Array.from({ length: Math.min(count - 1, 4900) }, (_, n) => `  - { id: p-${n}, from: T-${n}.out, to: T-${n + 1}.in }\n`);
  return `title: Row\nparts:\n${parts.join('')}  - { shape: pump, asset: P-9, at: [0, -9, 0] }\npipes:\n${pipes.join('')}models:\n  - { id: skid, file: skid.glb }   # measured\n${more}`;
}
const loaderOf = (sceneWork: SceneWork) => createProjectLoader(dir, { driverTypes: [testDriver], sceneWork });

describe('a large scene', { timeout: 180_000 }, () => {
  it('is read in a thread to the same scene, problems and versions, and costs the engine a fraction of the time', async () => {
    write('scenes/row.yaml', rowOf(12_000));
    const cpuMs = async <Value>(work: () => Promise<Value>): Promise<{ readonly value: Value; readonly ms: number }> => {
      const before = process.threadCpuUsage();
      const value = await work();
      const { user, system } = process.threadCpuUsage(before);
      return { value, ms: (user + system) / 1000 };
    };
    const here = await cpuMs(() => loaderOf(createSceneWork()).load());
    const threaded = createThreadedSceneWork({ script, log: createMemoryLog() });
    const there = await cpuMs(() => loaderOf(threaded).load());
    await threaded.close();
    expect(there.value.scenes).toEqual(here.value.scenes);
    expect(there.value.sceneVersions).toEqual(here.value.sceneVersions);
    expect(there.value.problems).toEqual(here.value.problems);
    expect(there.value.problems).toMatchObject([{ file: 'scenes/row.yaml', line: 12_003, message: 'part P-9 (pump): there is no asset "P-9"' }, { message: 'model skid: there is no file "skid.glb" in scenes/models' }]);
    // Processor time of this thread alone, of the same work on the same machine.
    expect(there.ms).toBeLessThan(here.ms / 2);
  });

  it('keeps its last good version when an edit breaks it, the edit that made it large, too', async () => {
    const log = createMemoryLog();
    const work = createThreadedSceneWork({ script, log });
    const loader = loaderOf(work);
    write('scenes/row.yaml', rowOf(2));
    expect((await loader.load()).scenes[0]?.parts).toHaveLength(3);
    // Large, and no list of parts any more: what was read before the thread was there stays.
    write('scenes/row.yaml', rowOf(4000).replace('parts:\n', 'parts: none\nviews:\n'));
    const broken = await loader.load();
    expect(broken.scenes[0]?.parts).toHaveLength(3);
    expect(broken.problems.some(({ message }) => message.includes('its last good version stays in use'))).toBe(true);
    write('scenes/row.yaml', rowOf(4000));
    expect((await loader.load()).scenes[0]?.parts).toHaveLength(4001);
    write('scenes/row.yaml', `${rowOf(4000)}  x: [`);
    expect((await loader.load()).scenes[0]?.parts).toHaveLength(4001);
    await work.close();
    expect(log.lines).toEqual([]);
  });

  it('is written by the thread, and the change stands where it belongs', async () => {
    write('scenes/row.yaml', rowOf(4000));
    const work = createThreadedSceneWork({ script, log: createMemoryLog() });
    await loaderOf(work).load();
    expect(await work.writeNode(dir, { scene: 'row', model: 'skid', node: 'Skid/Pump', asset: AssetId.parse('TK-1'), before: null })).toEqual({ ok: true, value: null });
    const lines = readFileSync(join(dir, 'scenes/row.yaml'), 'utf8').split('\n');
    expect(lines.filter((line) => line.includes('skid.glb'))).toEqual(['  - { id: skid, file: skid.glb, nodes: {Skid/Pump: TK-1} }   # measured']);
    const view = SceneView.parse({ id: 'door', name: 'Door', eye: [0, -9, 2], target: [0, 0, 1] });
    expect(await work.writeView(dir, { scene: 'row', view, before: null })).toEqual({ ok: true, value: null });
    expect(await work.writeView(dir, { scene: 'row', view, before: null })).toMatchObject({ ok: false, fault: { code: 'changed-meanwhile' } });
    await work.close();
  });

  it('is read by the engine itself where its thread ends, which is told', async () => {
    write('scenes/row.yaml', rowOf(4000));
    write('ends.mjs', "import { parentPort } from 'node:worker_threads'; parentPort.on('message', ({ t }) => { if (t === 'read') throw new Error('out of luck'); });");
    const log = createMemoryLog();
    const work = createThreadedSceneWork({ script: new URL(`file://${join(dir, 'ends.mjs')}`), log });
    expect((await loaderOf(work).load()).scenes[0]?.parts).toHaveLength(4001);
    expect(log.lines).toEqual([expect.objectContaining({ level: 'warn', sentence: expect.stringContaining('out of luck') })]);
    await work.close();
  });
});
