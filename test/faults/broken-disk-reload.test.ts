import { expect, it, onTestFinished } from 'vitest';
import { createEngine } from '#electron/engine/engine.ts';
import { createMemoryLog, createSeededRandom } from '#electron/engine/testing/virtual-ports.ts';
import { createSystemClock } from '#electron/host/system-clock.ts';
import { createProjectFolder, until } from '../support/engine-rig.ts';
import { programUrl } from '#electron/engine/testing/program-url.ts';

it('the engine ends while an edited project waits for a disk that takes no alarm any more', async () => {
  const folder = createProjectFolder({ 'project.yaml': 'name: Before\n', 'tags/t.yaml': 'tags: []\n' });
  onTestFinished(() => folder.remove());
  const log = createMemoryLog();
  const engine = await createEngine(
    {
      clock: createSystemClock(),
      log,
      random: createSeededRandom(1),
      paths: {
        projectDir: folder.projectDir,
        dataDir: folder.dataDir,
        storeWorker: programUrl('electron/engine/store/testing/no-journal-worker.ts'),
        exchangeWorker: programUrl('electron/engine/exchange/exchange-worker.ts'),
        firstOutWorker: programUrl('electron/engine/first-out/first-out-worker.ts'),
        modelWorker: programUrl('electron/engine/scenes/import/import-worker.ts'),
        node: process.execPath,
        sceneWorker: programUrl('electron/engine/scenes/scene-worker.ts'),
      },
    },
    { version: 'test' },
  );
  const said = (part: string): number => log.lines.filter(({ sentence }) => sentence.includes(part)).length;
  // The alarm of the data store itself is what cannot be written.
  await until(() => said('The alarm journal cannot be written') === 1);
  folder.write('assets/a.yaml', 'assets:\n  - { id: A, name: Works, level: unit }\n');
  folder.write('tags/t.yaml', 'tags:\n  - { id: T, name: Sum, asset: A, expression: "1 + 1" }\n');
  await until(() => said('Standings were asked for') === 2);
  await engine.close();
  expect(said('The project was read again')).toBe(0);
}, 180_000);
