import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHistorian } from '#electron/engine/historian/historian.ts';
import { createDataDir, openTestStore } from '#electron/engine/store/testing/open-test-store.ts';
import { createMemoryLog, createSeededRandom, createVirtualClock } from '#electron/engine/testing/virtual-ports.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';

/** A disk of 32 MB in memory, or why there is none. */
function mountSmallDisk(path: string): string | null {
  mkdirSync(path, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=32m', 'tmpfs', path], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const start = Date.UTC(2026, 0, 1);
const secondMs = 1000;

describe('a data disk full of history', () => {
  it('gives the oldest samples up for the newest, loses none of those, and says up to when they are gone', async (context) => {
    const dir = createDataDir();
    const disk = join(dir.dataDir, 'disk');
    const refusal = mountSmallDisk(disk);
    if (refusal !== null) {
      dir.remove();
      context.skip(`NOT RUN: a 32 MB disk cannot be mounted here (needs root on Linux): ${refusal}`);
    }
    try {
      const clock = createVirtualClock(start);
      const log = createMemoryLog();
      const store = await openTestStore(join(disk, 'data'), clock, log);
      const historian = createHistorian({ store, clock, log, tagIds: ['A', 'B'] });
      const random = createSeededRandom(4);
      const batch = createBatch(20_000);
      let wasFull = 0;
      store.onStatus(({ state }) => {
        if (state === 'full') wasFull++;
      });
      let timeMs = start;
      // Rounds of 20,000 samples, 40 of them after the disk was full.
      let roundsSince = 0;
      for (let round = 0; round < 400 && roundsSince < 40; round++) {
        batch.length = 0;
        for (let row = 0; row < 10_000; row++, timeMs += secondMs) for (const tag of [0, 1]) pushSample(batch, tag, timeMs, random(), 0);
        historian.write(batch);
        // Time goes on until the samples are on disk: commits, retries and shedding all wait for it.
        for (let turn = 0; historian.status().queuedRows > 0; turn++) {
          expect(turn, `round ${round}: ${store.status().sentence}`).toBeLessThan(2000);
          clock.advance(500);
          await store.meta.get('turn');
          await store.history.keys(['A']);
        }
        if (wasFull > 0) roundsSince++;
      }
      expect(wasFull).toBeGreaterThan(0);
      expect(roundsSince).toBe(40);
      const status = historian.status();
      expect(status.lostSamples).toBe(0);
      expect(status.sentence).toMatch(/Raw samples up to 2026-01-\d\d \d\d:\d\d UTC were dropped for want of space\./);
      expect(log.lines.filter(({ sentence }) => sentence.includes('were dropped to go on recording'))).toHaveLength(1);
      for (const tag of [0, 1]) {
        const all = await historian.raw({ tag, fromMs: start, toMs: timeMs, limit: 10_000_000 });
        // The oldest are gone, and from the first that is there none is missing.
        const oldest = all.timeMs[0] as number;
        expect(oldest).toBeGreaterThan(start);
        expect(all.timeMs).toHaveLength((timeMs - oldest) / secondMs);
        // Half the disk at least is still history.
        expect(all.timeMs.length * 2 * 6).toBeGreaterThan(8 * 2 ** 20);
      }
      await historian.close();
      await store.close();
      const again = await openTestStore(join(disk, 'data'), clock, createMemoryLog());
      const next = createHistorian({ store: again, clock, log, tagIds: ['A', 'B'] });
      await again.meta.get('history.shedMs');
      await next.extent();
      expect(next.status().sentence).toContain('were dropped for want of space');
      await next.close();
      await again.close();
    } finally {
      execFileSync('umount', ['--lazy', disk], { stdio: 'pipe' });
      dir.remove();
    }
  }, 120_000);
});
