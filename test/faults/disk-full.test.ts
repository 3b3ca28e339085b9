import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHistorian } from '#electron/engine/historian/historian.ts';
import { verifyChain } from '#electron/engine/store/records/verify-chain.ts';
import { createDataDir, openTestStore } from '#electron/engine/store/testing/open-test-store.ts';
import { createMemoryLog, createSeededRandom, createVirtualClock } from '#electron/engine/testing/virtual-ports.ts';
import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';

/** A disk of 16 MB in memory, or why there is none. */
function mountSmallDisk(path: string): string | null {
  mkdirSync(path, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', path], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const event = (seq: number): AlarmEvent =>
  ({
    seq,
    alarm: 'A',
    kind: 'raised',
    from: 'normal',
    to: 'active-unacked',
    timeMs: seq,
    engineMs: seq,
    value: 1,
    quality: 0,
  }) as AlarmEvent;
const standing = (seq: number): AlarmStanding =>
  ({
    alarm: 'A',
    state: 'active-unacked',
    raisedMs: seq,
    returnedMs: null,
    acknowledgedMs: null,
    acknowledgedBy: null,
    value: 1,
    quality: 0,
    seq,
  }) as AlarmStanding;

describe('a full data disk', () => {
  it('stops samples but no alarm event, counts exactly what is lost, and records again when space returns', async (context) => {
    const dir = createDataDir();
    const disk = join(dir.dataDir, 'disk');
    const refusal = mountSmallDisk(disk);
    if (refusal !== null) {
      dir.remove();
      context.skip(`NOT RUN: a 16 MB disk cannot be mounted here (needs root on Linux): ${refusal}`);
    }
    try {
      writeFileSync(join(disk, 'ballast'), new Uint8Array(6 * 1024 * 1024));
      const clock = createVirtualClock();
      const log = createMemoryLog();
      const store = await openTestStore(join(disk, 'data'), clock, log);
      const states: string[] = [];
      const full = new Promise<void>((resolve) => {
        store.onStatus(({ state }) => {
          states.push(state);
          if (state === 'full') resolve();
        });
      });
      const historian = createHistorian({ store, clock, log, tagIds: ['A', 'B', 'C'] });
      const random = createSeededRandom(3);
      const batch = createBatch(5000);
      let written = 0;
      const write = (): void => {
        batch.length = 0;
        for (let row = 0; row < 5000; row++, written++) pushSample(batch, written % 3, written, random(), 0);
        historian.write(batch);
      };
      // Answered by the writing thread after what was sent before it: then statuses are known here as well.
      const settle = async (): Promise<void> => {
        clock.advance(1100);
        await store.audit.append({
          timeMs: 0,
          user: 'mara',
          role: 'operate',
          action: 'test',
          subject: '',
          detail: '',
          result: null,
          intent: null,
        });
      };

      for (let round = 0; round < 600 && store.status().state !== 'full'; round++) {
        write();
        await Promise.race([historian.flush(), full]);
        await settle();
      }
      expect(store.status().state).toBe('full');
      expect(states).toContain('degraded');
      expect(states.indexOf('degraded')).toBeLessThan(states.indexOf('full'));
      expect(store.status().sentence).toContain('data disk is full');

      // Alarms and actions still go to disk, out of the reserve.
      for (let seq = 1; seq <= 200; seq++) await store.journal.append([event(seq)], [standing(seq)]);
      // So do records of what people do; a picture there is no room for is refused, and takes none of theirs.
      const draft = { stream: 'incident:INC-0001', kind: 'note', opId: null, timeMs: 0, sourceMs: null, user: 'mara', role: 'operate', body: { text: 'Disk is full' } };
      await expect(store.records.attach('image/png', new Uint8Array(8 * 1024 * 1024))).rejects.toMatchObject({ code: 'full' });
      for (let at = 0; at < 50; at++) expect(await store.records.append([draft])).toMatchObject({ state: 'done' });
      expect(verifyChain(join(disk, 'data'))).toMatchObject({ broken: null, attachments: 0 });
      // Samples beyond what memory keeps are lost, and counted.
      for (let round = 0; round < 130; round++) write();
      await settle();
      expect(historian.status().lostSamples).toBeGreaterThan(0);
      expect(historian.status().sentence).toContain('samples were lost');
      expect(log.lines.some(({ level, sentence }) => level === 'error' && sentence.includes('Samples are being lost'))).toBe(true);

      rmSync(join(disk, 'ballast'));
      execFileSync('mount', ['-o', 'remount,size=64m', disk], { stdio: 'pipe' });
      for (let round = 0; round < 20 && store.status().state === 'full'; round++) await settle();
      expect(store.status().state).not.toBe('full');
      clock.advance(1100);
      await historian.flush();
      const { queuedRows, lostSamples } = historian.status();
      expect(queuedRows).toBe(0);
      let found = 0;
      const numbers = new Set<number>();
      for (const tag of [0, 1, 2]) {
        const { timeMs } = await historian.raw({ tag, fromMs: -1, toMs: 1e12, limit: 1_000_000 });
        found += timeMs.length;
        for (const time of timeMs) numbers.add(time);
      }
      expect(numbers.size).toBe(found);
      // Raw samples may have been dropped to make room; the summaries know of each that was recorded, once.
      const width = Math.ceil((written + 1) / 60_000);
      const keys = Array.from(await store.history.keys(['A', 'B', 'C']));
      const { pens } = await store.history.decimated({ keys, fromMs: 0, toMs: width * 60_000, width });
      const recorded = pens.reduce((sum, { count }) => sum + count.reduce((of, one) => of + one, 0), 0);
      expect(recorded).toBe(written - lostSamples);
      const goneMs = (await store.history.goneMs(keys)) ?? -1;
      expect(found).toBeGreaterThanOrEqual(recorded - (goneMs + 1));
      await historian.close();
      await store.close();

      const again = await openTestStore(join(disk, 'data'), clock, log);
      expect(await again.journal.lastSeq()).toBe(200);
      expect(await again.standings()).toEqual([standing(200)]);
      await again.close();
    } finally {
      execFileSync('umount', ['--lazy', disk], { stdio: 'pipe' });
      dir.remove();
    }
  }, 180_000);
});
