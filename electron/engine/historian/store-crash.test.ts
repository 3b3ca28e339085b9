import { describe, expect, it, onTestFinished } from 'vitest';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';
import { openStore, type StoreState } from '../store/store.ts';
import { createDataDir } from '../store/testing/open-test-store.ts';
import { createMemoryLog, createVirtualClock } from '../testing/virtual-ports.ts';
import { createHistorian } from './historian.ts';
import { programUrl } from '../testing/program-url.ts';

describe('the writing thread of the store dies', () => {
  it('is started again, and every sample is on disk once, those under way included', async () => {
    const dir = createDataDir();
    onTestFinished(() => dir.remove());
    const clock = createVirtualClock();
    const log = createMemoryLog();
    const store = await openStore({
      dataDir: dir.dataDir,
      workerScript: programUrl('electron/engine/store/testing/fragile-worker.ts'),
      clock,
      log,
    });
    const historian = createHistorian({ store, clock, log, tagIds: ['A'] });
    const reached = (wanted: StoreState): Promise<void> =>
      new Promise((resolve) => {
        const stop = store.onStatus(({ state }) => {
          if (state !== wanted) return;
          stop();
          resolve();
        });
      });
    const batch = createBatch(30_000);
    let number = 0;
    for (const when of ['now', 'after-commit', 'now', 'after-commit'] as const) {
      batch.length = 0;
      for (let row = 0; row < 30_000; row++, number++) pushSample(batch, 0, number, number, 0);
      const failed = reached('failed');
      const recovered = reached('ok');
      historian.write(batch);
      const crashed = Promise.allSettled([store.meta.set('crash', when)]);
      await failed;
      const flushed = historian.flush();
      clock.advance(1000);
      await recovered;
      expect((await crashed)[0].status).toBe(when === 'now' ? 'rejected' : 'fulfilled');
      clock.advance(1000);
      await flushed;
    }
    const { value } = await historian.raw({ tag: 0, fromMs: -1, toMs: 1e9, limit: 1_000_000 });
    expect(Array.from(value)).toEqual(Array.from({ length: number }, (_, at) => at));
    expect(historian.status()).toMatchObject({ state: 'ok', queuedRows: 0, lostSamples: 0 });
    expect(log.lines.some(({ level, sentence }) => level === 'error' && sentence.includes('asked to crash'))).toBe(true);
    await historian.close();
    await store.close();
    expect(clock.pending).toBe(0);
  });

  it('and is closed while it starts again: no thread of it goes on holding the folder', async () => {
    const dir = createDataDir();
    onTestFinished(() => dir.remove());
    const [clock, log] = [createVirtualClock(), createMemoryLog()];
    const options = { dataDir: dir.dataDir, workerScript: programUrl('electron/engine/store/testing/fragile-worker.ts'), clock, log };
    const store = await openStore(options);
    const failed = new Promise<void>((resolve) => store.onStatus(({ state }) => void (state === 'failed' && resolve())));
    const crashed = store.meta.set('crash', 'now').catch((error: unknown) => error);
    await failed;
    clock.advance(1000);
    await store.close();
    expect(await crashed).toMatchObject({ code: 'closed' });
    expect(clock.pending).toBe(0);
    const next = await openStore(options);
    await next.close();
  });
});
