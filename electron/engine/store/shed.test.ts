import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import { createMemoryLog, createSeededRandom, createVirtualClock } from '../testing/virtual-ports.ts';
import { createDataDir, openTestStore } from './testing/open-test-store.ts';

const minute = 60_000;
const start = Math.floor(Date.UTC(2026, 2, 1) / (256 * minute)) * 256 * minute;

/** A disk of some MB in memory; the words of the refusal when there is none. */
function mountDisk(path: string, mib: number): string | null {
  mkdirSync(path, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mib}m`, 'tmpfs', path], { stdio: 'pipe' });
    onTestFinished(() => void execFileSync('umount', ['--lazy', path], { stdio: 'pipe' }));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe('a data disk without any room', () => {
  it('goes on recording in the room of the oldest samples: they are dropped by the hour, summaries of them stay, alarms are kept', async (context) => {
    const dir = createDataDir();
    onTestFinished(() => dir.remove());
    const disk = join(dir.dataDir, 'disk');
    const refusal = mountDisk(disk, 24);
    if (refusal !== null) return context.skip(`NOT RUN: a 24 MB disk cannot be mounted here (needs root on Linux): ${refusal}`);
    const clock = createVirtualClock();
    const store = await openTestStore(join(disk, 'data'), clock, createMemoryLog());
    const keys = await store.history.keys(Array.from({ length: 50 }, (_, at) => `T-${at}`));
    const random = createSeededRandom(5);
    let second = 0;
    let refused = 0;
    let alarms = 0;
    /** A hundred seconds of fifty tags whose values do not pack well. */
    const record = (): Promise<void> => {
      const count = 100 * keys.length;
      const columns = { key: new Uint32Array(count), timeMs: new Float64Array(count), value: new Float64Array(count), quality: new Uint32Array(count) };
      for (let at = 0; at < count; at++) {
        columns.key[at] = keys[at % keys.length] as number;
        columns.timeMs[at] = start + (second + Math.floor(at / keys.length)) * 1000;
        columns.value[at] = random();
      }
      return store.history.append(columns).committed.then(
        () => void (second += 100),
        () => void refused++,
      );
    };
    const goneFrom: number[] = [];
    for (let round = 0; round < 1500 && goneFrom.length < 6; round++) {
      await record();
      clock.advance(1000);
      const event = { seq: ++alarms, alarm: 'A', kind: 'raised', from: 'normal', to: 'active-unacked', timeMs: alarms, engineMs: alarms, value: 1, quality: 0 };
      await store.journal.append([event as AlarmEvent], []);
      if (store.status().state !== 'full') continue;
      const { freedBytes, goneBeforeMs } = await store.history.shedOldest(4 * 1024 * 1024);
      expect(freedBytes).toBeGreaterThan(0);
      goneFrom.push(goneBeforeMs as number);
      expect(store.status().state).not.toBe('full');
    }
    expect(goneFrom.length).toBe(6);
    // It may be a chunk that finds no room: then no block is refused.
    expect(refused).toBeLessThanOrEqual(6);
    for (const [at, ms] of goneFrom.entries()) if (at > 0) expect(ms).toBeGreaterThan(goneFrom[at - 1] as number);
    expect(statSync(join(disk, 'data', 'firstout.db')).size).toBeLessThan(24 * 1024 * 1024);
    expect(await store.journal.lastSeq()).toBe(alarms);
    // Everything behind what is gone is there, and summaries tell of all of it.
    const gone = await store.history.goneMs(Array.from(keys));
    expect(gone).toBe(goneFrom.at(-1));
    const { timeMs } = await store.history.raw({ key: keys[7] as number, fromMs: (gone as number) + 1, toMs: 1e15, limit: 1e6 });
    expect(timeMs.at(-1)).toBe(start + (second - 1) * 1000);
    expect(timeMs.filter((ms) => ms > (gone as number))).toHaveLength((start + second * 1000 - (gone as number)) / 1000 - 1);
    const width = Math.ceil(second / 60);
    const { pens } = await store.history.decimated({ keys: Array.from(keys), fromMs: start, toMs: start + width * minute, width });
    for (const { count } of pens) expect(count.reduce((sum, of) => sum + of, 0)).toBe(second);
    await store.close();
  }, 120_000);
});
